"""Compare: runs side by side, and which difference does what."""

from gd.ui.pages.compare_page import render_compare

render_compare(
    "Compare",
    """Runs on the same points, from the same start: how far apart are their weights, and why?
    Points, epochs, start and whatever a run leaves open come from the sidebar. The address
    carries the comparison: send it, and others see the same.""",
)
