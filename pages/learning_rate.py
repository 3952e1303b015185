"""Learning rate: the ruler and the sweep."""

from gd.ui.pages.learning_rate_page import render_learning_rate

render_learning_rate()
