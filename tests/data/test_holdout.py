import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.data.holdout import hold_out
from gd.data.scaling import standardise

RNG = np.random.default_rng(5)
POINTS = gd.Problem(RNG.normal(size=40), RNG.normal(size=40))


@given(st.integers(2, 60), st.floats(0.001, 0.9), st.integers(0, 2**32))
def test_the_two_parts_are_all_the_points_in_their_order(count, share, seed):
    problem = gd.Problem(np.arange(count), -np.arange(count))
    train, held = hold_out(problem, share, seed)
    assert held is not None
    assert len(held.x) == min(max(1, round(share * count)), count - 1)
    assert sorted([*train.x, *held.x]) == problem.x.tolist()
    for part in (train, held):
        assert (np.diff(part.x) > 0).all()
        assert (part.y == -part.x).all()
    assert hold_out(problem, share, seed) == (train, held)


def test_each_point_is_held_out_as_often():
    """400 seeds, a quarter of 40 points: 100 times each, give or take 5 standard deviations."""
    times = np.zeros(40)
    for seed in range(400):
        held = hold_out(POINTS, 0.25, seed).held
        assert held is not None
        times += np.isin(POINTS.x, held.x)
    assert np.abs(times - 100).max() < 5 * np.sqrt(400 * 0.25 * 0.75)


def test_no_share_leaves_the_points_as_they_are():
    assert hold_out(POINTS, 0) == (POINTS, None)


@pytest.mark.parametrize("share", [-0.1, 0.91, float("nan"), "half", None])
def test_other_shares_are_refused(share):
    with pytest.raises(gd.InputError, match=r"^held_out takes a"):
        hold_out(POINTS, share)


def test_of_one_point_none_can_be_held_out():
    with pytest.raises(gd.InputError, match="0 where there is a single point"):
        hold_out(gd.Problem([1], [2]), 0.5)
    assert hold_out(gd.Problem([1], [2]), 0.0).held is None


def test_held_out_points_are_put_into_the_units_of_the_others():
    train, held = hold_out(POINTS, 0.3)
    assert held is not None
    scale = standardise(train)
    moved = scale.apply(held)
    np.testing.assert_allclose(moved.x * scale.x_sd + scale.x_mean, held.x, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(moved.y * scale.y_sd + scale.y_mean, held.y, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(scale.apply(train).x, scale.problem.x)
