"""How long a diagnosis takes: logs of 100 lines of several kinds.

python tests/benchmarks/doctor.py
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import gd

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
KINDS = {
    "the sum of the gradients": ("numpy_by_hand", gd.Settings(0.001, 100)),
    "autograd, a round rate": ("torch_autograd", gd.Settings(0.01, 100)),
    "autograd, an odd rate": ("torch_autograd", gd.Settings(0.0137281, 100)),
    "autograd, an odd start": ("torch_autograd", gd.Settings(0.01, 100, w0=0.73514)),
    "Adam": ("torch_optimizer", gd.Settings(0.01, 100, optimizer="Adam")),
    "nn.Linear, a seed": ("torch_module", gd.Settings(0.01, 100, seed=42)),
    "nn.Linear, any start": ("torch_module", gd.Settings(0.01, 100, w0=-0.6483198, b0=-0.5033024)),
}


def log(run: gd.Run) -> str:
    """The run as 100 lines."""
    rows = run.history[["epoch", "loss", "w"]].to_numpy().tolist()
    return "\n".join(f"epoch {n:.0f}: w = {w:.3f}, loss = {loss:.8f}" for n, loss, w in rows)


def main() -> None:
    """Print seconds, of this thread's processor and by the clock, and what was found."""
    logs = {kind: log(gd.train(name, POINTS, s)) for kind, (name, s) in KINDS.items()}
    logs["nothing explains it"] = "\n".join(
        f"epoch {n}: w = {1 + n * 7919 % 13 / 100:.3f}, loss = {3 + n * 104729 % 17 / 10:.4f}"
        for n in range(1, 101)
    )
    gd.doctor.diagnose(logs["autograd, a round rate"])  # torch loads
    print(f"{'log of 100 lines':28}{'CPU s':>7}{'s':>7}  lines reprinted")
    for kind, text in logs.items():
        began, processor = time.perf_counter(), time.process_time()
        diagnosis = gd.doctor.diagnose(text)
        took = time.process_time() - processor, time.perf_counter() - began
        reprinted = f"{diagnosis.reprinted} of {diagnosis.given}"
        print(f"{kind:28}{took[0]:7.2f}{took[1]:7.2f}  {reprinted}: {diagnosis.cause}")


if __name__ == "__main__":
    main()
