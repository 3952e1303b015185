"""The tabs below the charts of a run. Only the open one is computed and sent."""

from collections.abc import Callable

import streamlit as st

from gd.analysis.meanings import MEANINGS
from gd.analysis.states import states
from gd.charts import view_tables
from gd.export import history_csv
from gd.export.naming import file_stem
from gd.links.controls import IN_NO_LINK
from gd.run import Run
from gd.ui import state
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.panels.chart import to_arrow
from gd.ui.panels.four_ways import four_ways_html
from gd.ui.panels.printed_log import render_printed_log
from gd.ui.panels.step_panel import step_html
from gd.ui.panels.take_away import render_take_away
from gd.variants import VARIANTS

HEADS = {
    "epoch": f"{MEANINGS['epoch']} 0 is the start.",
    "update": f"{MEANINGS['update']} 0 is the start.",
    "loss": MEANINGS["loss"],
    "w": "The weight: the slope of the line.",
    "b": MEANINGS["bias"],
    "grad_w": f"The gradient for w. {MEANINGS['gradient']}",
    "grad_b": "The gradient for b.",
}
WIDTH = 112  # pixels, for -1.234567e-10: by default a column fits the first run's numbers alone


def render_tabs(run: Run, inputs: Inputs, state_number: int) -> None:
    """The tabs of `run`, about the step that begins after `state_number` updates.

    The open tab is in the URL; `read_link` refuses a name that is not in `state.TABS`.
    """
    panels: tuple[Callable[[], object], ...] = (
        lambda: st.html(step_html(run, state_number)),
        lambda: st.html(four_ways_html(run, state_number, _link(inputs))),
        lambda: render_take_away(run, inputs),
        lambda: render_printed_log(run, inputs),
        lambda: _render_table(run, inputs),
    )
    # Set here, the open tab of the page before is open on this one, too.
    st.session_state[state.TAB] = st.session_state.get(state.TAB, state.TABS[0])
    tabs = st.tabs(state.TABS, key=state.TAB, on_change="rerun", bind="query-params")
    for tab, render in zip(tabs, panels, strict=True):
        if tab.open:
            with tab:
                render()


def _link(inputs: Inputs) -> dict[str, str] | None:
    """The parameters of a link to this tab of another variant, unless the points fit in none."""
    if inputs.link.get("data") in IN_NO_LINK:
        return None
    embedded = {"embed": "true"} if st.context.is_embedded else {}
    return {**inputs.link, state.TAB: st.session_state[state.TAB], **embedded}


def _render_table(run: Run, inputs: Inputs) -> None:
    table = states(run)
    table[run.unit] = table.pop("epoch")
    names = (run.unit, *VARIANTS[run.variant].columns)
    places = view_tables.scrubber_frames(run)["epoch"]  # a state's row is its number
    st.caption(_about_table(run, len(places)))
    st.dataframe(
        to_arrow({name: table[name][places] for name in names}),
        hide_index=True,
        height=280,
        column_config={
            name: st.column_config.NumberColumn(
                help=HEADS[name],
                format="%d" if name == run.unit else "%.6g",
                width=None if name == run.unit else WIDTH,
            )
            for name in names
        },
    )
    st.download_button(
        "Download as CSV",
        lambda: history_csv(run, inputs.scale is not None),
        file_name=f"{file_stem(run)}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _about_table(run: Run, shown: int) -> str:
    text = f"The weights after so many {run.unit}s, and the loss and the gradient at these weights"
    text += "." if run.updates_per_epoch == 1 else ", on the batch that comes next."
    if VARIANTS[run.variant].gradient(run.settings) == "sum":
        text += f" The gradient is added up over the {len(run.problem.x):,} points."
    rows = len(run.history) + 1
    if shown < rows:
        text += f" {shown:,} of {rows:,} rows, those at which the slider stops; the file has all."
    return text
