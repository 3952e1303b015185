import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gd
from gd import theory

numbers = st.floats(-100, 100, width=16)
points = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=10)


@pytest.mark.parametrize("bias", [False, True])
@given(points=points, dw=numbers, db=numbers)
def test_no_other_line_has_a_smaller_loss(bias, points, dw, db):
    problem = gd.Problem(*zip(*points, strict=True))

    def loss(w: float, b: float) -> float:
        return float(np.mean((w * problem.x + b - problem.y) ** 2))

    w, b = theory.optimum(problem, bias)
    assert loss(w, b) <= loss(w + dw, b + db * bias) * (1 + 1e-9) + 1e-9


def test_without_a_bias_b_is_zero():
    assert theory.optimum(gd.Problem([1, 2, 3], [2, 4, 6]), bias=False) == (pytest.approx(2), 0.0)


def test_where_all_x_are_zero_the_weight_stays_zero():
    assert theory.optimum(gd.Problem([0, 0], [1, 3]), bias=False) == (0.0, 0.0)
    assert theory.optimum(gd.Problem([0, 0], [1, 3]), bias=True) == pytest.approx((0.0, 2.0))


tame = st.floats(-4, 4, width=16)
problems = st.lists(st.tuples(tame, tame), min_size=2, max_size=8).map(
    lambda points: gd.Problem(*zip(*points, strict=True))
)
ONE_AND_TWO = [("numpy_by_hand", "sum"), ("numpy_by_hand", "mean"), ("torch_module", "mean")]


def limits(problem: gd.Problem, name: str, gradient: str) -> theory.Rates:
    return theory.rates(problem, gd.VARIANTS[name].has_bias, gradient)


@pytest.mark.parametrize(("name", "gradient"), ONE_AND_TWO)
@given(problem=problems, part=st.floats(0.02, 1.05), w0=tame, b0=tame)
def test_the_closed_form_is_the_run(name, gradient, problem, part, w0, b0):
    assume(np.ptp(problem.x) > 0.5)
    rate = part * limits(problem, name, gradient).divergent
    settings = gd.Settings(rate, 40, w0, b0, gradient=gradient, dtype="float64")
    run = gd.train(name, problem, settings).history
    closed = theory.trajectory(problem, settings, gd.VARIANTS[name].has_bias)
    size = 1 + run[["w", "b"]].abs().to_numpy().max() + abs(problem.y).max()
    for column in ("w", "b"):
        np.testing.assert_allclose(run[column], closed[column], atol=1e-12 * size, rtol=1e-11)
    atol = 1e-12 * (1 + run["loss"].max())
    np.testing.assert_allclose(run["loss"], closed["loss"], atol=atol, rtol=1e-11)


@pytest.mark.parametrize(("name", "gradient"), ONE_AND_TWO)
@given(problem=problems)
def test_below_the_limit_a_run_converges_above_it_it_diverges(name, gradient, problem):
    assume(np.ptp(problem.x) > 0.5)
    found = limits(problem, name, gradient)
    assert found.factor(found.divergent * 0.99) < 1 < found.factor(found.divergent * 1.01)
    best = theory.optimum(problem, gd.VARIANTS[name].has_bias)

    def distances(rate: float) -> np.ndarray:
        settings = gd.Settings(
            rate, 30, best[0] + 1, best[1] + 0.5, gradient=gradient, dtype="float64"
        )
        history = gd.train(name, problem, settings).history
        weights = np.vstack([(best[0] + 1, best[1] + 0.5), history[["w", "b"]]]) - best
        return np.hypot(weights[:, 0], weights[:, 1] * gd.VARIANTS[name].has_bias)

    for part in (0.3, 0.97):
        shrinking = distances(part * found.divergent)
        assert (shrinking[1:] <= shrinking[:-1] * (1 + 1e-9) + 1e-12).all()


def test_the_limits_on_the_notebooks_points():
    """1/mean(x²) = 0.1333 for one weight, a quarter of it for the sum; 0.1198 with a bias."""
    problem = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    assert limits(problem, "torch_autograd", "mean").divergent == pytest.approx(0.1333, abs=1e-4)
    assert limits(problem, "numpy_by_hand", "sum").divergent == pytest.approx(0.0333, abs=1e-4)
    found = limits(problem, "torch_module", "mean")
    assert found.divergent == pytest.approx(0.1198, abs=1e-4)
    assert found.condition == pytest.approx(55.8, abs=0.05)
    assert found.monotone == found.divergent / 2
    at = [found.factor(found.fastest * part) for part in (0.99, 1, 1.01)]
    assert at[1] < min(at[0], at[2])
    assert at[1] == pytest.approx((found.condition - 1) / (found.condition + 1))


@given(problem=problems, part=st.floats(0.05, 0.95), left=st.floats(1e-6, 0.5))
def test_epochs_to_a_part_are_the_first_that_reach_it(problem, part, left):
    assume(np.ptp(problem.x) > 0.5)
    found = theory.rates(problem, bias=True)
    rate = part * found.divergent
    epochs = found.epochs_to(left, rate)
    assert found.factor(rate) ** epochs <= left * (1 + 1e-9)
    assert epochs == 1 or found.factor(rate) ** (epochs - 1) >= left * (1 - 1e-9)


def test_no_rate_converges_at_or_beyond_the_limit():
    found = theory.rates(gd.Problem([1, 2], [1, 2]), bias=True)
    assert found.epochs_to(0.1, found.divergent * 1.0001) == np.inf


def test_a_direction_without_curvature_sets_no_limit():
    same_x = theory.rates(gd.Problem([2, 2], [1, 3]), bias=True)
    assert len(same_x.curvature) == 1
    nothing = theory.rates(gd.Problem([0, 0], [1, 3]), bias=False)
    assert nothing.divergent == nothing.fastest == np.inf
    assert nothing.factor(1.0) == nothing.condition == 1.0


@pytest.mark.parametrize(("name", "gradient"), ONE_AND_TWO)
@given(problem=problems, part=st.floats(1.05, 8))
def test_the_overflow_comes_when_it_is_due(name, gradient, problem, part):
    assume(np.ptp(problem.x) > 0.5)
    assume(np.abs(problem.y).max() > 0.1)
    bias = gd.VARIANTS[name].has_bias
    rate = part * limits(problem, name, gradient).divergent
    settings = gd.Settings(rate, 3000, w0=9.0, gradient=gradient)
    due = theory.overflow(problem, settings, bias)
    happened = gd.train(name, problem, settings).diverged_at
    if due is not None and happened is not None:
        assert abs(due - happened) <= 1
    else:
        assert due == happened


def test_no_overflow_is_due_where_the_run_converges():
    problem = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    assert theory.overflow(problem, gd.Settings(epochs=5000), bias=False) is None
