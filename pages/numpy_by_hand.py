"""NumPy by hand: every step written out."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "NumPy by hand",
    """You write all four steps yourself. The price: another loss or model needs another
    formula for the gradient.""",
    "numpy_by_hand",
)
