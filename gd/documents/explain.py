"""The numbers behind the explanations of the notebooks, each of them computed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd import theory
from gd.analysis.comparison import Comparison, compare
from gd.problem import Problem
from gd.run import Run
from gd.settings import ARITHMETICS, Settings
from gd.training import train

PROBLEM = Problem([1, 2, 3, 4], [2, 4, 6, 8])
RATE = 0.01


def by_hand_and_by_autograd() -> Comparison:
    """NumPy with the mean gradient beside autograd, same learning rate."""
    settings = Settings(RATE, 100, gradient="mean")
    return compare(
        train("numpy_by_hand", PROBLEM, settings), train("torch_autograd", PROBLEM, settings)
    )


def sum_and_larger_rate() -> Comparison:
    """NumPy with the summed gradient beside autograd with N times the learning rate."""
    return compare(
        train("numpy_by_hand", PROBLEM, Settings(RATE, 20)),
        train("torch_autograd", PROBLEM, Settings(RATE * len(PROBLEM.x), 20)),
    )


@dataclass(frozen=True)
class Directions:
    """The two directions in which weight and bias descend, the slow one first.

    curvature        the eigenvalues of the Hessian
    factor           what each distance is multiplied by in an epoch: 1 - η·curvature
    condition_number the ratio of the larger curvature to the smaller
    distance         by epoch, from 0: columns epoch, slow, fast
    """

    curvature: tuple[float, float]
    factor: tuple[float, float]
    condition_number: float
    distance: pd.DataFrame


def directions(run: Run) -> Directions:
    """How a run of weight and bias with plain SGD descended in each direction."""
    curvature, axes = theory.eigen(run.problem, bias=True)
    optimum = np.array(theory.optimum(run.problem, bias=True))
    path = np.vstack([run.start, run.history[["w", "b"]].to_numpy()]) - optimum
    slow, fast = np.abs(path @ axes).T
    factor = 1 - run.settings.learning_rate * curvature
    return Directions(
        (float(curvature[0]), float(curvature[1])),
        (float(factor[0]), float(factor[1])),
        float(curvature[1] / curvature[0]),
        pd.DataFrame({"epoch": np.arange(len(path)), "slow": slow, "fast": fast}),
    )


def centred(problem: Problem) -> Problem:
    """The same points with the mean of x subtracted from every x."""
    return Problem(problem.x - problem.x.mean(), problem.y)


def arithmetics() -> pd.DataFrame:
    """The printed loss of NumPy by hand under each arithmetic: a row an epoch."""
    table: dict[str, Iterable[object]] = {"epoch": range(1, 9)}
    for name in ARITHMETICS:
        run = train("numpy_by_hand", PROBLEM, Settings(RATE, 8, arithmetic=name))
        table[name] = [f"{loss:.8f}" for loss in run.history["loss"]]
    return pd.DataFrame(table)
