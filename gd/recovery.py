"""Where a run of weight and bias began, from the figures that it printed.

The least-squares start of `gd.inverse` is as exact as the figures. What is left is to find, near
it, a start whose run in the precision of the settings, rounding and all, prints them again.
"""

import importlib
from collections.abc import Sequence

import numpy as np

from gd.errors import InputError
from gd.inverse import Figures, Inverse, read
from gd.problem import Problem, Vector
from gd.settings import Settings

HOPELESS = 20  # slacks by which the best fit may miss a figure, for a search to make sense
FIRST_REACH, FIRST_SIDE = 6.0, 61  # the first square: its reach in spreads, its starts a side
SIDE, BEAM = 13, 80  # the later squares: their starts a side, and around how many starts
NEIGHBOURS, MOST_MOVES = 24, 10  # how many roundings around the best start, and how often
LARGEST_BATCH = 1_000_000  # numbers at once, to bound the memory


def recover_start(
    problem: Problem,
    settings: Settings,
    lines: Sequence[tuple[int, str, str]],
    before: tuple[float, str],
) -> tuple[float, float]:
    """The start (w0, b0) of a run of `torch_module` with plain SGD, from what it printed.

    `lines` are (epoch, w, loss) and `before` is (x, f(x) before training), with figures as printed
    text: the digits say how far each was rounded. The start is a pair of numbers of
    `settings.dtype`; of those found to print the most lines again, the one in their middle. Of
    `settings`, the start, the seed and the number of epochs are not looked at.

    Raises `InputError` for text that is no number, for an optimizer other than SGD, and for lines
    that contradict each other: it names the line that disagrees with the others.

    >>> lines = [(1, "0.975", "10.20999908"), (2, "1.121", "7.09490108"), (5, "1.428", "2.39259")]
    >>> problem = Problem([1, 2, 3, 4], [2, 4, 6, 8])
    >>> w0, b0 = recover_start(problem, Settings(), lines, before=(5.0, "4.100"))
    >>> f"w0 = {w0:.4f}, b0 = {b0:.4f}"
    'w0 = 0.8000, b0 = 0.1000'
    """
    if settings.optimizer != "SGD":
        raise InputError("optimizer", settings.optimizer, "SGD: no other is linear in its start")
    figures = read(lines, before)
    inverse = Inverse(problem, settings, figures)
    guess, spread = inverse.fit()
    if inverse.disagreement(guess) < HOPELESS:
        tried = _search(problem, settings, inverse, guess, spread)
        chosen = tried.middle_of_the_best()
        if tried.misses[chosen].max() <= 1:
            w0, b0 = tried.starts[chosen]
            return float(w0), float(b0)
    raise inverse.culprit()


class _Tried:
    """The starts that were tried, shape (k, 2), and by how many slacks each misses each figure."""

    def __init__(self, dtype: str, figures: int) -> None:
        self._dtype = dtype
        self.starts = np.empty((0, 2))
        self.misses: Vector = np.empty((0, figures))
        self.scores: Vector = np.empty(0)

    @property
    def least(self) -> float:
        """The best score: 0 if a start prints every line again."""
        return float(self.scores.min())

    def unseen(self, starts: Vector) -> Vector:
        """Those of `starts`, rounded to the precision of the run, that were not tried yet."""
        starts = np.unique(starts.astype(self._dtype), axis=0).astype(np.float64)
        pairs, tried = (pair.copy().view(np.complex128).ravel() for pair in (starts, self.starts))
        return starts[~np.isin(pairs, tried)]

    def add(self, starts: Vector, misses: Vector) -> None:
        """Note by how much `starts` miss. A score counts lines; of equals, the closer is better."""
        n = misses.shape[1] // 2
        lines = ((misses[:, :n] > 0) | (misses[:, n:-1] > 0)).sum(axis=1) + (misses[:, -1] > 0)
        scores = lines + np.minimum(misses.mean(axis=1), 1e3) / 1e3
        self.starts = np.concatenate([self.starts, starts])
        self.misses = np.concatenate([self.misses, misses])
        self.scores = np.concatenate([self.scores, scores])

    def middle_of_the_best(self) -> int:
        """Which start is nearest to the mean of all that have the best score."""
        best = np.flatnonzero(self.scores == self.scores.min())
        off = self.starts[best] - self.starts[best].mean(axis=0)
        return int(best[(off**2).sum(axis=1).argmin()])


def _search(
    problem: Problem, settings: Settings, inverse: Inverse, guess: Vector, spread: Vector
) -> _Tried:
    """Try starts around `guess` until there are no better ones.

    A beam search: a square of starts along the spread of the fit; then, around the best of them,
    squares as wide as the gaps; and so on, until one prints every line again, or there is nothing
    new between two of them. Then all neighbours of the best, as long as one of them is better.
    """
    tried = _Tried(settings.dtype, len(inverse.slack))

    def look_at(starts: Vector) -> bool:
        """Try `starts`; whether there was anything new among them."""
        new = tried.unseen(starts)
        if len(new):
            tried.add(new, _misses(problem, settings, inverse.figures, new) / inverse.slack)
        return len(new) > 0

    reach, side = FIRST_REACH, FIRST_SIDE
    fresh = look_at(guess + _square(reach, side) @ spread.T)
    while fresh and tried.least > 0:
        reach, side = 2 * reach / (side - 1), SIDE
        beam = tried.starts[np.argsort(tried.scores, kind="stable")[:BEAM]]
        fresh = look_at((beam[:, None] + _square(reach, side) @ spread.T).reshape(-1, 2))
    for _ in range(MOST_MOVES):
        least, best = tried.least, tried.starts[tried.middle_of_the_best()]
        steps = _square(NEIGHBOURS, 2 * NEIGHBOURS + 1)
        own = np.spacing(abs(best).astype(settings.dtype)).astype(np.float64)
        large = np.spacing(abs(problem.y).max().astype(settings.dtype)).astype(np.float64)
        # Next to 0 a number's neighbours are too near to matter. Multiples of wider gaps include
        # the round numbers that people begin with.
        wider = () if least == 0 else (large, large / 8, large / 64)
        for gap in (own, own.max(), *wider):
            look_at((np.round(best / gap) + steps) * gap)
        if tried.least == least:
            break
    return tried


def _square(reach: float, side: int) -> Vector:
    """side² points of a square that reaches from -reach to reach, shape (side², 2)."""
    marks = np.linspace(-reach, reach, side)
    return np.stack(np.meshgrid(marks, marks), -1).reshape(-1, 2)


def _misses(problem: Problem, settings: Settings, figures: Figures, starts: Vector) -> Vector:
    """By how much a run from each start misses the rounding of each figure: (starts, 2n + 1)."""
    many = importlib.import_module("gd.variants.many_starts")  # here, for it imports torch
    x, y = problem.arrays(settings.dtype)
    n, number = len(figures.epochs), x.dtype.type
    parts = []
    for part in np.array_split(starts, 1 + len(starts) * len(x) // LARGEST_BATCH):
        w0, b0 = part.T.astype(x.dtype)
        ours = np.zeros((len(part), 2 * n + 1))
        ours[:, -1] = w0 * number(figures.x) + b0
        loop = many.train(x, y, w0, b0, settings.learning_rate, int(figures.epochs.max()))
        for epoch, (loss, w, _) in enumerate(loop, start=1):
            for line in np.flatnonzero(figures.epochs == epoch):
                ours[:, line], ours[:, n + line] = w, loss
        parts.append(ours)
    off = abs(np.concatenate(parts) - figures.values) - figures.halves
    return np.nan_to_num(np.maximum(off, 0), nan=np.inf)
