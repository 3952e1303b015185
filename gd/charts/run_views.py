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
from gd.analysis.formatting import format_number
from gd.charts import epoch_charts, landscape_charts, landscape_tables, line_chart, view_tables
from gd.charts.style import Scale
from gd.run import Columns, Run

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


def fit(run: Run, table: Columns, titles: tuple[str, str], first: datetime | None) -> View:
    """The points and lines; `titles` are those of the axes, from the date `first` x counts days."""
    (w0, b0), (w, b) = run.start, run.end
    return View(
        line_chart.fit,
        (*titles, first),
        f"The points, and the line before training, {_shown(w0)}·x + {_shown(b0)}, after it, "
        f"{_shown(w)}·x + {_shown(b)}, and of least squares.",
        {
            "points": view_tables.points(run),
            "frame": view_tables.fit_frame(run),
            "history": view_tables.select_columns(table, "epoch", "w", "b"),
        },
    )


def landscape_of(run: Run, table: Columns, view: landscape_tables.View) -> Landscape:
    """What the landscape of `run` shows, its frame, and its path over the states of `table`."""
    if run.has_bias:
        return landscape_tables.contours(run, table, view)
    return landscape_tables.parabola(run, table)


def landscape(run: Run, table: Columns, numbers: Landscape) -> View:
    """The loss over the weights, and the path."""
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
    if complete:  # a state's next is in the next row: the chart finds it
        path = {name: path[name] for name in path if not name.startswith("to_")}
    return View(chart, (complete,), text, {"frame": frame, "history": path})


def loss(run: Run, table: Columns, scale: Scale, closed: bool) -> View:
    """The loss by epoch, on a linear scale where a log one has nothing to show.

    closed   with that of the closed form, where the run has one
    """
    shown: Scale = scale if view_tables.fits_log(table) else "linear"
    closed = bool(closed and run.is_plain and len(run.history))
    history = view_tables.select_columns(table, "epoch", "loss")
    if closed:
        history["expected"] = expected_losses(run)[table["epoch"].astype(int)]
    return View(
        epoch_charts.loss,
        (shown, *_looks(run), closed),
        f"Loss by epoch, {shown} scale: {_shown(table['loss'][0])} at the start, "
        f"{_shown(table['loss'][-1])} after epoch {len(run.history):,}.",
        {"frame": view_tables.loss_frame(run, table, shown), "history": history},
    )


def _looks(run: Run) -> tuple[bool, bool]:
    """Whether each state has a dot, and whether the axis of epochs is logarithmic."""
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
        (names, *_looks(run)),
        f"{'Gradient' if gradient else 'Weights'} by epoch: {' and '.join(ends)}.",
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
