"""What is foretold, against runs that are really trained."""

from dataclasses import replace

import numpy as np
import pytest

import gd
from gd import theory
from gd.data.datasets import DATASETS
from gd.data.scaling import r_squared
from gd.theory.forecast import CLOSE, Forecast

ALLOWED = 1e-12, 10.0
LINE = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
PLAIN = ["numpy_by_hand", "torch_autograd", "torch_module"]


def forecast(name: str, problem: gd.Problem, settings: gd.Settings) -> Forecast:
    return Forecast(gd.VARIANTS[name], problem, settings, ALLOWED)


def excess(name: str, run: gd.Run) -> float:
    """L - L* after the last epoch, as a part of the variance of y."""
    problem = run.problem
    bias = gd.VARIANTS[name].has_bias
    columns = np.column_stack([problem.x, np.ones_like(problem.x)][: 1 + bias])
    best = np.linalg.lstsq(columns, problem.y, rcond=None)[0]
    least = np.mean((columns @ best - problem.y) ** 2)
    w, b = run.end
    return float((np.mean((w * problem.x + b - problem.y) ** 2) - least) / problem.y.var())


def test_a_run_that_ends_on_the_line_is_not_told_that_it_does_not():
    problem = gd.Problem(range(200), range(0, 400, 2))
    given_settings = gd.Settings(3.6e-5, 20)
    run = gd.train("torch_module", problem, given_settings)
    assert excess("torch_module", run) < 1e-4
    assert forecast("torch_module", problem, given_settings).suitable


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("part", [0.02, 0.4, 0.97, 1.3])
@pytest.mark.parametrize("start", [(0.0, 0.0), (-3.0, 5.0)])
def test_the_end_is_that_of_the_run(name, part, start):
    rate = part * forecast(name, LINE, gd.Settings()).rates.stability_limit
    found = forecast(name, LINE, gd.Settings(rate, 12, *start, dtype="float64"))
    run = gd.train(name, LINE, replace(found.settings, epochs=13))
    assert found.loss == pytest.approx(run.history["loss"][12], rel=1e-9)
    assert found.loss_at_start == pytest.approx(run.history["loss"][0])
    assert found.diverges == (part > 1)
    short = gd.train(name, LINE, found.settings)
    assert found.reaches_line == (excess(name, short) <= CLOSE)


def test_growth_is_that_of_the_error_in_the_end():
    found = forecast("torch_module", LINE, gd.Settings(0.5, 40, dtype="float64"))
    loss = gd.train("torch_module", LINE, found.settings).history["loss"].to_numpy()
    assert found.growth_factor == pytest.approx(np.sqrt(loss[-1] / loss[-2]), rel=1e-9)


def test_a_run_at_its_optimum_neither_grows_nor_is_slow():
    """B5: past the limit, but there is no error that could grow."""
    for rate in (0.5, 1e-6):
        found = forecast("numpy_by_hand", LINE, gd.Settings(rate, w0=2))
        assert found.growth_factor == 0
        assert found.suitable
    level = gd.Problem([1, 2, 3, 4], [0, 0, 0, 0])
    assert forecast("numpy_by_hand", level, gd.Settings(5.0)).suitable


def test_nothing_is_said_where_the_weight_is_open():
    """B6: every x is 0."""
    problem = gd.Problem([0, 0], [1, 2])
    for rate in (1e-6, 10.0):
        assert forecast("numpy_by_hand", problem, gd.Settings(rate)).suitable


def test_level_points_are_reached_when_the_bias_is():
    """Where all y are equal there is no R²: a twentieth of y² takes its place."""
    level = gd.Problem([-1, 1], [5, 5])  # b alone: half of what is left, an epoch, at 0.25
    assert not forecast("torch_module", level, gd.Settings(0.25, 2)).reaches_line  # b = 3.75
    assert forecast("torch_module", level, gd.Settings(0.25, 3)).reaches_line  # b = 4.375
    begun_there = gd.Settings(1e-6, 1, b0=4.9)
    assert forecast("torch_module", level, begun_there).reaches_line
    higher = gd.Problem([-1, 1], [50, 50])
    assert not forecast("torch_module", higher, gd.Settings(0.25, 2)).reaches_line
    assert forecast("torch_module", higher, gd.Settings(0.25, 3)).reaches_line
    assert not forecast(
        "torch_module", gd.Problem([-1, 1], [0, 0]), gd.Settings(1e-6, w0=1)
    ).reaches_line


def test_a_start_beyond_the_precision():
    assert forecast("torch_module", LINE, gd.Settings(w0=1e20)).overflows
    assert not forecast("torch_module", LINE, gd.Settings(w0=1e18)).overflows
    assert not forecast("torch_module", LINE, gd.Settings(w0=1e20, dtype="float64")).overflows
    # the mean of the squares is within float32, their sum is not
    halfway = gd.Settings(1e-6, w0=4.8e18)
    assert 1e38 < forecast("numpy_by_hand", LINE, halfway).loss_at_start < np.finfo("float32").max
    assert forecast("numpy_by_hand", LINE, halfway).overflows
    assert gd.train("numpy_by_hand", LINE, halfway).diverged_at == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["numpy_by_hand", "torch_module"])
def test_rounding_adds_no_more_than_is_said_and_not_much_less(name):
    """Runs that have arrived, of points far from 0: all that is left of the loss is rounding."""
    random, ratios = np.random.default_rng(0), []
    for _ in range(30):
        x = random.normal(random.choice([0, 3]), 1, random.integers(2, 40))
        problem = gd.Problem(x, 1000 * x + random.normal(0, 1, len(x)) + random.choice([0, 1e4]))
        rate = forecast(name, problem, gd.Settings()).rates.critical_rate
        if not 1e-6 <= rate <= 10:
            continue
        found = forecast(name, problem, gd.Settings(rate, 400))
        run = gd.train(name, problem, found.settings)
        left = excess(name, run) * problem.y.var()
        due = found.loss - found.min_loss
        assert np.sqrt(max(left, 0)) <= np.sqrt(due) + np.sqrt(found.rounding_bound(rate))
        if due < 0.01 * left:
            ratios.append(np.sqrt(left / found.rounding_bound(rate)))
    assert len(ratios) > 5
    assert 0.005 < max(ratios) < 0.5


def test_the_bound_on_rounding_by_hand():
    """Two points of summed gradients: λ = 2·(1 + 9) = 20, 1 - ηλ = -0.6, w goes from 1 to 2."""
    found = forecast("numpy_by_hand", gd.Problem([1, 3], [2, 6]), gd.Settings(w0=1))
    unit, size = 2.0**-24, 2 + 1
    lengths = np.array([2, 10]) ** 0.5  # of (x, 1)
    terms = 2 * (size * lengths + [2, 6]) * lengths
    error = unit * size + (2 + 12) * unit * 0.08 * terms.sum()
    assert found.rounding_bound(0.08) == pytest.approx(0.5 * 10 * (error / (1 - 0.6)) ** 2)


@pytest.mark.parametrize(
    ("name", "problem"),
    [*[(name, LINE) for name in PLAIN], ("torch_autograd", gd.Problem([0.1, 0.3], [2, 6]))],
)
def test_the_slow_rates_end_where_the_epochs_suffice(name, problem):
    border = forecast(name, problem, gd.Settings(0.01, 20)).min_sufficient_rate()
    for part, arrives in ((0.98, False), (1.02, True)):
        run = gd.train(name, problem, gd.Settings(border * part, 20))
        assert ((r_squared(problem, *run.end) or 0) >= 0.95) == arrives


def test_where_no_rate_or_any_rate_suffices():
    wavelengths = gd.Problem([5e-7, 5.5e-7, 6e-7], [1, 2, 3])
    found = forecast("torch_module", wavelengths, gd.Settings(0.1, 1000))
    assert found.min_sufficient_rate() == np.inf
    assert found.infeasible
    slowest = forecast("torch_module", LINE, gd.Settings(w0=2)).min_sufficient_rate()
    assert slowest == pytest.approx(ALLOWED[0])
    assert not forecast("torch_module", LINE, gd.Settings(ALLOWED[0])).infeasible
    assert forecast("torch_module", DATASETS["co2"].problem, gd.Settings()).infeasible


@pytest.mark.parametrize("seed", [0, 7])
def test_a_seed_is_where_the_run_starts(seed):
    found = forecast("torch_module", LINE, gd.Settings(0.01, 5, seed=seed, dtype="float64"))
    run = gd.train("torch_module", LINE, replace(found.settings, epochs=6))
    assert found.start == run.start
    assert found.loss == pytest.approx(run.history["loss"][5])
    assert theory.expected(run)["loss"][5] == pytest.approx(found.loss)
