"""Compare: runs side by side, and which difference does what."""

from gd.ui.compare import compare

compare()
