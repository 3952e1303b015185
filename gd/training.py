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

COLUMNS = ("epoch", "update", "loss", "w", "b", "grad_w", "grad_b")
MANY_POINTS = 25_000  # with this many, an update takes about twice as long as with a few
MAX_UPDATES = 200_000  # of a run: 11 MB of history, 20 s of mini-batches
_INDEX = pd.Index(COLUMNS)  # one for all histories: it takes more memory than the numbers of one


class _Progress(NamedTuple):
    """What has been trained so far. Replaced as a whole: no thread ever sees half of a step."""

    blocks: tuple[np.ndarray, ...] = ()
    updates: int = 0
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
        check_batches(self._variant, settings, len(x))
        self._updates_per_epoch = self._variant.updates_per_epoch(settings, len(x))
        self._start = self._variant.start(settings)
        self._steps = self._variant.train(x, y, **self._variant.arguments(settings))
        self._deterministic = deterministic if self._variant.uses_torch else nullcontext
        points = len(x) / self._updates_per_epoch  # of an update, on average
        self._block = round(256 / (1 + points / MANY_POINTS))
        self._progress = _Progress()

    @property
    def epochs(self) -> float:
        """The epochs trained so far, all of them finite; a part of one in mini-batches."""
        updates = self._progress.updates
        return updates if self._updates_per_epoch == 1 else updates / self._updates_per_epoch

    def advance(self, updates: int | None = None) -> bool:
        """Train for up to so many more `updates`; False once there is nothing left to train.

        By default for about 20 ms: 256 updates with a few points each, 51 with 100,000.
        """
        # islice runs the loop in C, and the numbers are converted a block at a time: that is what
        # keeps a run with its whole history nearly as fast as the bare loop.
        # A diverging run is an answer here, not an accident.
        with np.errstate(all="ignore"), self._deterministic():
            steps = list(islice(self._steps, updates or self._block))
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
        return diverged_at is None and done < self._settings.epochs * self._updates_per_epoch

    def run(self) -> Run:
        """The run so far: the whole run once `advance` has returned False."""
        blocks, _, diverged_at = self._progress
        numbers = np.concatenate([np.empty((0, len(self._variant.columns))), *blocks])
        # The one-weight variants have no bias: theirs stays 0.
        table = np.zeros((len(numbers), len(COLUMNS)), order="F")  # a column in one piece
        table[:, [COLUMNS.index(name) for name in self._variant.columns]] = numbers
        table[:, 1] = np.arange(1.0, len(numbers) + 1)
        table[:, 0] = np.ceil(table[:, 1] / self._updates_per_epoch)
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
            self._variant.is_plain(self._settings, len(self._problem.x)),
            self._updates_per_epoch,
        )


def check_batches(variant: Variant, settings: Settings, points: int) -> None:
    """Raise `InputError` for a batch of more than all `points`, and for too many updates.

    A run has at most `MAX_UPDATES` mini-batches, however many epochs `Settings` allows.
    """
    if "batch_size" in variant.settings and (settings.batch_size or 1) > points:
        takes = f"a whole number from 1 to {points:,}, the number of points"
        raise InputError("batch_size", settings.batch_size, takes)
    batches = variant.updates_per_epoch(settings, points)
    if settings.epochs * batches > MAX_UPDATES:
        takes = (
            f"at most {MAX_UPDATES // batches:,} with {batches:,} batches each, "
            f"{MAX_UPDATES:,} updates in all"
        )
        raise InputError("epochs", settings.epochs, takes)


def train(variant: str, problem: Problem, settings: Settings) -> Run:
    """Train a variant from start to end. Torch is imported only where the variant needs it.

    variant    a name in `VARIANTS`
    problem    the points to fit the line to
    settings   those that apply to the variant count (`Variant.settings`)

    The run ends early before an update whose numbers are not finite (`Run.diverged_at`). Raises
    `InputError` for an unknown variant, for points that the precision of the run cannot hold, and
    for batches that they do not make (`check_batches`).

    >>> run = train("numpy_by_hand", Problem([1, 2, 3, 4], [2, 4, 6, 8]), Settings(epochs=20))
    >>> f"f(5) = {run.predict_before(5):.3f} before, {run.predict_after(5):.3f} after"
    'f(5) = 0.000 before, 10.000 after'
    """
    training = Training(variant, problem, settings)
    while training.advance():
        pass
    return training.run()
