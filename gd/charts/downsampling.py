"""Fewer rows with the same picture, for charts of long runs and of many points."""

from collections.abc import Sequence

import numpy as np

from gd.problem import Vector


def downsample(along: Vector, curves: Sequence[Vector], most: int = 900) -> np.ndarray:
    """The places, ascending, of at most `most` rows that draw the same `curves` over `along`.

    `along` is sorted and as long as each of the curves, which are finite. A third are rows in even
    steps, so that a cloud of points is not hollow; the others are each curve's smallest and largest
    value in every stretch, of as many stretches as there is room for. Half of the stretches are
    equally wide, so that lone points stay; half have equally many rows.
    """
    rows, stretches = len(along), most
    chosen = np.arange(rows)
    even = np.linspace(0, rows - 1, most // 3).astype(int)
    while len(chosen) > most:
        stretches = stretches * 2 // 3
        chosen = np.union1d(even, _extremes(along, curves, stretches))
    return chosen


def _extremes(along: Vector, curves: Sequence[Vector], stretches: int) -> np.ndarray:
    rows, half = len(along), max(1, stretches // 2)
    wide = np.searchsorted(along, np.linspace(along[0], along[-1], half, endpoint=False))
    starts = np.union1d(wide, np.arange(half) * rows // half)
    sizes = np.diff(starts, append=rows)
    found = []
    for curve in curves:
        for extreme in (np.minimum, np.maximum):
            places = np.flatnonzero(curve == np.repeat(extreme.reduceat(curve, starts), sizes))
            _, first = np.unique(np.searchsorted(starts, places, "right"), return_index=True)
            found.append(places[first])
    return np.concatenate(found)
