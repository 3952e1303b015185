"""Learning rate: the ruler and the sweep."""

from gd.ui.pages.learning_rate_page import render_learning_rate

render_learning_rate(
    "Learning rate",
    """Too small, and training is not done when it ends; too large, and each step lands farther
    away. Where the borders lie depends on the points.""",
)
