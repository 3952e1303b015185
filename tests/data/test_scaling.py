import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gd
from gd import theory
from gd.data.datasets import DATASETS
from gd.data.scaling import Scaled, r_squared, standardise, undetermined

numbers = st.floats(-1e6, 1e6)
problems = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=12).map(
    lambda points: gd.Problem(*zip(*points, strict=True))
)


def least_squares(problem: gd.Problem) -> np.ndarray:
    columns = np.column_stack([problem.x, np.ones_like(problem.x)])
    return np.linalg.lstsq(columns, problem.y, rcond=None)[0]


@given(problems)
def test_standardised_points_have_mean_0_and_spread_1(problem):
    for values in (problem.x, problem.y):
        assume(np.ptp(values) > 1e-6 * (1e-6 + np.abs(values).max()))
    scaled = standardise(problem)
    for values in (scaled.problem.x, scaled.problem.y):
        assert values.mean() == pytest.approx(0, abs=1e-9)
        assert values.std() == pytest.approx(1)
    found = theory.learning_rates(scaled.problem, bias=True)
    assert found.condition_number == pytest.approx(1)
    assert found.stability_limit == pytest.approx(1)


@given(w=numbers, b=numbers, x=numbers, x_mean=numbers, y_mean=numbers)
def test_both_units_say_the_same_line(w, b, x, x_mean, y_mean):
    scaled = Scaled(gd.Problem([0], [0]), x_mean, 3.0, y_mean, 0.5)
    z = (x - x_mean) / 3.0
    slope, intercept = scaled.original(w, b)
    size = 1 + abs(w * z) + abs(w) + abs(b) + abs(w * x_mean) + abs(y_mean)
    assert abs(slope * x + intercept - ((w * z + b) * 0.5 + y_mean)) < 1e-12 * size


def test_where_all_y_are_equal_they_become_0():
    scaled = standardise(gd.Problem([1, 2, 4], [0.1] * 3))
    assert scaled.problem.y.tolist() == [0, 0, 0]
    assert (scaled.y_mean, scaled.y_sd) == (0.1, 1)
    assert scaled.original(0, 0) == (0, 0.1)


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        ([0.1] * 3, [1, 2, 3], "x takes two or more different numbers; it got 0.1."),
        ([5], [1], "x takes two or more different numbers; it got 5.0."),
        ([1e-160, 2e-160], [1, 2], "x takes numbers with a standard deviation from 1e-150"),
        ([-1e300, 1e300], [1, 2], "x takes numbers with a standard deviation from 1e-150"),
        ([1, 2], [1e-320, 2e-320], "y takes numbers with a standard deviation from 1e-150"),
        ([1, 2], [1.7e308, -1.7e308], "y takes numbers with a standard deviation from 1e-150"),
    ],
)
def test_refuses_points_without_a_scale(x, y, sentence):
    with pytest.raises(gd.InputError) as refusal:
        standardise(gd.Problem(x, y))
    assert sentence in str(refusal.value)


def test_when_the_slope_is_undetermined():
    level = gd.Problem([2, 2], [1, 3])
    assert undetermined(level, bias=True)
    assert not undetermined(level, bias=False)
    assert undetermined(gd.Problem([0, 0], [1, 3]), bias=False)
    assert not undetermined(gd.Problem([2, 3], [1, 1]), bias=True)
    # any slope through the mean of the points has the same loss; least squares takes the shortest
    losses = {theory.loss(level, w, 2 - 2 * w) for w in (-1.0, 0.0, 0.8, 5.0)}
    assert losses == {1.0}
    assert theory.optimum(level, bias=True) == pytest.approx((0.8, 0.4))


@pytest.mark.parametrize("name", list(DATASETS))
def test_standardised_training_reaches_least_squares_to_8_digits(name):
    problem = DATASETS[name].problem
    scaled = standardise(problem)
    rate = theory.learning_rates(scaled.problem, bias=True).fastest_rate
    settings = gd.Settings(rate, 100, dtype="float64")
    run = gd.train("torch_module", scaled.problem, settings)
    answer = least_squares(problem)
    # the notebooks' answer has b = 0, of which there are no digits
    np.testing.assert_allclose(
        scaled.original(*run.end), answer, rtol=0.5e-8, atol=1e-12 if "doubling" in name else 0
    )


def test_norris_is_scaled_as_badly_as_stated():
    norris = theory.learning_rates(DATASETS["norris"].problem, bias=True)
    assert norris.condition_number == pytest.approx(7.3e5, rel=0.01)
    co2 = theory.learning_rates(DATASETS["co2"].problem, bias=True)
    assert co2.condition_number == pytest.approx(4.2e10, rel=0.01)


def test_r_squared_of_the_certified_line():
    """NIST certifies R² = 0.999993745883712 for Norris."""
    problem = DATASETS["norris"].problem
    found = r_squared(problem, 1.00211681802045, -0.262323073774029)
    assert found == pytest.approx(0.999993745883712, rel=1e-13)


@given(problems)
def test_r_squared_is_the_square_of_the_correlation(problem):
    assume(np.ptp(problem.x) > 1e-3 * np.abs(problem.x).max() > 1e-3)
    assume(np.ptp(problem.y) > 1e-3 * np.abs(problem.y).max() > 1e-3)
    correlation = np.corrcoef(problem.x, problem.y)[0, 1]
    assert r_squared(problem, *least_squares(problem)) == pytest.approx(correlation**2, abs=1e-6)


def test_r_squared_at_its_corners():
    assert r_squared(gd.Problem([1, 2], [3, 3]), 0, 3) is None
    assert r_squared(gd.Problem([1, 2, 3], [0.1] * 3), 0, 0.1) is None  # their mean is not 0.1
    assert r_squared(gd.Problem([5], [1]), 0, 1) is None
    assert r_squared(gd.Problem([1, 2, 3], [1, 2, 6]), 0, 3) == 0
    assert r_squared(gd.Problem([1, 2], [1, 2]), -1, 3) == -3
    assert r_squared(gd.Problem([1, 2, 3], [1e200, 2e200, 6e200]), 0, 3e200) == 0
    assert r_squared(gd.Problem([1, 2], [1, 2]), 1e150, 0) == pytest.approx(-1e301)


@pytest.mark.parametrize("w", [1e155, 1e300, 1.7e308])
def test_r_squared_is_none_where_float64_cannot_hold_it(w):
    assert r_squared(gd.Problem([1, 20], [1, 2]), w, -w) is None
