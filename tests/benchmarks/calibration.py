"""How close gradient descent comes to least squares on each data set, as it is and standardised.

    python tests/benchmarks/calibration.py

Each data set is trained on with `torch_module` in float64 for at most 50,000 epochs, from
w = b = 0, at the fastest rate according to `gd.theory` and, standardised, also at 0.01. The table
gives the epochs until w and b, in original units, agree with `numpy.linalg.lstsq` to 8 significant
digits.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

import gd
from gd import theory
from gd.data.datasets import DATASETS
from gd.data.scaling import standardise
from gd.settings import MAX_EPOCHS

sys.path.insert(0, str(Path(__file__).parents[2]))

Line = tuple[float, float]
DIGITS = 8


def least_squares(problem: gd.Problem) -> np.ndarray:
    columns = np.column_stack([problem.x, np.ones_like(problem.x)])
    return np.linalg.lstsq(columns, problem.y, rcond=None)[0]


def epochs_until_equal(
    trained: gd.Problem, rate: float, answer: np.ndarray, original: Callable[[float, float], Line]
) -> str:
    """The first epoch with 8 equal digits, or how far off the last epoch is."""
    settings = gd.Settings(rate, MAX_EPOCHS, dtype="float64")
    history = gd.train("torch_module", trained, settings).history
    lines = np.column_stack(original(history["w"].to_numpy(), history["b"].to_numpy()))
    # An answer of 0 has no digits: there the size of the other number counts.
    size = np.where(np.abs(answer) > 1e-9, np.abs(answer), np.abs(answer).max())
    off = np.max(np.abs(lines - answer) / size, axis=1)
    equal = np.flatnonzero(off < 0.5 * 10**-DIGITS)
    return f"{equal[0] + 1:,}" if len(equal) else f"no: off by {off[-1]:.1g}"


def main() -> None:
    print(f"{'':12} {'condition':>10}  {'as it is':18} {'standardised':12}  {'at 0.01':8}")
    for dataset in DATASETS.values():
        problem = dataset.problem
        scaled = standardise(problem)
        answer = least_squares(problem)
        rates = [
            theory.learning_rates(one, bias=True).fastest_rate for one in (problem, scaled.problem)
        ]
        found = (
            epochs_until_equal(problem, rates[0], answer, lambda w, b: (w, b)),
            epochs_until_equal(scaled.problem, rates[1], answer, scaled.original),
            epochs_until_equal(scaled.problem, 0.01, answer, scaled.original),
        )
        condition = theory.learning_rates(problem, bias=True).condition_number
        print(f"{dataset.name:12} {condition:10.3g}  {found[0]:18} {found[1]:12}  {found[2]:8}")


if __name__ == "__main__":
    main()
