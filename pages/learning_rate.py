"""Learning rate: the ruler and the sweep."""

from gd.ui.learning_rate import learning_rate

learning_rate()
