"""Goals as statements on the weights (w, b) of the line that is trained: w·x + b is linear in them.

A goal on w, b or f(x) says  |row·(w, b) + shift - target| ≤ tolerance,  in the points' units.
"""

from dataclasses import dataclass

import numpy as np

from gd.data.scaling import Scaled
from gd.problem import Vector
from gd.tasks.goals import Goal


@dataclass(frozen=True)
class Linear:
    """A goal on w, b or f(x): row·(w, b) + shift is to be within `tolerance` of `target`."""

    row: Vector
    shift: float
    target: float
    tolerance: float

    def value(self, weights: Vector) -> Vector:
        """What the goal speaks of, for weights of shape (2, …)."""
        return np.tensordot(self.row, weights, 1) + self.shift


def linear(goal: Goal, scale: Scaled | None) -> Linear | None:
    """The goal as a statement on (w, b) of the trained line; None for one on the loss."""
    if goal.kind not in ("fx", "w", "b"):
        return None
    target, tolerance = goal.numbers[-2:]
    # the line in the points' units: W = k·w, B = y_mean + y_sd·b - k·x_mean·w
    k, x_mean, y_mean, y_sd = 1.0, 0.0, 0.0, 1.0
    if scale:
        k, x_mean, y_mean, y_sd = scale.y_sd / scale.x_sd, scale.x_mean, scale.y_mean, scale.y_sd
    slope, intercept = np.array([k, 0.0]), np.array([-k * x_mean, y_sd])
    if goal.kind == "w":
        return Linear(slope, 0.0, target, tolerance)
    row = intercept if goal.kind == "b" else goal.numbers[0] * slope + intercept
    return Linear(row, y_mean, target, tolerance)


def solve(goals: list[Linear], free: Vector, offset: Vector) -> Vector:
    """z with which the weights  offset + free·z  come nearest to the goals' targets.

    Shapes: free (2, k), offset (2,); the result (k,), the smallest one where it is left open.
    """
    rows = np.array([goal.row / goal.tolerance for goal in goals])
    gaps = [(goal.target - goal.shift) / goal.tolerance for goal in goals]
    return np.linalg.lstsq(rows @ free, np.array(gaps) - rows @ offset, rcond=None)[0]
