from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd import InputError, Problem, theory
from gd.data.datasets import DATASETS
from gd.settings import DTYPES

numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20))
def test_keeps_the_points_as_given(points):
    x, y = zip(*points, strict=True)
    problem = Problem(x, y)
    assert problem.x.tolist() == list(x)
    assert problem.y.tolist() == list(y)


@given(st.lists(numbers, min_size=1, max_size=5))
def test_equal_points_are_one_problem(x):
    again = Problem(np.array(x), tuple(x))
    assert Problem(x, x) == again
    assert hash(Problem(x, x)) == hash(again)


def test_negative_zero_equals_zero_and_hashes_alike():
    assert Problem([0.0], [1]) == Problem([-0.0], [1])
    assert hash(Problem([0.0], [1])) == hash(Problem([-0.0], [1]))


def test_other_points_are_another_problem():
    assert Problem([1, 2], [2, 4]) != Problem([1, 2], [2, 5])
    assert Problem([1], [2]) != "points"


def test_points_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        Problem([1, 2], [2, 4]).x[0] = 5


def test_does_not_follow_the_array_it_was_made_from():
    x = np.array([1.0, 2.0])
    problem = Problem(x, x)
    x[0] = 9
    assert problem.x.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("x", "y", "field", "sentence"),
    [
        ([], [], "x", "1 to 100,000 numbers; it got 0"),
        (np.ones(100_001), np.ones(100_001), "x", "1 to 100,000 numbers; it got 100001"),
        ([1, 2], [1], "y", "as many numbers as x, which has 2; it got 1"),
        ([[1, 2]], [1, 2], "x", "1-D"),
        (3, [1], "x", "1-D"),
        ([1, np.nan], [1, 2], "x[1]", "a finite number; it got nan"),
        ([1, 2], [1, -np.inf], "y[1]", "a finite number; it got -inf"),
        (["a"], [1], "x", "numbers"),
        ([1, [2]], [1, 2], "x", "numbers"),
        ([10**400], [1], "x", "numbers"),
        (None, [1], "x", "1-D"),
    ],
)
def test_refuses_what_is_no_problem(x, y, field, sentence):
    with pytest.raises(InputError) as refusal:
        Problem(x, y)
    assert refusal.value.field == field
    assert sentence in str(refusal.value)


def test_100_000_points_are_taken():
    assert len(Problem(np.ones(100_000), np.ones(100_000)).x) == 100_000


@pytest.mark.parametrize(
    ("x", "dtype", "sentence"),
    [
        (
            [1, 1e-46],
            "float32",
            "x[1] takes 0, or numbers of at least 1.401298e-45 in size, the le",
        ),
        ([1e-310, 2e-310], "float64", "x takes a largest number of 1e-75 or more in size"),
        ([0, 9e-76], "float64", "x takes a largest number of 1e-75 or more in size"),
        (
            [1.7e9, 1.7e9 + 1],
            "float32",
            "x takes numbers that float32 tells apart, as float64 does",
        ),
    ],
)
def test_refuses_numbers_that_would_become_others(x, dtype, sentence):
    problem, swapped = Problem(x, [1, 2]), Problem([1, 2], x)
    with pytest.raises(InputError) as refusal:
        problem.arrays(dtype)
    assert sentence in str(refusal.value)
    with pytest.raises(InputError) as refusal:
        swapped.arrays(dtype)
    assert f"y{sentence[1:]}" in str(refusal.value)


@given(st.lists(st.floats(-1e75, 1e75), min_size=1, max_size=6), st.sampled_from(DTYPES))
def test_what_is_taken_keeps_its_size_and_its_differences(x, dtype):
    y = np.arange(1.0, len(x) + 1)
    try:
        cast, _ = Problem(x, y).arrays(dtype)
    except InputError:
        return
    assert np.isfinite(cast).all()
    assert ((cast == 0) == (np.array(x) == 0)).all()
    assert (len(set(cast)) > 1) == (len(set(x)) > 1)
    w, b = theory.optimum(Problem(x, y), bias=True)
    assert np.isfinite([w, b, w**2, b**2, theory.optimum(Problem(x, y), bias=False)[0]]).all()


def test_relative_rounding_is_how_far_rounding_moves_points_by_their_range():
    x = [Fraction(17, 10) * 10**9 + 37 * k for k in range(9)]
    spread = max(x) - min(x)
    exact = max(abs(Fraction(float(np.float32(float(one)))) - one) for one in x) / spread
    assert Problem(list(map(float, x)), range(9)).relative_rounding("float32") == pytest.approx(
        float(exact)
    )
    assert Problem(range(9), list(map(float, x))).relative_rounding("float32") == pytest.approx(
        float(exact)
    )
    assert Problem(list(map(float, x)), range(9)).relative_rounding("float64") == 0
    assert Problem([1.1, 1.1], [2, 2]).relative_rounding("float32") == 0


def test_the_data_sets_and_natural_units_are_taken():
    days = 45000 + np.arange(5.0)  # as Excel counts them
    for x in (days, np.linspace(4e-7, 7e-7, 9), 1.7e9 + 3600 * np.arange(5.0)):
        for dtype in DTYPES:
            Problem(x, x).arrays(dtype)
    for dataset in DATASETS.values():
        for dtype in DTYPES:
            dataset.problem.arrays(dtype)
            assert dataset.problem.relative_rounding(dtype) < 1e-3


def test_refuses_numbers_that_the_precision_cannot_hold():
    problem = Problem([1, 1e39], [1, 2])
    assert problem.arrays("float64")[0][1] == 1e39
    with pytest.raises(InputError, match=r"x\[1\] takes .*float32 holds; it got 1e\+39"):
        problem.arrays("float32")
