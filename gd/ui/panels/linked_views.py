"""The linked views of a run: its points and line, its loss, its landscape, its weights."""

import numpy as np
import streamlit as st

from gd import theory
from gd.analysis.formatting import format_number
from gd.analysis.states import states
from gd.charts import epoch_charts, landscape_tables, plane_charts, view_tables
from gd.run import Columns, Run
from gd.ui import state
from gd.ui.panels.chart import render_chart
from gd.ui.panels.loss_panel import choose_scale
from gd.ui.panels.scrubber import render_scrubber
from gd.variants import VARIANTS

MAX_DOTS = 60  # in longer runs the dots of neighbouring epochs would merge


def render_linked_views(run: Run, table: Columns) -> None:
    """Draw them in two columns, below the scrubber that moves them over the epochs of `table`."""
    if not len(run.history):
        _render_fit(run, table)
        return
    landscape = landscape_tables.contours if run.has_bias else landscape_tables.parabola
    frames = states(run) if len(run.history) <= len(table["epoch"]) else table
    box = landscape(run, table)[0]
    tab = st.session_state.get(state.TAB) or st.query_params.get(state.TAB, state.TABS[0])
    render_scrubber(run, frames, box, follow=tab in state.TABS[:2])
    left, right = st.columns(2)
    with left:
        st.subheader("Points and line")
        _render_fit(run, table)
    with right:
        st.subheader("Landscape")
        _render_landscape(run, table)
    left, right = st.columns(2)
    with left:
        _render_loss(run, table)
    with right:
        # in a row, like the heading beside it, so that both have the same height
        st.container(horizontal=True, vertical_alignment="center").subheader("Weights")
        _render_weights(run, table)


def _render_fit(run: Run, table: Columns) -> None:
    box = view_tables.fit_box(run)
    (w0, b0), (w, b) = run.start, run.end
    render_chart(
        plane_charts.fit,
        alt=f"The points, and the line before training, {format_number(w0)}·x + "
        f"{format_number(b0)}, after it, "
        f"{format_number(w)}·x + {format_number(b)}, and of least squares.",
        points=view_tables.residual_points(run, box),
        lines=view_tables.fixed_lines(run, box),
        history=view_tables.moving_line(table, box),
        corners=box.corners(),
    )
    st.caption(
        "The line that the epoch begins with, and its errors. The loss is the mean of their "
        "squares."
    )


def _render_landscape(run: Run, table: Columns) -> None:
    w, b = theory.optimum(run.problem, run.has_bias)
    numbers = {"w": w, "b": b, "loss": theory.loss(run.problem, w, b)}
    optimum = {name: np.array([value]) for name, value in numbers.items()}
    if run.has_bias:
        box, rings, path, directions = landscape_tables.contours(run, table)
        render_chart(
            plane_charts.contours,
            alt="The loss over weight and bias as contours, and the path from the start at w = "
            f"{format_number(run.start[0])}, b = {format_number(run.start[1])} towards the "
            f"optimum at w = {format_number(w)}, b = {format_number(b)}.",
            contours=rings,
            directions=directions,
            optimum=optimum,
            history=path,
            corners=box.corners(),
        )
    else:
        box, curve, path = landscape_tables.parabola(run, table)
        render_chart(
            plane_charts.parabola,
            alt="The loss over the weight, a parabola with its lowest point at w = "
            f"{format_number(w)}, and the steps down it from w = {format_number(run.start[0])} to "
            f"{format_number(run.end[0])}.",
            curve=curve,
            optimum=optimum,
            history=path,
            corners=box.corners(),
        )
    st.caption(_about_landscape(run))


def _about_landscape(run: Run) -> str:
    by_sum = VARIANTS[run.variant].gradient(run.settings) == "sum"
    gradient = "N times dL/dw" if by_sum else "the slope"
    step = (
        f"the learning rate times {gradient}, downhill"
        if run.is_plain
        else f"what {run.settings.optimizer} makes of the slopes so far"
    )
    if run.has_bias:
        limits = theory.learning_rates(run.problem, True)
        return (
            f"Seen from above: each ring is one loss. The step is {step}. Dotted: the steepest and "
            f"the flattest direction; their curvatures differ by a factor of "
            f"{format_number(limits.condition_number)}, the condition number."
        )
    return f"Dashed: the tangent, whose slope is dL/dw. The step is {step}."


def _render_loss(run: Run, table: Columns) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Loss", width="content")
        scale = choose_scale(state.LOSS_SCALE)
        closed = run.is_plain and st.checkbox(
            "theory",
            key=state.CLOSED_FORM,
            persist_state="session",
            help="Draw the loss as the theory of plain gradient descent gives it, without "
            "training: θₜ − θ* = (I − ηH)ᵗ (θ₀ − θ*).",
        )
    history = view_tables.select_columns(table, "epoch", "loss")
    caption = "Measured before each update. On the log scale, equal factors are equal steps."
    if closed:
        frame = theory.expected(run)
        expected = {str(name): frame[name].to_numpy() for name in frame}
        losses = np.full(len(run.history), np.nan)  # the theory may end before the run
        losses[: len(frame)] = expected["loss"]
        history["expected"] = losses[table["epoch"].astype(int) - 1]
        caption += f" {_difference(run, expected)}"
    first, last = table["loss"][0], table["loss"][-1]
    shown = scale if (table["loss"] > 0).any() else "linear"
    render_chart(
        epoch_charts.loss,
        shown,
        len(run.history) <= MAX_DOTS,
        closed,
        alt=f"Loss by epoch, {shown} scale: {format_number(first)} at epoch 1, "
        f"{format_number(last)} at epoch {len(run.history):,}.",
        history=history,
    )
    st.caption(caption)


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
        "**Theory** (dotted): its weights and the run's differ by at most "
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


def _render_weights(run: Run, table: Columns) -> None:
    names = ("w", "b") if run.has_bias else ("w",)
    best = theory.optimum(run.problem, run.has_bias)[: len(names)]
    ends = " and ".join(
        f"{name} ends at {format_number(table[name][-1])}, its optimum is {format_number(value)}"
        for name, value in zip(names, best, strict=True)
    )
    render_chart(
        epoch_charts.weights,
        names,
        len(run.history) <= MAX_DOTS,
        alt=f"Weights by epoch: {ends}.",
        history=view_tables.select_columns(table, "epoch", *names),
        optimum={"weight": np.array(names), "value": np.array(best)},
    )
    st.caption("After each update. Dashed: the optimum, which least squares gives directly.")


def render_gradients(run: Run, table: Columns) -> None:
    """The gradient at the epochs of `table`; the scrubber moves this chart, too."""
    names = ("dL/dw", "dL/db") if run.has_bias else ("dL/dw",)
    fields = [name.replace("dL/d", "grad_") for name in names]
    ends = " and ".join(
        f"{name} goes from {format_number(table[field][0])} to {format_number(table[field][-1])}"
        for name, field in zip(names, fields, strict=True)
    )
    render_chart(
        epoch_charts.gradients,
        names,
        len(run.history) <= MAX_DOTS,
        alt=f"Gradient by epoch: {ends}.",
        history=view_tables.select_columns(table, "epoch", *fields),
        optimum={"weight": np.array(names), "value": np.zeros(len(names))},
    )
