"""A sweep of 500 learning rates over 1,000 epochs, next to a loop of `gd.train` over the rates.

    python tests/benchmarks/sweep.py

The loop is timed at every tenth rate, and its time multiplied by ten.
"""

import sys
import time
from pathlib import Path

import numpy as np

import gd
from gd.theory.sweep import Sweep

sys.path.insert(0, str(Path(__file__).parents[2]))

PROBLEM = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
RATES, EPOCHS = np.geomspace(1e-4, 0.03, 500), np.arange(1, 1001)


def main() -> None:
    gd.train("torch_module", PROBLEM, gd.Settings())  # loads torch
    print(f"{'variant':<18}{'optimizer':<12}{'gd.train':>12}{'sweep':>12}{'ratio':>8}")
    for name in gd.VARIANTS:
        choices = ("SGD", "Adam") if "optimizer" in gd.VARIANTS[name].settings else ("SGD",)
        for optimizer in choices:
            start = time.perf_counter()
            for rate in RATES[::10]:
                gd.train(name, PROBLEM, gd.Settings(float(rate), 1000, optimizer=optimizer))
            looped = 10 * (time.perf_counter() - start)
            start = time.perf_counter()
            for _ in range(10):
                whole = Sweep(name, PROBLEM, gd.Settings(optimizer=optimizer), RATES, EPOCHS)
                whole.advance(len(EPOCHS))
                whole.losses()
            swept = (time.perf_counter() - start) / 10
            print(
                f"{name:<18}{optimizer:<12}{looped:>10.2f} s{swept:>10.4f} s{looped / swept:>8.0f}"
            )


if __name__ == "__main__":
    main()
