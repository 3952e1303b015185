"""Fewer rows with the same picture, for charts of long runs and of many points."""

from collections.abc import Sequence

import numpy as np
from tsdownsample import MinMaxLTTBDownsampler

from gd.problem import Vector


def thin(along: Vector, curves: Sequence[Vector], most: int = 900) -> np.ndarray:
    """The places, ascending, of at most `most` rows that draw the same `curves` over `along`.

    `along` is sorted and as long as each of the curves. Keeps the first row, the last and every
    curve's extremes. MinMaxLTTB chooses the others: J. Van Der Donckt et al., "MinMaxLTTB:
    Leveraging MinMax-Preselection to Scale LTTB", 2023.
    """
    if len(along) <= most:
        return np.arange(len(along))
    share = most // len(curves) - 4
    keep = {0, len(along) - 1}
    for curve in curves:
        values = np.ascontiguousarray(curve, np.float64)
        chosen = MinMaxLTTBDownsampler().downsample(
            np.ascontiguousarray(along, np.float64), values, n_out=share
        )
        keep.update(int(row) for row in chosen)
        keep.update((int(values.argmin()), int(values.argmax())))
    return np.array(sorted(keep))
