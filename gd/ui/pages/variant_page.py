"""The page of one variant."""

import streamlit as st

from gd.charts import view_tables
from gd.ui import state
from gd.ui.app import begin
from gd.ui.display import charts_alone
from gd.ui.panels.linked_views import landscape_of, render_linked_views
from gd.ui.panels.run_tabs import render_tabs
from gd.ui.panels.scrubber import current_state, render_phone_knobs, render_scrubber
from gd.ui.panels.strip import render_strip
from gd.ui.panels.task_panel import render_task
from gd.ui.serving.computing import trained


def render_variant(title: str, introduction: str, name: str) -> None:
    """Train the variant `name` and show its run."""
    inputs = begin(title, introduction)
    run = trained(name, inputs.problem, inputs.settings)
    render_task(inputs, run)
    if not charts_alone():
        render_strip(run, inputs)
    tab = st.session_state.get(state.TAB) or st.query_params.get(state.TAB, state.TABS[0])
    frames = view_tables.scrubber_frames(run)
    landscape = landscape_of(run, frames)
    render_scrubber(run, frames, landscape[0], follow=tab in state.TABS[:2])
    render_linked_views(run, frames, landscape, inputs)
    if not charts_alone():
        render_phone_knobs()
        render_tabs(run, inputs, current_state(run))
