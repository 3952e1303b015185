import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd.charts.downsampling import downsample


@given(st.integers(1, 5000), st.integers(0, 2**32 - 1))
def test_keeps_ends_and_extremes_and_at_most_max_rows(rows, seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"epoch": np.arange(1.0, rows + 1), "w": rng.normal(size=rows)})
    frame["b"] = rng.normal(size=rows) ** 3
    along, curves = frame["epoch"].to_numpy(), [frame["w"].to_numpy(), frame["b"].to_numpy()]
    kept = frame.iloc[downsample(along, curves, max_rows=300)]
    assert len(kept) <= 300
    assert kept["epoch"].is_monotonic_increasing
    assert {1.0, float(rows)} <= set(kept["epoch"])
    for name in ("w", "b"):
        assert kept[name].min() == frame[name].min()
        assert kept[name].max() == frame[name].max()


def test_keeps_all_of_a_short_curve():
    assert list(downsample(np.array([1.0, 2.0]), [np.array([0.0, 1.0])])) == [0, 1]


@pytest.mark.parametrize(
    "x",
    [
        np.full(5000, 9.0),
        np.append(np.full(4999, 9.0), 10.0),
        np.append(-3.0, np.full(4999, 9.0)),
        1e9 + np.arange(5000) // 1000 * 2.0**-23,  # a few values, next to each other
        np.zeros(5000),
    ],
)
def test_where_x_does_not_spread_the_cloud_keeps_its_shape(x):
    y = np.random.default_rng(0).normal(size=len(x))
    kept = y[downsample(x, [y])]
    assert 400 < len(kept) <= 900
    assert {y.min(), y.max()} <= set(kept)
    gaps = np.diff(np.sort(kept))
    assert gaps[len(gaps) // 10 : -len(gaps) // 10].max() < 0.2


def test_an_isolated_point_far_from_the_others_stays():
    x = np.concatenate([np.linspace(0, 1, 50_000), [50.0, 60.0, 100.0]])
    kept = downsample(x, [np.sin(x)])
    assert {50_000, 50_001, 50_002} <= set(kept.tolist())


def test_a_spike_of_one_row_stays_in_every_curve():
    rows = np.arange(50_000.0)
    curves = [np.exp(-rows / 900), np.zeros(50_000)]
    curves[1][31_415] = 1.0
    assert 31_415 in downsample(rows, curves, 310)
