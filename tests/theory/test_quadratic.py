"""The loss as a quadratic against exact arithmetic: fractions, and square roots of 120 digits."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gd
from gd import theory
from gd.data.datasets import DATASETS
from gd.documents.explain import directions
from gd.theory import quadratic

NONE, ZERO = Fraction(0), Decimal(0)
NUMBERS = st.floats(-1e9, 1e9).map(lambda x: x if abs(x) > 1e-60 else 0.0)
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8)
BADLY_SCALED = {
    "Excel dates": [45000, 45010, 45020, 45030],
    "wavelengths in metres": [5.0e-7, 5.5e-7, 6.0e-7],
    "Unix time": [1.7e9, 1.7e9 + 3600, 1.7e9 + 7200],
    "years": [2019.0, 2020.0, 2021.0, 2022.0],
    "neighbouring floats": [1.0, 1.0 + 2.0**-52],
    "masses in kg of electrons": [9.1e-31, 9.2e-31, 9.4e-31],
    "far on both sides": [-1e70, 0.5, 1e70],
    "scattered": [0.3, -2.5, 4.0],
    "of a mean square little above 1": [0.9, 1.2, 1.3],
}


def exact_optimum(problem: gd.Problem, bias: bool) -> tuple[Fraction, Fraction]:
    """By the normal equations."""
    x, y = [list(map(Fraction, values.tolist())) for values in (problem.x, problem.y)]
    n, xx, xy = (
        len(x),
        sum((a * a for a in x), NONE),
        sum((a * b for a, b in zip(x, y, strict=True)), NONE),
    )
    if not bias:
        return xy / xx if xx else NONE, NONE
    sum_x, sum_y = sum(x, NONE), sum(y, NONE)
    det = n * xx - sum_x**2
    return (n * xy - sum_x * sum_y) / det, (xx * sum_y - sum_x * xy) / det


def exact_eigenvalues(x: list[float]) -> tuple[float, float]:
    """The roots of λ² - λ·trace + det, for H = 2·[[mean x², mean x], [mean x, 1]]."""
    with localcontext(prec=700):  # the numbers are squared, and those squares compared
        number = [Decimal(one) for one in x]
        mean, square = sum(number, ZERO) / len(x), sum((a * a for a in number), ZERO) / len(x)
        trace, det = 2 * (square + 1), 4 * sum(((a - mean) ** 2 for a in number), ZERO) / len(x)
        root = (trace**2 - 4 * det).sqrt()
        return float((trace - root) / 2), float((trace + root) / 2)


@pytest.mark.parametrize("bias", [False, True])
@given(points=POINTS)
def test_the_optimum_is_the_exact_answer_rounded(bias, points):
    problem = gd.Problem(*zip(*points, strict=True))
    assume(not bias or np.ptp(problem.x) > 0)
    assert theory.optimum(problem, bias) == tuple(map(float, exact_optimum(problem, bias)))


@pytest.mark.parametrize("name", list(DATASETS))
@pytest.mark.parametrize("bias", [False, True])
def test_so_it_is_for_the_data_sets(name, bias):
    problem = DATASETS[name].problem
    assert theory.optimum(problem, bias) == tuple(map(float, exact_optimum(problem, bias)))


@pytest.mark.parametrize(
    ("x", "y", "bias", "w", "b"),
    [
        (*DATASETS["norris"].problem.arrays("float64"), True, 1.00211681802045, -0.262323073774029),
        (range(60, 71), range(130, 141), False, 2.07438016528926, 0),
        ([4, 5, 6], [3, 4, 4], False, 0.727272727272727, 0),
    ],
    ids=["Norris", "NoInt1", "NoInt2"],
)
def test_the_optimum_is_what_nist_certifies(x, y, bias, w, b):
    """https://www.itl.nist.gov/div898/strd/lls/lls.shtml, with 15 digits."""
    found = theory.optimum(gd.Problem(list(x), list(y)), bias)
    assert found == pytest.approx((w, b), rel=1e-13)


@pytest.mark.parametrize("x", BADLY_SCALED.values(), ids=list(BADLY_SCALED))
def test_points_on_a_line_through_0_have_an_intercept_of_0(x):
    problem = gd.Problem(x, [2 * one for one in x])
    assert theory.optimum(problem, bias=True) == (2, 0)


@pytest.mark.parametrize(("x", "mean"), [([7, 7], 3.0), ([0, 0, 0], 2.0), ([-1e9], 5.0)])
def test_where_the_slope_is_open_the_optimum_is_the_shortest(x, mean):
    problem = gd.Problem(x, [mean - 1, *[mean] * (len(x) - 2), mean + 1][-len(x) :])
    columns = np.column_stack([problem.x, np.ones(len(x))])
    expected = np.linalg.pinv(columns) @ problem.y
    assert theory.optimum(problem, bias=True) == pytest.approx(tuple(expected))
    assert theory.optimum(gd.Problem([0, 0], [1, 3]), bias=False) == (0, 0)


@pytest.mark.parametrize(("x", "y"), [([1e-310], [1]), ([1e-200, 2e-200], [1e200, 3e200])])
def test_refuses_points_whose_best_line_float64_cannot_hold(x, y):
    with pytest.raises(gd.InputError, match="x takes numbers for which float64 can hold"):
        theory.optimum(gd.Problem(x, y), bias=False)
    with pytest.raises(gd.InputError, match=r"float64 can hold .* of the loss; it got 1e\+200"):
        theory.eigen(gd.Problem([1e200, -1e200], [1, 2]), bias=True)


@pytest.mark.parametrize("x", BADLY_SCALED.values(), ids=list(BADLY_SCALED))
def test_curvatures_are_right_however_far_apart(x):
    check_eigen(gd.Problem(x, range(len(x))))


@given(st.lists(NUMBERS, min_size=2, max_size=6))
def test_curvatures_are_right_for_any_points(x):
    check_eigen(gd.Problem(x, x))


def check_eigen(problem: gd.Problem) -> None:
    values, vectors = theory.eigen(problem, bias=True)
    expected = exact_eigenvalues(problem.x.tolist())
    assert values.tolist() == pytest.approx(expected, rel=1e-14, abs=0)
    assert np.abs(vectors.T @ vectors - np.eye(2)).max() < 1e-15
    hessian = theory.hessian(problem)
    assert np.abs(hessian @ vectors - values * vectors).max() < 1e-15 * values[1]
    alone, direction = theory.eigen(problem, bias=False)
    assert (alone.tolist(), direction.tolist()) == ([hessian[0, 0]], [[1]])
    for shared in (values, vectors, alone, direction):
        assert not shared.flags.writeable
    found = theory.learning_rates(problem, bias=True)
    if np.ptp(problem.x) == 0:
        assert len(found.curvature) == 1
    else:
        assert found.condition_number == pytest.approx(expected[1] / expected[0], rel=1e-13)


def test_the_hessian_is_the_second_difference_of_the_loss():
    problem = gd.Problem([1.5, -2, 4], [1, 0, 7])
    steps = ((1, 0), (0, 1))
    for i, (a, b) in enumerate(steps):
        for j, (c, d) in enumerate(steps):
            second = sum(
                sign * quadratic.loss(problem, *place)
                for sign, place in ((1, (a + c, b + d)), (-1, (a, b)), (-1, (c, d)), (1, (0, 0)))
            )
            assert theory.hessian(problem)[i, j] == pytest.approx(second)


@pytest.mark.parametrize("x", [[1e-160, 2e-160], [1e-155, 1e-155]])
def test_what_float64_cannot_tell_from_level_sets_no_limit(x):
    assert theory.learning_rates(gd.Problem(x, [1, 2]), bias=False).curvature == ()
    (steepest,) = theory.learning_rates(gd.Problem(x, [1, 2]), bias=True).curvature
    assert steepest == 2


def test_the_loss_is_the_mean_of_the_squared_errors():
    assert quadratic.loss(gd.Problem([1, 2], [3, 5]), 1, 1) == ((2 - 3) ** 2 + (3 - 5) ** 2) / 2


def test_a_loss_beyond_float64_is_not_finite_and_no_warning():
    assert quadratic.loss(gd.Problem([1, 2], [1, 2]), 1e300, 0) == np.inf


def test_the_slow_direction_of_dates_is_that_of_the_run():
    """The README's promise, on Excel's dates: what the run covers along it is next to nothing."""
    problem = gd.Problem(BADLY_SCALED["Excel dates"], [1, 2, 3, 4])
    rate = theory.learning_rates(problem, bias=True).fastest_rate
    found = directions(gd.train("torch_module", problem, gd.Settings(rate, 50, dtype="float64")))
    assert found.condition_number == pytest.approx(3.28e16, rel=0.01)
    assert found.distance["slow"].iloc[-1] == pytest.approx(found.distance["slow"][0], rel=1e-6)
    assert found.distance["fast"].iloc[-1] < 1e-3 * found.distance["slow"][0]
