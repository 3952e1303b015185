import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from gd.thin import thin


@given(st.integers(1, 5000), st.integers(0, 2**32 - 1))
def test_keeps_ends_and_extremes_and_no_more_than_asked(rows, seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"epoch": np.arange(1.0, rows + 1), "w": rng.normal(size=rows)})
    frame["b"] = rng.normal(size=rows) ** 3
    along, curves = frame["epoch"].to_numpy(), [frame["w"].to_numpy(), frame["b"].to_numpy()]
    thinned = frame.iloc[thin(along, curves, most=300)]
    assert len(thinned) <= 300
    assert thinned["epoch"].is_monotonic_increasing
    assert {1.0, float(rows)} <= set(thinned["epoch"])
    for name in ("w", "b"):
        assert thinned[name].min() == frame[name].min()
        assert thinned[name].max() == frame[name].max()


def test_of_short_curves_all_is_kept():
    assert list(thin(np.array([1.0, 2.0]), [np.array([0.0, 1.0])])) == [0, 1]
