"""Overview: the four variants side by side."""

from gd.ui.pages.overview_page import render_overview

render_overview()
