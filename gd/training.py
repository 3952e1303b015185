"""Training a variant: at a stretch with `train`, or piece by piece with `Training`."""

from itertools import islice

import numpy as np
import pandas as pd

from gd.errors import InputError
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.variants import VARIANTS

COLUMNS = ("epoch", "loss", "w", "b", "grad_w", "grad_b")
_INDEX = pd.Index(COLUMNS)  # one for all histories: it takes more memory than the numbers of one


class Training:
    """A training under way: `advance` it, and take the `run` so far at any time.

    >>> training = Training("numpy_by_hand", Problem([1, 2], [2, 4]), Settings(epochs=3))
    >>> training.advance(2), training.epochs
    (True, 2)
    >>> training.advance(2), training.epochs
    (False, 3)
    """

    def __init__(self, variant: str, problem: Problem, settings: Settings) -> None:
        if variant not in VARIANTS:
            raise InputError("variant", variant, f"one of {', '.join(VARIANTS)}")
        self._variant = VARIANTS[variant]
        self._problem, self._settings = problem, settings
        x, y = problem.arrays(settings.dtype)
        self._start = self._variant.start(settings)
        self._steps = self._variant.train(x, y, **self._variant.arguments(settings))
        self._blocks: list[np.ndarray] = []
        self._diverged_at: int | None = None
        self.epochs = 0

    def advance(self, epochs: int = 256) -> bool:
        """Train for up to `epochs` more epochs; False once there is nothing left to train."""
        # islice runs the loop in C, and the numbers are converted a block at a time: that is what
        # keeps a run with its whole history nearly as fast as the bare loop.
        with np.errstate(all="ignore"):  # a diverging run is an answer here, not an accident
            steps = list(islice(self._steps, epochs))
        if not steps:
            return False
        block = np.array(steps, dtype=np.float64)
        finite = np.isfinite(block).all(axis=1)
        if not finite.all():
            first = int(np.argmin(finite))
            self._diverged_at = self.epochs + first + 1
            block = block[:first]
        self._blocks.append(block)
        self.epochs += len(block)
        return self._diverged_at is None and self.epochs < self._settings.epochs

    def run(self) -> Run:
        """The run so far: all of it once `advance` has returned False."""
        numbers = np.concatenate([np.empty((0, len(self._variant.columns))), *self._blocks])
        # The one-weight variants have no bias: theirs stays 0.
        table = np.zeros((len(numbers), len(COLUMNS)), order="F")  # a column in one piece
        table[:, [COLUMNS.index(name) for name in self._variant.columns]] = numbers
        table[:, 0] = np.arange(1.0, len(numbers) + 1)
        history = pd.DataFrame(table, columns=_INDEX, copy=False)
        return Run(
            self._variant.name,
            self._problem,
            self._settings,
            self._start,
            history,
            self._diverged_at,
        )


def train(variant: str, problem: Problem, settings: Settings) -> Run:
    """Train `variant` (a name in `VARIANTS`) on `problem` with `settings`, start to end.

    Torch is imported only where the variant needs it. Raises `InputError` for an unknown variant
    and for points that the precision of the run cannot hold.

    >>> run = train("numpy_by_hand", Problem([1, 2, 3, 4], [2, 4, 6, 8]), Settings(epochs=20))
    >>> f"f(5) = {run.predict_before(5):.3f} before, {run.predict_after(5):.3f} after"
    'f(5) = 0.000 before, 10.000 after'
    """
    training = Training(variant, problem, settings)
    while training.advance():
        pass
    return training.run()
