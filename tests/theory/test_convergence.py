import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gd
from gd import theory

tame = st.floats(-4, 4, width=16)
problems = st.lists(st.tuples(tame, tame), min_size=2, max_size=8).map(
    lambda points: gd.Problem(*zip(*points, strict=True))
)
ONE_AND_TWO = [("numpy_by_hand", "sum"), ("numpy_by_hand", "mean"), ("torch_module", "mean")]


def limits(problem: gd.Problem, name: str, gradient: str) -> theory.Rates:
    return theory.learning_rates(problem, gd.VARIANTS[name].has_bias, gradient)


@pytest.mark.parametrize(("name", "gradient"), ONE_AND_TWO)
@given(problem=problems, part=st.floats(0.02, 1.05), w0=tame, b0=tame)
def test_the_closed_form_is_the_run(name, gradient, problem, part, w0, b0):
    assume(np.ptp(problem.x) > 0.5)
    rate = part * limits(problem, name, gradient).stability_limit
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
    assert (
        found.factor(found.stability_limit * 0.99) < 1 < found.factor(found.stability_limit * 1.01)
    )
    best = theory.optimum(problem, gd.VARIANTS[name].has_bias)

    def distances(rate: float) -> np.ndarray:
        settings = gd.Settings(
            rate, 30, best[0] + 1, best[1] + 0.5, gradient=gradient, dtype="float64"
        )
        history = gd.train(name, problem, settings).history
        weights = np.vstack([(best[0] + 1, best[1] + 0.5), history[["w", "b"]]]) - best
        return np.hypot(weights[:, 0], weights[:, 1] * gd.VARIANTS[name].has_bias)

    for part in (0.3, 0.97):
        shrinking = distances(part * found.stability_limit)
        assert (shrinking[1:] <= shrinking[:-1] * (1 + 1e-9) + 1e-12).all()


def test_the_limits_on_the_notebooks_points():
    """1/mean(x²) = 0.1333 for one weight, a quarter of it for the sum; 0.1198 with a bias."""
    problem = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    assert limits(problem, "torch_autograd", "mean").stability_limit == pytest.approx(
        0.1333, abs=1e-4
    )
    assert limits(problem, "numpy_by_hand", "sum").stability_limit == pytest.approx(
        0.0333, abs=1e-4
    )
    found = limits(problem, "torch_module", "mean")
    assert found.stability_limit == pytest.approx(0.1198, abs=1e-4)
    assert found.condition_number == pytest.approx(55.8, abs=0.05)
    assert found.critical_rate == found.stability_limit / 2
    at = [found.factor(found.fastest_rate * part) for part in (0.99, 1, 1.01)]
    assert at[1] < min(at[0], at[2])
    assert at[1] == pytest.approx((found.condition_number - 1) / (found.condition_number + 1))


@pytest.mark.parametrize("part", [0.4, 0.9, 1.1, 1.9, 2.1])
def test_the_zone_of_a_rate_says_what_the_run_does(part):
    problem = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    rates = theory.learning_rates(problem, bias=False)
    rate = part * rates.critical_rate
    zone = next(word for word, end in rates.zones.items() if rate <= end)
    history = gd.train("torch_autograd", problem, gd.Settings(rate, 30, dtype="float64")).history
    error = np.array([-2, *(history["w"] - 2)])
    passes, grows = (error > 0).any(), abs(error[-1]) > abs(error[0])
    assert zone == ("diverges" if grows else "oscillates" if passes else "converges")


def test_where_nothing_moves_there_are_no_zones():
    assert theory.learning_rates(gd.Problem([0, 0], [1, 2]), bias=False).zones == {}


def test_a_direction_without_curvature_sets_no_limit():
    same_x = theory.learning_rates(gd.Problem([2, 2], [1, 3]), bias=True)
    assert len(same_x.curvature) == 1
    nothing = theory.learning_rates(gd.Problem([0, 0], [1, 3]), bias=False)
    assert nothing.stability_limit == nothing.fastest_rate == np.inf
    assert nothing.factor(1.0) == nothing.condition_number == 1.0


@pytest.mark.parametrize(("name", "gradient"), ONE_AND_TWO)
@pytest.mark.parametrize("seed", [None, 3])
def test_expected_is_the_closed_form_of_that_run(name, gradient, seed):
    problem = gd.Problem([1, 2, 3, 4], [2.1, 3.7, 6.4, 7.8])
    settings = gd.Settings(0.02, 30, 0.7, -1.3, seed, gradient, dtype="float64")
    run = gd.train(name, problem, settings)
    found = theory.expected(run)
    assert list(found) == ["epoch", "loss", "w", "b"]
    columns = run.history[list(found)]
    np.testing.assert_allclose(found, columns, rtol=1e-9, atol=1e-12)


def test_expected_ends_with_the_run_or_where_float64_ends():
    problem = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    run = gd.train("numpy_by_hand", problem, gd.Settings(0.5, 1000))
    assert len(theory.expected(run)) + 1 == len(run.history) + 1 == run.diverged_at
    at_once = gd.train("numpy_by_hand", gd.Problem([3e38], [-3e38]), gd.Settings(w0=3))
    assert theory.expected(at_once).empty
    # float32 holds 0.1 to 8 digits, and 0.1·x - y is 0 there; float64 tells the two apart
    settled = gd.train(
        "numpy_by_hand", gd.Problem([1], [0.1 + 1e-10]), gd.Settings(5, 1000, w0=0.1)
    )
    assert len(settled.history) == 1000
    closed = theory.expected(settled)
    assert len(closed) < 1000
    assert np.isfinite(closed.to_numpy()).all()
    assert closed["loss"].iloc[-1] > 1e300


@pytest.mark.parametrize("name", ["numpy_by_hand", "torch_module"])
@pytest.mark.parametrize(("y", "w0"), [([0, 0, 0, 0], 0.0), ([2, 4, 6, 8], 2.0)])
def test_a_run_that_starts_at_its_optimum_stays_there_whatever_the_rate(name, y, w0):
    problem, settings = gd.Problem([1, 2, 3, 4], y), gd.Settings(0.5, 1000, w0=w0)
    run = gd.train(name, problem, settings)
    assert run.diverged_at is None
    np.testing.assert_array_equal(theory.expected(run), run.history[["epoch", "loss", "w", "b"]])


def test_a_rate_that_hits_the_optimum_is_there_after_an_epoch():
    """One point x = 1: λ = 2."""
    problem = gd.Problem([1], [3])
    found = theory.learning_rates(problem, bias=False)
    assert (found.fastest_rate, found.critical_rate, found.condition_number) == (0.5, 0.5, 1)
    assert found.factor(0.5) == 0
    assert found.log_factor(0.5) == -math.inf
    closed = theory.trajectory(problem, gd.Settings(0.5, 3, w0=7), bias=False)
    assert closed.to_numpy().tolist() == [[1, 16, 3, 0], [2, 0, 3, 0], [3, 0, 3, 0]]


@pytest.mark.parametrize("x", [[1e-9, 2e-9, 3e-9], [1e-40]])
def test_the_logarithm_of_a_factor_that_rounds_to_1_is_exact(x):
    found = theory.learning_rates(gd.Problem(x, x), bias=False)
    curvature = 2 * sum(one * one for one in x) / len(x)
    assert found.factor(0.01) == 1
    assert found.log_factor(0.01) == pytest.approx(-0.01 * curvature, rel=1e-12)
    assert found.log_factor(3 / curvature) == pytest.approx(math.log(2))
    assert theory.Rates(()).log_factor(0.01) == 0


@pytest.mark.parametrize(("name", "gradient"), ONE_AND_TWO)
def test_the_excess_is_what_training_has_left(name, gradient):
    problem = gd.Problem([1, 2, 3, 4], [2.1, 3.7, 6.4, 7.8])
    bias = gd.VARIANTS[name].has_bias
    least = theory.loss(problem, *theory.optimum(problem, bias))
    limit = limits(problem, name, gradient).stability_limit
    rates, epochs = limit * np.array([0.1, 0.5, 0.9, 1.1]), np.array([0, 1, 2, 9])
    times = theory.gradient_scale(problem, gradient)
    found = theory.excess_loss(problem, (0.5, -1.0), bias, rates * times, epochs)
    for place, rate in enumerate(rates):
        settings = gd.Settings(rate, 10, 0.5, -1.0, gradient=gradient, dtype="float64")
        losses = gd.train(name, problem, settings).history["loss"].to_numpy()
        np.testing.assert_allclose(found[:, place] + least, losses[epochs], rtol=1e-10)


def test_the_excess_of_a_run_that_grows_is_infinite_in_the_end_and_no_warning():
    problem = gd.Problem([1, 2], [1, 2])
    found = theory.excess_loss(problem, (0, 0), True, np.array([10.0]), np.array([1, 50_000]))
    assert np.isfinite(found[0, 0])
    assert found[1, 0] == np.inf
