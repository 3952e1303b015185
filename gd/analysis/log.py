"""A run as lines of text, in the format of the notebooks."""

import math

from gd.analysis.formatting import format_number
from gd.run import Run


def lines(run: Run, every: int = 1) -> list[str]:
    """A line for every `every`-th update, from the first on: the weights, then the loss.

    >>> from gd import Problem, Settings, train
    >>> lines(train("numpy_by_hand", Problem([1, 2], [2, 4]), Settings(epochs=3)), every=2)
    ['epoch 1: w = 0.200, loss = 10.00000000', 'epoch 3: w = 0.542, loss = 6.56099987']
    """
    rows = [run.columns[name][::every].tolist() for name in ("epoch", "update", "w", "b", "loss")]
    update = "" if run.updates_per_epoch == 1 else ", update {:.0f}"
    bias = "b = {:.3f}, " if run.has_bias else ""
    return [
        f"epoch {epoch:.0f}{update.format(number)}: w = {w:.3f}, {bias.format(b)}loss = {loss:.8f}"
        for epoch, number, w, b, loss in zip(*rows, strict=True)
    ]


def prediction(moment: str, x: float, value: float) -> str:
    """The line about f(x) `moment` ("before" or "after") training.

    >>> prediction("before", 5.0, 0.0)
    'Prediction before training: f(5) = 0.000'
    """
    shown = f"{value:.3f}" if math.isfinite(value) else format_number(value)
    return f"Prediction {moment} training: f({x:g}) = {shown}"
