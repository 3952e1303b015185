"""The page of one variant."""

import math

import streamlit as st

from gd.analysis import log
from gd.charts import view_tables
from gd.run import Columns, Run
from gd.ui.app import begin
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.panels import before_after, guidance
from gd.ui.panels.chart import to_arrow
from gd.ui.panels.linked_views import render_gradients, render_linked_views
from gd.ui.panels.step_panel import render_step
from gd.ui.serving.computing import trained
from gd.variants import VARIANTS

MAX_LOG_LINES = 500
WIDTH = 112  # pixels, for -1.234567e-10: by default a column fits the first run's numbers alone


def render_variant(title: str, introduction: str, name: str) -> None:
    """Train the variant `name` and show its run."""
    inputs = begin(title, introduction)
    run = trained(name, inputs.problem, inputs.settings)
    guidance.render_notes(inputs)
    guidance.render_status(run, inputs)

    st.subheader("Before and after")
    before_after.render_predictions(run, inputs)
    before_after.render_weights(run, inputs)
    st.subheader("The descent, epoch by epoch")
    table = view_tables.scrubber_frames(run)
    render_linked_views(run, table)
    if len(run.history):
        render_step(run)
    left, right = st.columns(2)
    with left:
        st.subheader("Gradient")
        if len(run.history):
            render_gradients(run, table)
            st.caption(_about_gradient(run))
    with right:
        st.subheader("Printed")
        _render_log(run, inputs)
    st.subheader("The code that ran")
    st.caption(f"`gd/variants/{name}.py`, called with the settings in the sidebar.")
    st.code(VARIANTS[name].source, language="python")
    st.subheader("All epochs")
    _render_table(run, table)


def _about_gradient(run: Run) -> str:
    if run.variant == "numpy_by_hand" and run.settings.gradient == "sum":
        return (
            f"A sum over the {len(run.problem.x):,} points, so {len(run.problem.x):,} times the "
            "gradient of the loss. At 0 the weight stays where it is."
        )
    return "The slope of the loss at the weights before the update. At 0 they stay where they are."


def _render_log(run: Run, inputs: Inputs) -> None:
    epochs = max(1, len(run.history))
    smallest = math.ceil(epochs / MAX_LOG_LINES)
    every = st.number_input(
        "Print every k-th epoch, k =",
        smallest,
        max(smallest, epochs),
        max(smallest, epochs // 10),
        key=f"every {smallest} {epochs}",
        help="As `if epoch % k == 0` in the notebooks.",
    )
    x, y = inputs.asked_x, before_after.to_original_units(inputs)
    text = [
        log.prediction("before", x, y(run.predict_before(inputs.test_x))),
        *log.lines(run, int(every)),
        log.prediction("after", x, y(run.predict_after(inputs.test_x))),
    ]
    st.code("\n".join(text), language=None, height=300, wrap_lines=True)


def _render_table(run: Run, table: Columns) -> None:
    if len(table["epoch"]) < len(run.history):
        st.caption(
            f"{len(table['epoch']):,} of the {len(run.history):,} epochs, those at which the "
            "slider stops. The file has all."
        )
    names = VARIANTS[run.variant].columns
    st.dataframe(
        to_arrow(view_tables.select_columns(table, "epoch", *names)),
        hide_index=True,
        height=280,
        column_config={
            "epoch": st.column_config.NumberColumn(format="%d"),
            **{name: st.column_config.NumberColumn(width=WIDTH, format="%.7g") for name in names},
        },
    )
    st.download_button(
        "Download as CSV",
        lambda: run.history.to_csv(index=False),
        file_name=f"{run.variant}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
