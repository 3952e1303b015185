"""Training a variant: in one go with `train`, or piece by piece with `Training`."""

from contextlib import nullcontext
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from gd.errors import InputError
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.variants import VARIANTS, Variant
from gd.variants.determinism import deterministic

COLUMNS = ("epoch", "loss", "w", "b", "grad_w", "grad_b")
MANY_POINTS = 25_000  # with this many, an epoch takes about twice as long as with a few
_INDEX = pd.Index(COLUMNS)  # one for all histories: it takes more memory than the numbers of one


class _Progress(NamedTuple):
    """What has been trained so far. Replaced as a whole: no thread ever sees half of a step."""

    blocks: tuple[np.ndarray, ...] = ()
    epochs: int = 0
    diverged_at: int | None = None


class Training:
    """A training in progress: `advance` it, and take the `run` so far at any time, in any thread.

    It takes the arguments of `train`; `variant` may also be a `Variant` that is in no table.

    >>> training = Training("numpy_by_hand", Problem([1, 2], [2, 4]), Settings(epochs=3))
    >>> training.advance(2), training.epochs
    (True, 2)
    >>> training.advance(2), training.epochs
    (False, 3)
    """

    def __init__(self, variant: str | Variant, problem: Problem, settings: Settings) -> None:
        if isinstance(variant, str):
            if variant not in VARIANTS:
                raise InputError("variant", variant, f"one of {', '.join(VARIANTS)}")
            variant = VARIANTS[variant]
        self._variant = variant
        self._problem, self._settings = problem, settings
        x, y = problem.arrays(settings.dtype)
        self._start = self._variant.start(settings)
        self._steps = self._variant.train(x, y, **self._variant.arguments(settings))
        self._deterministic = deterministic if self._variant.uses_torch else nullcontext
        self._block = round(256 / (1 + len(x) / MANY_POINTS))
        self._progress = _Progress()

    @property
    def epochs(self) -> int:
        """The epochs trained so far, all of them finite."""
        return self._progress.epochs

    def advance(self, epochs: int | None = None) -> bool:
        """Train for up to `epochs` more epochs; False once there is nothing left to train.

        By default for about 20 ms: 256 epochs on a few points, 51 on 100,000.
        """
        # islice runs the loop in C, and the numbers are converted a block at a time: that is what
        # keeps a run with its whole history nearly as fast as the bare loop.
        # A diverging run is an answer here, not an accident.
        with np.errstate(all="ignore"), self._deterministic():
            steps = list(islice(self._steps, epochs or self._block))
        if not steps:
            return False
        block = np.array(steps, dtype=np.float64)
        blocks, before, diverged_at = self._progress
        finite = np.isfinite(block).all(axis=1)
        if not finite.all():
            first = int(np.argmin(finite))
            diverged_at = before + first + 1
            block = block[:first]
        done = before + len(block)
        self._progress = _Progress((*blocks, block), done, diverged_at)
        return diverged_at is None and done < self._settings.epochs

    def run(self) -> Run:
        """The run so far: the whole run once `advance` has returned False."""
        blocks, _, diverged_at = self._progress
        numbers = np.concatenate([np.empty((0, len(self._variant.columns))), *blocks])
        # The one-weight variants have no bias: theirs stays 0.
        table = np.zeros((len(numbers), len(COLUMNS)), order="F")  # a column in one piece
        table[:, [COLUMNS.index(name) for name in self._variant.columns]] = numbers
        table[:, 0] = np.arange(1.0, len(numbers) + 1)
        table.flags.writeable = False  # a run is shared by those who look at it
        history = pd.DataFrame(table, columns=_INDEX, copy=False)
        return Run(
            self._variant.name,
            self._problem,
            self._settings,
            self._start,
            history,
            diverged_at,
            self._variant.has_bias,
            self._variant.is_plain(self._settings),
        )


def train(variant: str, problem: Problem, settings: Settings) -> Run:
    """Train a variant from start to end. Torch is imported only where the variant needs it.

    variant    a name in `VARIANTS`
    problem    the points to fit the line to
    settings   those that apply to the variant count (`Variant.settings`)

    The run ends early before an epoch whose numbers are not finite (`Run.diverged_at`). Raises
    `InputError` for an unknown variant and for points that the precision of the run cannot hold.

    >>> run = train("numpy_by_hand", Problem([1, 2, 3, 4], [2, 4, 6, 8]), Settings(epochs=20))
    >>> f"f(5) = {run.predict_before(5):.3f} before, {run.predict_after(5):.3f} after"
    'f(5) = 0.000 before, 10.000 after'
    """
    training = Training(variant, problem, settings)
    while training.advance():
        pass
    return training.run()
