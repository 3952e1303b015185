"""Fewer rows with the same picture, for charts of long runs and of many points."""

import numpy as np
import pandas as pd
from tsdownsample import MinMaxLTTBDownsampler


def thin(frame: pd.DataFrame, along: str, columns: list[str], most: int = 900) -> pd.DataFrame:
    """At most `most` rows of `frame`, which is sorted by `along`, that draw the same `columns`.

    Keeps the first row, the last and every column's extremes. MinMaxLTTB chooses the others:
    J. Van Der Donckt et al., "MinMaxLTTB: Leveraging MinMax-Preselection to Scale LTTB", 2023.
    """
    if len(frame) <= most:
        return frame
    share = most // len(columns) - 4
    keep = {0, len(frame) - 1}
    for name in columns:
        values = frame[name].to_numpy(np.float64)
        chosen = MinMaxLTTBDownsampler().downsample(
            np.ascontiguousarray(frame[along], np.float64),
            np.ascontiguousarray(values),
            n_out=share,
        )
        keep.update(int(row) for row in chosen)
        keep.update((int(values.argmin()), int(values.argmax())))
    return frame.iloc[sorted(keep)]
