"""Learning rate: the ruler and the sweep."""

from gd.ui.pages.learning_rate_page import render_learning_rate

render_learning_rate(
    "Learning rate",
    """How far a step goes decides everything: too small, and the training is not done when it
    ends; too large, and each step lands farther from the optimum than it began. Where the
    borders lie depends on the points, and can be computed before training.""",
)
