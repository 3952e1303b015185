"""The four linked views of a run: each its chart, and what the chart draws.

The page shows them, and pictures of them are made from the same charts and numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import altair as alt
import numpy as np

from gd import theory
from gd.analysis.cloud import cloud
from gd.analysis.formatting import format_number
from gd.analysis.states import full_losses
from gd.charts import epoch_charts, landscape_charts, landscape_tables, line_chart, view_tables
from gd.charts.style import Scale
from gd.problem import Problem
from gd.run import Columns, Run
from gd.variants import VARIANTS

MAX_DOTS = 60  # in longer runs the dots of neighbouring states would merge
LONG = 1000  # from so many epochs on, their axis is logarithmic
DIGITS = 4

Landscape = tuple[view_tables.Box, Columns, Columns]


@dataclass(frozen=True)
class View:
    """A chart, `make(*args)`, the named datasets that it draws, and `alt`, what they show."""

    make: Callable[..., alt.LayerChart]
    args: tuple[Any, ...]
    alt: str
    datasets: dict[str, Any]  # of Columns


def fit(
    run: Run,
    table: Columns,
    titles: tuple[str, str],
    first: datetime | None,
    held: Problem | None = None,
) -> View:
    """The points and lines; `titles` are those of the axes, from the date `first` x counts days.

    held   points held out of training, drawn as rings
    """
    (w0, b0), (w, b) = run.start, run.end
    datasets = {
        "points": view_tables.points(run.problem),
        "frame": view_tables.fit_frame(run, held),
        "history": view_tables.select_columns(table, "epoch", "w", "b"),
    }
    text = "The points, and the line before training, "
    if held:
        datasets["held"] = view_tables.points(held)
        text = "The points, those held out as rings, and the line before training, "
    marks = view_tables.batches(run, table)
    if marks is not None:
        datasets["history"]["batch"] = marks
    return View(
        line_chart.fit,
        (*titles, first, held is not None, marks is not None),
        f"{text}{_shown(w0)}·x + {_shown(b0)}, after it, {_shown(w)}·x + {_shown(b)}, and of "
        "least squares.",
        datasets,
    )


def landscape_of(run: Run, table: Columns, view: landscape_tables.View) -> Landscape:
    """What the landscape of `run` shows, its frame, and its path over the states of `table`."""
    if run.has_bias:
        return landscape_tables.contours(run, table, view)
    return landscape_tables.parabola(run, table)


def landscape(run: Run, table: Columns, numbers: Landscape) -> View:
    """The loss over the weights, the path, and the cloud in which mini-batches stay."""
    (w, b), (_, frame, path) = best_line(run), numbers
    complete = len(table["epoch"]) == len(run.history) + 1
    if run.has_bias:
        chart, goal = landscape_charts.contours, f"w = {_shown(w)}, b = {_shown(b)}"
        start = f"w = {_shown(run.start[0])}, b = {_shown(run.start[1])}"
        text = f"The loss over weight and bias as contours, and the path from {start} towards the "
        text += f"lowest loss at {goal}."
    else:
        chart = landscape_charts.parabola
        text = (
            f"The loss over the weight, a parabola with its lowest point at w = {_shown(w)}, and "
            f"the steps down it from w = {_shown(run.start[0])} to {_shown(run.end[0])}."
        )
    axes = cloud_axes(run)
    if axes is not None:
        frame = {"v": np.append(frame["v"], axes)}
        text += " An ellipse around it: the cloud in which mini-batches are predicted to stay."
    if complete:  # a state's next is in the next row: the chart finds it
        path = {name: path[name] for name in path if not name.startswith("to_")}
    looks = (complete, run.unit) if axes is None else (complete, run.unit, True)
    return View(chart, looks, text, {"frame": frame, "history": path})


def cloud_axes(run: Run) -> np.ndarray | None:
    """The half axes (w, b), (w, b) of the ellipse of 2 σ about the optimum; None if there is none.

    σ² are the eigenvalues of the predicted covariance.
    """
    found = cloud(run) if run.has_bias else None
    if found is None or found.predicted is None or not found.predicted.any():
        return None
    values, vectors = np.linalg.eigh(found.predicted)
    return (2 * np.sqrt(values.clip(0)) * vectors).T.ravel()


def loss(run: Run, table: Columns, scale: Scale, closed: bool, held: Problem | None = None) -> View:
    """The loss by epoch, on a linear scale where a log one has nothing to show.

    Of mini-batches, on all points and on each batch; and the learning rate where it falls.

    closed   with that of the closed form, where the run has one
    held     with that on these points, held out of training
    """
    shown: Scale = scale if view_tables.fits_log(table) else "linear"
    history, others = view_tables.select_columns(table, "epoch", "loss"), []
    places = table["epoch"].astype(int)
    text = (
        f"Loss by {run.unit}, {shown} scale: {_shown(table['loss'][0])} at the start, "
        f"{_shown(table['loss'][-1])} after {run.unit} {len(run.history):,}."
    )
    if closed and run.is_plain and len(run.history):
        history["expected"] = expected_losses(run)[places]
    if "batch" in table:
        history["batch"] = table["batch"]
        text += " That of each batch jumps about it."
    if held:
        history["held"] = full_losses(run, held)[places]
        others = [history["held"]]
        text += f" On the points held out it ends at {_shown(history['held'][-1])}."
    if falls(run):
        history["rate"] = view_tables.rates_of(run, table)
        text += f" The learning rate falls, {run.settings.schedule}."
    beside = tuple(name for name in epoch_charts.BESIDE if name in history)
    return View(
        epoch_charts.loss,
        (shown, *_looks(run), beside, run.unit),
        text,
        {"frame": view_tables.loss_frame(run, table, shown, *others), "history": history},
    )


def falls(run: Run) -> bool:
    """Whether the learning rate falls from update to update."""
    return "schedule" in VARIANTS[run.variant].settings and run.settings.schedule != "constant"


def _looks(run: Run) -> tuple[bool, bool]:
    """Whether each state has a dot, and whether their axis is logarithmic."""
    return len(run.history) <= MAX_DOTS, len(run.history) >= LONG


def expected_losses(run: Run) -> np.ndarray:
    """The loss of each state by the theory; NaN where the theory ends before the run."""
    frame = theory.expected(run)
    losses = np.full(len(run.history) + 1, np.nan)
    losses[: len(frame)] = frame["loss"]
    if len(frame) == len(run.history):
        losses[-1] = theory.loss(run.problem, *frame[["w", "b"]].iloc[-1])
    return losses


def curves(run: Run, table: Columns, gradient: bool) -> View:
    """The weights or, by choice, the gradient."""
    names = ("w", "b") if run.has_bias else ("w",)
    best = best_line(run)[: len(names)]
    fields = [f"grad_{name}" if gradient else name for name in names]
    if gradient:
        ends = [
            f"dL/d{name} goes from {_shown(table[field][0])} to {_shown(table[field][-1])}"
            for name, field in zip(names, fields, strict=True)
        ]
    else:
        ends = [
            f"{name} ends at {_shown(table[name][-1])}, its optimum is {_shown(value)}"
            for name, value in zip(names, best, strict=True)
        ]
    values, goals = [table[field] for field in fields], (0.0,) * len(names) if gradient else best
    return View(
        epoch_charts.gradients if gradient else epoch_charts.weights,
        (names, *_looks(run), run.unit),
        f"{'Gradient' if gradient else 'Weights'} by {run.unit}: {' and '.join(ends)}.",
        {
            "frame": view_tables.curves_frame(run, values, goals),
            "history": view_tables.select_columns(table, "epoch", *fields),
        },
    )


def best_line(run: Run) -> tuple[float, float]:
    """The least-squares line; an intercept that is only rounding is 0."""
    w, b = theory.optimum(run.problem, run.has_bias)
    return w, b if abs(b) > 1e-12 * np.abs(run.problem.y).max() else 0.0


def _shown(value: float) -> str:
    return format_number(value, DIGITS)
