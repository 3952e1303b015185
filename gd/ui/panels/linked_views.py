"""The linked views of a run: its points and line, its landscape, its loss, its weights.

Each is a cell of a grid (views.css). The switches are drawn after all charts, and laid
into their titles.
"""

from collections.abc import Sequence
from typing import cast

import numpy as np
import streamlit as st

from gd import theory
from gd.analysis.formatting import format_number
from gd.charts import (
    epoch_charts,
    landscape_charts,
    landscape_tables,
    line_chart,
    view_tables,
)
from gd.charts.style import Scale
from gd.run import Columns, Run
from gd.ui import state
from gd.ui.inputs import source_picker, table_input
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.panels.chart import render_chart
from gd.variants import VARIANTS

MAX_DOTS = 60  # in longer runs the dots of neighbouring states would merge
LONG = 1000  # from so many epochs on, their axis is logarithmic
DIGITS = 4

Landscape = tuple[view_tables.Box, Columns, Columns]


def render_linked_views(run: Run, table: Columns, landscape: Landscape, inputs: Inputs) -> None:
    """Draw the views of `run`, which follow the page's scrubber over the states of `table`."""
    with st.container(key="views"):
        _render_fit(run, table, inputs)
        _render_landscape(run, table, landscape)
        _render_loss(run, table)
        _render_curves(run, table)
        if run.has_bias:
            _switch("What the landscape shows", ("whole valley", "path"), state.LANDSCAPE_VIEW)
        _switch("Scale of the loss", ("log", "linear"), state.LOSS_SCALE)
        _switch("Weights or gradient", ("weights", "gradient"), state.CURVES)


def landscape_of(run: Run, table: Columns) -> Landscape:
    """What the landscape of `run` shows, its frame, and its path over the states of `table`."""
    if run.has_bias:
        return landscape_tables.contours(run, table, _view())
    return landscape_tables.parabola(run, table)


def _render_fit(run: Run, table: Columns, inputs: Inputs) -> None:
    (w0, b0), (w, b) = run.start, run.end
    render_chart(
        line_chart.fit,
        *_axis_titles(inputs),
        None if inputs.scale else table_input.first_date_of(st.session_state.get("data", "")),
        alt=f"The points, and the line before training, {_shown(w0)}·x + {_shown(b0)}, after it, "
        f"{_shown(w)}·x + {_shown(b)}, and of least squares.",
        points=view_tables.points(run),
        frame=view_tables.fit_frame(run),
        history=view_tables.select_columns(table, "epoch", "w", "b"),
    )


def _axis_titles(inputs: Inputs) -> tuple[str, str]:
    """What the points are, as their columns are named."""
    x, y = source_picker.column_names()
    unit = ", standardised" if inputs.scale else ""
    return x + unit, ("y and f(x)" if y == "y" else y) + unit


def _render_landscape(run: Run, table: Columns, landscape: Landscape) -> None:
    (w, b), (_, frame, path) = best_line(run), landscape
    complete = len(table["epoch"]) == len(run.history) + 1
    if run.has_bias:
        chart, goal = landscape_charts.contours, f"w = {_shown(w)}, b = {_shown(b)}"
        start = f"w = {_shown(run.start[0])}, b = {_shown(run.start[1])}"
        alt = f"The loss over weight and bias as contours, and the path from {start} towards the "
        alt += f"lowest loss at {goal}."
    else:
        chart = landscape_charts.parabola
        alt = (
            f"The loss over the weight, a parabola with its lowest point at w = {_shown(w)}, and "
            f"the steps down it from w = {_shown(run.start[0])} to {_shown(run.end[0])}."
        )
    if complete:  # a state's next is in the next row: the browser finds it
        path = {name: path[name] for name in path if not name.startswith("to_")}
    render_chart(chart, complete, alt=alt, frame=frame, history=path)


def _view() -> landscape_tables.View:
    return cast(landscape_tables.View, st.session_state.get(state.LANDSCAPE_VIEW) or "whole valley")


def _render_loss(run: Run, table: Columns) -> None:
    scale = cast(Scale, st.session_state.get(state.LOSS_SCALE) or "log")
    shown: Scale = scale if view_tables.fits_log(table) else "linear"
    closed = bool(run.is_plain and st.session_state.get(state.CLOSED_FORM) and len(run.history))
    history = view_tables.select_columns(table, "epoch", "loss")
    if closed:
        history["expected"] = _expected_losses(run)[table["epoch"].astype(int)]
    render_chart(
        epoch_charts.loss,
        shown,
        *_looks(run),
        closed,
        alt=f"Loss by epoch, {shown} scale: {_shown(table['loss'][0])} at the start, "
        f"{_shown(table['loss'][-1])} after epoch {len(run.history):,}.",
        frame=view_tables.loss_frame(run, table, shown),
        history=history,
    )


def _looks(run: Run) -> tuple[bool, bool]:
    """Whether each state has a dot, and whether the axis of epochs is logarithmic."""
    return len(run.history) <= MAX_DOTS, len(run.history) >= LONG


def _expected_losses(run: Run) -> np.ndarray:
    """The loss of each state by the theory; NaN where the theory ends before the run."""
    frame = theory.expected(run)
    losses = np.full(len(run.history) + 1, np.nan)
    losses[: len(frame)] = frame["loss"]
    if len(frame) == len(run.history):
        losses[-1] = theory.loss(run.problem, *frame[["w", "b"]].iloc[-1])
    return losses


def about_theory(run: Run) -> str:
    """How far the run is from the closed form."""
    frame = theory.expected(run)
    return _difference(run, {str(name): frame[name].to_numpy() for name in frame})


def _difference(run: Run, expected: Columns) -> str:
    """How far the run is from the closed form."""
    epochs = len(expected["w"])
    names = ["w", "b"] if run.has_bias else ["w"]
    off = np.max([np.abs(run.columns[name][:epochs] - expected[name]) for name in names], axis=0)
    loss = float(np.abs(run.columns["loss"][:epochs] - expected["loss"]).max())
    size = max(float(np.abs(run.columns[name]).max()) for name in names)
    ulp = float(np.spacing(np.dtype(run.settings.dtype).type(size)))
    text = (
        "**Theory** (dashed): its weights and the run's differ by at most "
        f"{format_number(off.max(), 3)}, at epoch {int(off.argmax()) + 1:,}, its losses by at most "
        f"{format_number(loss, 3)}."
    )
    if size:
        text += (
            f" At {format_number(size, 3)}, the size of the largest weight, neighbouring "
            f"{run.settings.dtype} numbers are {format_number(ulp, 3)} apart."
        )
    gradient = VARIANTS[run.variant].gradient(run.settings)
    limits = theory.learning_rates(run.problem, run.has_bias, gradient)
    if off.any() and limits.factor(run.settings.learning_rate) > 1:
        text += " At a rate as large as this, each epoch also makes rounding errors larger."
    if epochs < len(run.history):
        text += (
            f" From epoch {epochs + 1:,} on, the theory is beyond what float64 can hold: the run "
            "starts so close to its optimum that its own precision cannot tell the two apart."
        )
    return text


def _render_curves(run: Run, table: Columns) -> None:
    """The weights or, by choice, the gradient."""
    names = ("w", "b") if run.has_bias else ("w",)
    gradient = st.session_state.get(state.CURVES) == "gradient"
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
    render_chart(
        epoch_charts.gradients if gradient else epoch_charts.weights,
        names,
        *_looks(run),
        alt=f"{'Gradient' if gradient else 'Weights'} by epoch: {' and '.join(ends)}.",
        frame=view_tables.curves_frame(
            run, [table[field] for field in fields], (0.0,) * len(names) if gradient else best
        ),
        history=view_tables.select_columns(table, "epoch", *fields),
    )


def _switch(label: str, options: Sequence[str], key: str) -> None:
    """A choice in the title of a view; its first option is the usual one."""
    st.segmented_control(
        label,
        options,
        default=None if key in st.session_state else options[0],
        key=key,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )


def best_line(run: Run) -> tuple[float, float]:
    """The least-squares line; an intercept that is only rounding is 0."""
    w, b = theory.optimum(run.problem, run.has_bias)
    return w, b if abs(b) > 1e-12 * np.abs(run.problem.y).max() else 0.0


def _shown(value: float) -> str:
    return format_number(value, DIGITS)
