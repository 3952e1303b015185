"""The linked views of a run: its points and line, its landscape, its loss, its weights.

Each is a cell of a grid (views.css). The switches are drawn after all charts, and laid into their
titles.
"""

from typing import cast

import numpy as np
import streamlit as st

from gd import theory
from gd.analysis.formatting import format_number
from gd.charts import landscape_tables, run_views
from gd.charts.run_views import Landscape, View
from gd.charts.style import Scale
from gd.run import Columns, Run
from gd.ui import state
from gd.ui.inputs import source_picker, table_input
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.panels.chart import render_chart
from gd.ui.panels.switch import switch
from gd.variants import VARIANTS


def render_linked_views(run: Run, table: Columns, landscape: Landscape, inputs: Inputs) -> None:
    """Draw the views of `run`, which follow the page's scrubber over the states of `table`."""
    with st.container(key="views"):
        for view in chosen_views(run, table, landscape, inputs).values():
            render_chart(view.make, *view.args, alt=view.alt, **view.datasets)
        if run.has_bias:
            switch("What the landscape shows", ("whole valley", "path"), state.LANDSCAPE_VIEW)
        switch("Scale of the loss", ("log", "linear"), state.LOSS_SCALE)
        switch("Weights or gradient", ("weights", "gradient"), state.CURVES)


def chosen_views(run: Run, table: Columns, landscape: Landscape, inputs: Inputs) -> dict[str, View]:
    """The views of `run` by name, in the order of the page, as the switches have them."""
    choice = st.session_state.get
    gradient = choice(state.CURVES) == "gradient"
    first = None if inputs.scale else table_input.first_date_of(choice("data", ""))
    scale = cast(Scale, choice(state.LOSS_SCALE) or "log")
    return {
        "points": run_views.fit(run, table, _axis_titles(inputs), first, inputs.held),
        "landscape": run_views.landscape(run, table, landscape),
        "loss": run_views.loss(run, table, scale, bool(choice(state.CLOSED_FORM)), inputs.held),
        "gradient" if gradient else "weights": run_views.curves(run, table, gradient),
    }


def landscape_of(run: Run, table: Columns) -> Landscape:
    """The landscape of `run` as its switch has it."""
    view = st.session_state.get(state.LANDSCAPE_VIEW) or "whole valley"
    return run_views.landscape_of(run, table, cast(landscape_tables.View, view))


def _axis_titles(inputs: Inputs) -> tuple[str, str]:
    """What the points are, as their columns are named."""
    x, y = source_picker.column_names()
    unit = ", standardised" if inputs.scale else ""
    return x + unit, ("y and f(x)" if y == "y" else y) + unit


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
