"""nn.Linear module: torch does every step."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "nn.Linear module",
    """The **prediction** is handed over as well, so torch does every step. `nn.Linear(1, 1)`
    holds a weight *and a bias*: it fits $wx + b$, one number more than the other variants. Give
    it a seed in the sidebar and it starts at random, as `nn.Linear` does by default. Two weights
    descend together, and the slower of them sets how long it takes.""",
    "torch_module",
)
