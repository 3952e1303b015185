"""Overview: the four variants side by side."""

from gd.ui.pages.overview_page import render_overview

render_overview(
    "Gradient descent, four ways",
    """A line is fitted to a few points by gradient descent: predict, measure the loss, find its
    gradient, take a step down, again. The same training is written four times, and each time
    PyTorch takes over another step. Change a number in the sidebar to see what it does, and
    open a variant to see its code, its charts and its numbers.""",
)
