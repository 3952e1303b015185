"""nn.Linear module: torch does every step."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "nn.Linear module",
    """Torch does every step. `nn.Linear(1, 1)` holds a weight *and a bias*, and one direction of
    (w, b) is slow.""",
    "torch_module",
)
