"""The start of a run of weight and bias, recovered from the figures that it printed.

The least-squares start of `gd.inverse` is as exact as the figures. What is left is to find, near
it, a start whose run in the precision of the settings, rounding and all, prints them again.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from gd.documents.inverse import Figures, Inverse, parse_figures
from gd.errors import InputError
from gd.problem import Problem, Vector
from gd.settings import Settings

DECIMALS = 8  # the round starts that are tried have up to so many
RADII = (0.1, 1.0, 6.0)  # half the side of each square around the fit, in its spreads
GRID_SIDE = 41  # starts along a side of such a square
BEAM_WIDTH, ZOOMS, ZOOM_SIDE = 5, 3, 9  # starts zoomed in on, how often, starts along a side
MAX_BATCH = 1_000_000  # numbers computed at once, to bound the memory


def recover_start(
    problem: Problem,
    settings: Settings,
    lines: Sequence[tuple[int, str, str]],
    before: tuple[float, str],
) -> tuple[float, float]:
    """The start (w0, b0) of a run of `torch_module` with plain SGD, from what it printed.

    problem    the points of the run
    settings   of the run; its start, seed and number of epochs do not count
    lines      (epoch, w, loss) of each line, w and loss as printed text: the digits say how far
               they were rounded
    before     (x, f(x) before training), the latter as printed text

    The start is a pair of numbers of `settings.dtype` that prints every figure again: a round one
    if there is one, else one near the least-squares start. If none is found, it is the one that
    misses the fewest figures, none by more than rounding explains.

    Raises `InputError` for text that is no number, for an optimizer other than SGD, and for lines
    that contradict each other: it names the line that disagrees with the others.

    >>> lines = [(1, "0.975", "10.20999908"), (2, "1.121", "7.09490108"), (5, "1.428", "2.39259")]
    >>> problem = Problem([1, 2, 3, 4], [2, 4, 6, 8])
    >>> w0, b0 = recover_start(problem, Settings(), lines, before=(5.0, "4.100"))
    >>> f"w0 = {w0:.7f}, b0 = {b0:.7f}"
    'w0 = 0.8000000, b0 = 0.1000000'
    """
    if settings.optimizer != "SGD":
        raise InputError("optimizer", settings.optimizer, "SGD: no other is linear in its start")
    figures = parse_figures(lines, before)
    inverse = Inverse(problem, settings, figures)
    fit, spread = inverse.fit()
    if inverse.rms_residual(fit) <= 1:

        def misses(starts: Vector) -> Vector:
            return _misses(problem, settings, figures, starts) / inverse.tolerance

        start, missed = search_start(fit, spread, settings.dtype, misses)
        if missed.max() <= 1:
            return float(start[0]), float(start[1])
    raise inverse.inconsistent_line()


def search_start(
    fit: Vector, spread: Vector, dtype: str, misses: Callable[[Vector], Vector]
) -> tuple[Vector, Vector]:
    """The best start found, and by how many tolerances it misses each figure.

    fit, spread   the least-squares start, shape (2,), and its spread: columns, shape (2, 2)
    misses        from starts, shape (k, 2), to how far they miss each figure, shape (k, figures)

    Round numbers next to the fit come first. Then squares around it along its spread, small ones
    first: the fit is often much better than the rounding that its spread allows for. Then ever
    smaller squares around the best starts: a beam search.
    """
    best, missed = np.empty((0, 2)), None

    def candidates() -> Iterator[Vector]:
        near = _square(3)
        yield np.concatenate([np.round(fit, n) + near * 10.0**-n for n in range(DECIMALS + 1)])
        for radius in RADII:
            yield fit + radius * _square(GRID_SIDE) @ spread.T
        radius = 2 * RADII[-1] / (GRID_SIDE - 1)
        for _ in range(ZOOMS):
            yield (best[:, None] + radius * _square(ZOOM_SIDE) @ spread.T).reshape(-1, 2)
            radius *= 2 / (ZOOM_SIDE - 1)

    for candidate in candidates():
        starts = candidate.astype(dtype).astype(np.float64)
        new = misses(starts)
        best = np.concatenate([best, starts])
        missed = new if missed is None else np.concatenate([missed, new])
        order = np.lexsort((missed.mean(axis=1), (missed > 0).sum(axis=1)))[:BEAM_WIDTH]
        best, missed = best[order], missed[order]
        if not missed[0].any():
            break
    assert missed is not None  # there are candidates
    return best[0], missed[0]


def _square(side: int) -> Vector:
    """side² points of the square from -1 to 1, shape (side², 2), from its middle outwards."""
    ticks = np.linspace(-1, 1, side)
    points = np.stack(np.meshgrid(ticks, ticks), -1).reshape(-1, 2)
    return points[np.argsort((points**2).sum(axis=1), kind="stable")]


def _misses(problem: Problem, settings: Settings, figures: Figures, starts: Vector) -> Vector:
    """By how much a run from each start misses the rounding of each figure: (starts, 2n + 1)."""
    from gd.variants import many_starts  # noqa: PLC0415  (it imports torch)

    x, y = problem.arrays(settings.dtype)
    n, number = len(figures.epochs), x.dtype.type
    parts = []
    for part in np.array_split(starts, 1 + len(starts) * len(x) // MAX_BATCH):
        w0, b0 = part.T.astype(x.dtype)
        computed = np.zeros((len(part), 2 * n + 1))
        computed[:, -1] = w0 * number(figures.x) + b0
        loop = many_starts.train(x, y, w0, b0, settings.learning_rate, int(figures.epochs.max()))
        for epoch, (loss, w, _) in enumerate(loop, start=1):
            for line in np.flatnonzero(figures.epochs == epoch):
                computed[:, line], computed[:, n + line] = w, loss
        parts.append(computed)
    off = abs(np.concatenate(parts) - figures.values) - figures.half_units
    return np.nan_to_num(np.maximum(off, 0), nan=np.inf)
