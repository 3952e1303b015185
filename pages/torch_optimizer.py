"""torch optimizer: torch also updates."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "torch optimizer",
    """The **loss** and the **update** are handed over too: `nn.MSELoss` measures,
    `optimizer.step()` moves `w` by the gradient it finds in `w.grad`, `optimizer.zero_grad()`
    clears it. With SGD each number is the same as with autograd alone. What you gain is the
    choice: try Adam or momentum in the sidebar; the loop stays as it is.""",
    "torch_optimizer",
)
