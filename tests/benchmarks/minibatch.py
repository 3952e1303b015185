"""An epoch of mini-batches on 100,000 points, and 100 updates beside those of `torch_module`.

    python tests/benchmarks/minibatch.py

On one core, with the whole history kept; the best of several rounds counts, in turns.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

import gd

ROUNDS = 7
RNG = np.random.default_rng(0)
X = RNG.normal(size=100_000)
MANY = gd.Problem(X, 2 * X + RNG.normal(size=len(X)))
FEW = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
CASES = {
    "100,000 points, batches of 256, an epoch": (
        "torch_minibatch",
        MANY,
        gd.Settings(epochs=1, batch_size=256, shuffle=True),
    ),
    "4 points, all in one batch, 100 epochs": ("torch_minibatch", FEW, gd.Settings(epochs=100)),
    "4 points, batches of 2, 50 epochs": (
        "torch_minibatch",
        FEW,
        gd.Settings(epochs=50, batch_size=2, shuffle=True),
    ),
    "torch_module, 4 points, 100 epochs": ("torch_module", FEW, gd.Settings(epochs=100)),
}


def seconds(variant: str, problem: gd.Problem, settings: gd.Settings) -> float:
    """The time that a training takes on the processor."""
    start = time.process_time()
    gd.train(variant, problem, settings)
    return time.process_time() - start


def main() -> None:
    gd.train("torch_module", FEW, gd.Settings(epochs=1))  # loads torch
    rounds = [[seconds(*case) for case in CASES.values()] for _ in range(ROUNDS)]
    for name, times in zip(CASES, zip(*rounds, strict=True), strict=True):
        print(f"{name:<44}{min(times) * 1000:8.1f} ms")
    print("target: the epoch of 100,000 points in under 1,000 ms")


if __name__ == "__main__":
    main()
