"""Standardise points for gradient descent, and measure how much of their spread a line explains.

Source: Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, "Efficient BackProp", 1998, section 4.3.
"""

from dataclasses import dataclass

import numpy as np

from gd.errors import InputError
from gd.problem import Problem, Vector

MIN_SD, MAX_SD = 1e-150, 1e150  # beyond them squares leave the range of float64


@dataclass(frozen=True)
class Scaled:
    """A problem standardised:  (x - x_mean)/x_sd,  (y - y_mean)/y_sd.

    Both then have mean 0 and standard deviation 1 (dividing by N), and the Hessian of the loss is
    2·I: its condition number is 1.
    """

    problem: Problem
    x_mean: float
    x_sd: float
    y_mean: float
    y_sd: float

    def apply(self, problem: Problem) -> Problem:
        """Other points in the same units: those held out of training, say."""
        x, y = (problem.x - self.x_mean) / self.x_sd, (problem.y - self.y_mean) / self.y_sd
        return Problem(x, y)

    def original(self, w: float, b: float) -> tuple[float, float]:
        """The line w·x + b of the standardised points, in the units of the original ones.

        W = w·y_sd/x_sd,  B = y_mean + b·y_sd - W·x_mean
        """
        slope = w * self.y_sd / self.x_sd
        return slope, self.y_mean + b * self.y_sd - slope * self.x_mean

    def standard_x(self, x: float) -> float:
        """An x of the original points in standardised units."""
        return (x - self.x_mean) / self.x_sd

    def original_y(self, y: float) -> float:
        """A y of the standardised points in the original units."""
        return self.y_mean + self.y_sd * y


def standardise(problem: Problem) -> Scaled:
    """The problem with x and y scaled to mean 0 and standard deviation 1.

    Where all y are equal, they become 0, and y_sd is 1. Raises `InputError` where all x are
    equal, which leaves the slope open, and where a standard deviation is not in 1e-150 to 1e150.

    >>> standardise(Problem([1, 2, 3], [10, 20, 30])).original(1.0, 0.0)
    (10.0, 0.0)
    """
    if undetermined(problem, bias=True):
        raise InputError("x", float(problem.x[0]), "two or more different numbers")
    x, x_mean, x_sd = _standardised("x", problem.x)
    y, y_mean, y_sd = _standardised("y", problem.y)
    return Scaled(Problem(x, y), x_mean, x_sd, y_mean, y_sd)


def _standardised(field: str, values: Vector) -> tuple[Vector, float, float]:
    """(values - mean)/sd, mean, sd."""
    if (values == values[0]).all():  # rounding could give another mean
        return np.zeros_like(values), float(values[0]), 1.0
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        mean, sd = float(values.mean()), float(values.std())
    if not MIN_SD <= sd <= MAX_SD:  # also refuses nan
        takes = f"numbers with a standard deviation from {MIN_SD:g} to {MAX_SD:g}"
        raise InputError(field, sd, takes)
    return (values - mean) / sd, mean, sd


def undetermined(problem: Problem, bias: bool) -> bool:
    """Whether the points leave the slope open.

    With `bias`, where all x are equal: a line of any slope can go through their mean, and
    `theory.optimum` gives the one with the smallest w² + b². Without, where all x are 0.
    """
    return bool((problem.x == (problem.x[0] if bias else 0)).all())


def r_squared(problem: Problem, w: float, b: float) -> float | None:
    """R² = 1 - Σ(yᵢ - w·xᵢ - b)² / Σ(yᵢ - mean y)²: how much of the spread of y a line explains.

    1 for a line through all points, 0 for the level line at the mean, below 0 for a worse one,
    None where all y are equal, so that there is nothing to explain, and for a line so far off that
    float64 cannot hold its R², below -1e308.

    >>> r_squared(Problem([1, 2, 3], [1, 2, 3]), 1, 0), r_squared(Problem([1, 2], [5, 5]), 0, 5)
    (1.0, None)
    """
    if (problem.y == problem.y[0]).all():
        return None
    spread = problem.y - problem.y.mean()
    unit = np.abs(spread).max()  # so that the squares of large numbers stay finite
    with np.errstate(over="ignore", invalid="ignore"):
        error = (problem.y - w * problem.x - b) / unit
        found = 1 - float(np.sum(error**2) / np.sum((spread / unit) ** 2))
    return found if np.isfinite(found) else None
