"""Compare: runs side by side, and which difference does what."""

from gd.ui.pages.compare_page import render_compare

render_compare(
    "Compare",
    "How far apart are the weights of these runs, and why? All have the points, the epochs and "
    "the start of the sidebar.",
)
