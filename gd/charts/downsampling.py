"""Fewer rows with the same picture, for charts of long runs and of many points."""

from collections.abc import Sequence

import numpy as np

from gd.problem import Vector


def downsample(x: Vector, curves: Sequence[Vector], max_rows: int = 900) -> np.ndarray:
    """The indices, ascending, of at most `max_rows` rows that draw the same `curves` over `x`.

    `x` is sorted, and each of the curves is finite and as long. A third of the rows are evenly
    spaced, so that a cloud of points is not hollow; the others are the smallest and the largest
    value of each curve in every bin, with as many bins as there is room for. Half of the bins are
    equally wide, so that isolated points stay; half have equally many rows.
    """
    rows, bins = len(x), max_rows
    chosen = np.arange(rows)
    even = np.linspace(0, rows - 1, max_rows // 3).astype(int)
    while len(chosen) > max_rows:
        bins = bins * 2 // 3
        chosen = np.union1d(even, _extremes(x, curves, bins))
    return chosen


def _extremes(x: Vector, curves: Sequence[Vector], bins: int) -> np.ndarray:
    """The indices of each curve's first minimum and first maximum in every bin."""
    rows, half = len(x), max(1, bins // 2)
    wide = np.searchsorted(x, np.linspace(x[0], x[-1], half, endpoint=False))
    starts = np.union1d(wide, np.arange(half) * rows // half)
    sizes = np.diff(starts, append=rows)
    found = []
    for curve in curves:
        for extreme in (np.minimum, np.maximum):
            indices = np.flatnonzero(curve == np.repeat(extreme.reduceat(curve, starts), sizes))
            _, first = np.unique(np.searchsorted(starts, indices, "right"), return_index=True)
            found.append(indices[first])
    return np.concatenate(found)
