import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd import InputError, Problem

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


def test_refuses_numbers_that_the_precision_cannot_hold():
    problem = Problem([1, 1e39], [1, 2])
    assert problem.arrays("float64")[0][1] == 1e39
    with pytest.raises(InputError, match=r"x\[1\] takes .*float32 holds; it got 1e\+39"):
        problem.arrays("float32")
