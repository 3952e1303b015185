"""Compare: runs side by side, and which difference does what."""

from gd.ui.pages.compare_page import render_compare

render_compare()
