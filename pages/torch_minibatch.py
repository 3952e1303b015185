"""DataLoader mini-batches: beyond the notebooks, torch deals out the points."""

from gd.ui.pages.variant_page import render_variant

render_variant(
    "DataLoader mini-batches",
    """**Beyond the notebooks.** Torch deals out the points, too: a `DataLoader` hands the module a
    batch at a time, and an epoch has an update for each.""",
    "torch_minibatch",
)
