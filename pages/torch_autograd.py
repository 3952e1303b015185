"""torch autograd: torch finds the gradient."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "torch autograd",
    """The **gradient** is handed over. Torch records what was computed from `w`, and `backward()`
    goes back through that record and leaves $dL/dw$ in `w.grad`: no formula on paper, whatever
    the loss. Two new duties come with it: the update must stand outside the record (`no_grad`),
    and `w.grad` must be zeroed, since `backward()` adds to it.""",
    "torch_autograd",
)
