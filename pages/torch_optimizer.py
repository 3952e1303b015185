"""torch optimizer: torch also updates."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "torch optimizer",
    """Torch takes over the **loss** and the **update** as well. Try Adam or momentum: the loop
    stays as it is.""",
    "torch_optimizer",
)
