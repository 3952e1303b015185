"""A run as lines of text, in the format of the notebooks."""

import math

from gd.analysis.formatting import format_number
from gd.data.scaling import Scaled
from gd.run import Run

# The lines as templates: `gd.export` writes programs that print them.
EPOCH = "epoch {epoch}: w = {w:.3f}, loss = {loss:.8f}"
EPOCH_WITH_BIAS = "epoch {epoch}: w = {w:.3f}, b = {b:.3f}, loss = {loss:.8f}"
DIVERGED = "epoch {epoch}: a number is too large for {dtype}, the training ends"
PREDICTION = "Prediction {moment} training: f({x:g}) = {value}"


def printed(run: Run, x: float, every: int = 1, scaled: Scaled | None = None) -> list[str]:
    """All that a notebook would print of `run`: f(x) before, the epochs, f(x) after.

    scaled   what the run was trained on, where that is standardised points: x and f(x) are in the
             units of the original ones
    """
    before, after = predictions(run, x, scaled)
    ending = DIVERGED.format(epoch=run.diverged_at, dtype=run.settings.dtype)
    return [
        prediction("before", x, before),
        *lines(run, every),
        *([ending] if run.diverged_at else []),
        prediction("after", x, after),
    ]


def lines(run: Run, every: int = 1) -> list[str]:
    """A line for every `every`-th epoch, from the first on: the weights, then the loss.

    >>> from gd import Problem, Settings, train
    >>> lines(train("numpy_by_hand", Problem([1, 2], [2, 4]), Settings(epochs=3)), every=2)
    ['epoch 1: w = 0.200, loss = 10.00000000', 'epoch 3: w = 0.542, loss = 6.56099987']
    """
    names = ("epoch", "w", "b", "loss")
    rows = zip(*(run.columns[name][::every].tolist() for name in names), strict=True)
    line = EPOCH_WITH_BIAS if run.has_bias else EPOCH
    return [line.format(epoch=int(epoch), w=w, b=b, loss=loss) for epoch, w, b, loss in rows]


def usual_every(run: Run) -> int:
    """Every how many epochs to print, so that there are about ten lines."""
    return max(1, len(run.history) // 10)


def predictions(run: Run, x: float, scaled: Scaled | None = None) -> tuple[float, float]:
    """f(x) before and after training, in the units of the points as they were given."""
    if scaled is None:
        return run.predict_before(x), run.predict_after(x)
    found = scaled.standard_x(x)
    return (
        scaled.original_y(run.predict_before(found)),
        scaled.original_y(run.predict_after(found)),
    )


def prediction(moment: str, x: float, value: float) -> str:
    """The line about f(x) `moment` ("before" or "after") training.

    >>> prediction("before", 5.0, 0.0)
    'Prediction before training: f(5) = 0.000'
    """
    shown = f"{value:.3f}" if math.isfinite(value) else format_number(value)
    return PREDICTION.format(moment=moment, x=x, value=shown)
