"""The numbers that goals speak of: of a run after each of its epochs, in the points' own units."""

import numpy as np

from gd.analysis.states import full_losses, states
from gd.data.scaling import Scaled
from gd.problem import Vector
from gd.run import Columns, Run
from gd.tasks.goals import Goal

STATES = ("loss-le", "fx", "w", "b")  # the kinds of goals that speak of such a number


@np.errstate(over="ignore", invalid="ignore")
def after_epochs(run: Run) -> Columns:
    """w, b and the loss on all points that are trained on, after 0, 1, 2, … whole epochs.

    Full-batch, the loss is the one that the run itself computes.
    """
    of, size = states(run), run.updates_per_epoch
    if size > 1:
        of["loss"] = full_losses(run)
    return {name: of[name][::size] for name in ("loss", "w", "b")}


def measured(goal: Goal, run: Run, scale: Scaled | None, of: Columns) -> Vector:
    """The number that a goal speaks of, in the units of the points, for each of the states `of`.

    The loss, f(x), w or b: what the run itself computes, scaled back where the points were scaled.
    """
    if goal.kind == "loss-le":
        return of["loss"] * (scale.y_sd**2 if scale else 1.0)
    if goal.kind == "fx":
        x = goal.numbers[0]
        number = np.dtype(run.settings.dtype).type
        at = number((x - scale.x_mean) / scale.x_sd if scale else x)
        y = (of["w"].astype(number) * at + of["b"].astype(number)).astype(np.float64)
        return scale.y_mean + scale.y_sd * y if scale else y
    if scale is None:
        return of[goal.kind]
    slope = of["w"] * scale.y_sd / scale.x_sd
    if goal.kind == "w":
        return slope
    return scale.y_mean + of["b"] * scale.y_sd - slope * scale.x_mean


def distance(goal: Goal, values: Vector) -> Vector:
    """How far the numbers that a goal speaks of are from its target; of the loss, the loss."""
    return values if goal.kind == "loss-le" else np.abs(values - goal.numbers[-2])


def allowed(goal: Goal) -> float:
    """The largest `distance` that meets a goal."""
    return goal.numbers[-1]


@np.errstate(over="ignore", invalid="ignore")
def farthest(goal: Goal, run: Run, scale: Scaled | None) -> Vector:
    """The distance from a goal after 0, 1, 2, … epochs, each as the end of a run.

    Where the goal has to be reached within some epochs, and to stay so, the largest since then.
    """
    found = distance(goal, measured(goal, run, scale, after_epochs(run)))
    if goal.within is not None:
        found[goal.within :] = np.maximum.accumulate(found[goal.within :])
    return found
