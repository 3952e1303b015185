"""Overview: the four variants side by side."""

from gd.ui.pages.overview_page import render_overview

render_overview(
    "Gradient descent, four ways",
    """A line is fitted to points: predict, measure the loss, find its gradient, step downhill,
    again. Written four times; each time PyTorch takes over another step.""",
)
