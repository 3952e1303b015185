"""NumPy by hand: every step written out."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "NumPy by hand",
    """Nothing is handed over: prediction, loss, gradient and update are a few lines of NumPy, and
    the gradient is a formula worked out on paper,
    $\\frac{dL}{dw} = \\frac{1}{N}\\sum 2x_i(wx_i - y_i)$.
    What you gain is that nothing is hidden. What you pay: another loss or another model needs
    another formula, and a slip in it goes unnoticed.""",
    "numpy_by_hand",
)
