"""torch autograd: torch finds the gradient."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "torch autograd",
    """Torch takes over the **gradient**: `backward()` leaves $dL/dw$ in `w.grad`, whatever the
    loss. The update and the zeroing are yours.""",
    "torch_autograd",
)
