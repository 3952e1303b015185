"""A run by its states: state t is what t updates have made of the start.

A run of N updates has N + 1 states, from the start (0) to the trained line (N).
"""

import numpy as np

from gd import theory
from gd.problem import Problem, Vector
from gd.run import Columns, Run
from gd.variants import VARIANTS
from gd.variants.arithmetic import DOT


def states(run: Run) -> Columns:
    """The states of `run`, a row each: the weights, and the loss and gradient at these weights.

    The numbers are those of its history, of mini-batches the loss and gradient on the batch that
    comes next; the last state's loss and gradient, which the run did not compute, are computed here
    on all points in its precision, the gradient as the variant takes it (sum or mean).
    Columns: epoch (the state's number, 0 to N; of mini-batches, too, it counts updates), loss, w,
    b, grad_w, grad_b. All are finite, except that the last state of a run that diverges may have an
    infinite loss or gradient.
    """
    history = run.columns
    loss, grad_w, grad_b = _loss_and_gradient(run, *run.end)
    return {
        "epoch": np.arange(len(run.history) + 1),
        "loss": np.append(history["loss"], loss),
        "w": np.append(run.start[0], history["w"]),
        "b": np.append(run.start[1], history["b"]),
        "grad_w": np.append(history["grad_w"], grad_w),
        "grad_b": np.append(history["grad_b"], grad_b),
    }


def full_losses(run: Run, points: Problem | None = None) -> Vector:
    """The loss on all points at each state of `run`, exact; or on others, held out of training.

    Shape (N + 1,). What `states` calls the loss is that of the batch where a run has batches.
    """
    w, b = (
        np.append(start, run.columns[name]) for start, name in zip(run.start, "wb", strict=True)
    )
    return theory.losses_of_lines(points or run.problem, w, b)


def by_epoch(run: Run) -> Columns:
    """The history of `run` a row an epoch, to compare runs: the weights after it.

    Of mini-batches, too, the loss is that on all points before the epoch.
    """
    if run.updates_per_epoch == 1:
        return run.columns
    ends = run.epoch_ends
    before = full_losses(run)[:: run.updates_per_epoch]
    return {**ends, "loss": before[: len(ends["epoch"])]}


def settled(run: Run) -> int | None:
    """The first state from which the weights stay the same to the end, bit for bit, or None.

    None, too, where only the last state is left: nothing shows that the next would be the same.
    """
    history = run.columns
    moved = np.zeros(len(run.history), bool)
    for start, name in zip(run.start, "wb", strict=True):
        moved |= np.diff(history[name], prepend=start) != 0
    first = int(np.flatnonzero(moved)[-1]) + 1 if moved.any() else 0
    return first if first < len(moved) else None


@np.errstate(over="ignore", invalid="ignore")
def _loss_and_gradient(run: Run, w: float, b: float) -> tuple[float, float, float]:
    """L, dL/dw and dL/db (0 without a bias), the last two N times as large for a sum."""
    x, y = run.problem.arrays(run.settings.dtype)
    error = (w * x + b if run.has_bias else w * x) - y
    dot = DOT[run.settings.arithmetic]
    by_mean = VARIANTS[run.variant].gradient(run.settings) == "mean"
    divisor = len(x) if by_mean else 1
    of_b = dot(2 * np.ones_like(x), error) if run.has_bias else 0.0
    of_w = dot(2 * x, error)
    return float((error**2).mean()), float(of_w / divisor), float(of_b / divisor)
