"""Overview: the four variants side by side."""

from gd.ui.overview import overview

overview()
