"""The page of one variant."""

from gd.charts import view_tables
from gd.ui.app import begin
from gd.ui.panels.linked_views import render_linked_views
from gd.ui.panels.run_tabs import render_tabs
from gd.ui.panels.scrubber import current_state
from gd.ui.panels.strip import render_strip
from gd.ui.serving.computing import trained


def render_variant(title: str, introduction: str, name: str) -> None:
    """Train the variant `name` and show its run."""
    inputs = begin(title, introduction)
    run = trained(name, inputs.problem, inputs.settings)
    render_strip(run, inputs)
    render_linked_views(run, view_tables.scrubber_frames(run))
    render_tabs(run, inputs, current_state(run))
