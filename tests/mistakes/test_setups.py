"""Mistakes in the settings and the points, against closed forms and numpy's eigenvalues."""

from dataclasses import replace

import numpy as np
import pytest

import gd
from gd.mistakes import Outcome, run_trial

SETTINGS = gd.Settings(0.01, 60, dtype="float64")


def largest_rate(x):
    """2/λmax of H = 2·[[mean x², mean x], [mean x, 1]]."""
    x = np.asarray(x, float)
    hessian = 2 * np.array([[np.mean(x * x), x.mean()], [x.mean(), 1]])
    return 2 / np.linalg.eigvalsh(hessian)[-1]


def test_at_the_limit_w_jumps_between_two_places(doubling):
    trial = run_trial("rate_at_limit", doubling, gd.Settings(0.01, 60, w0=0.5, dtype="float64"))
    assert trial.run.settings.learning_rate == pytest.approx(1 / 7.5)  # 1/mean x²
    np.testing.assert_allclose(trial.run.columns["w"], [3.5, 0.5] * 30, rtol=1e-9)
    assert trial.outcome == Outcome.SWINGS
    assert "between 0.5 and 3.5" in trial.reason
    half = gd.Settings(0.5 / 7.5, 1, gradient="mean", dtype="float64")
    assert gd.train("numpy_by_hand", doubling, half).end[0] == pytest.approx(2)  # the mend


def test_beyond_the_limit_the_distance_grows(doubling):
    trial = run_trial("rate_too_large", doubling, SETTINGS)
    grown = (-1.2) ** np.arange(1, 61)  # 1 - 1.1·2
    np.testing.assert_allclose(trial.run.columns["w"], 2 - 2 * grown, rtol=1e-9)
    assert trial.outcome == Outcome.DIVERGES
    assert "by -1.2" in trial.reason
    rate = trial.run.settings.learning_rate
    assert rate == pytest.approx(1.1 / 7.5)
    assert trial.run.settings == replace(trial.right.settings, learning_rate=rate)


def test_a_given_rate_beyond_the_limit_is_not_taken_for_right(doubling):
    for name in ("rate_too_large", "rate_at_limit", "large_units", "not_centred"):
        trial = run_trial(name, doubling, gd.Settings(5.0, 60, optimizer="Adam"))
        limit = largest_rate([1, 2, 3, 4]) if trial.right.has_bias else 1 / 7.5
        assert trial.right.settings.learning_rate == pytest.approx(0.9 * limit)
        assert trial.right.settings.optimizer == trial.run.settings.optimizer == "SGD"
        assert trial.outcome in (Outcome.DIVERGES, Outcome.SWINGS, Outcome.SLOWER)


def test_other_units_and_the_same_rate_diverge(doubling):
    trial = run_trial("large_units", doubling, SETTINGS)
    np.testing.assert_array_equal(trial.run.problem.x, [1000, 2000, 3000, 4000])
    assert trial.run.settings == trial.right.settings
    assert trial.outcome == Outcome.DIVERGES
    limit = largest_rate(trial.run.problem.x)
    assert f"to {limit:.2e}".replace("e-0", "e-") in trial.reason
    growth = trial.run.columns["w"][1:] / trial.run.columns["w"][:-1]
    np.testing.assert_allclose(growth[2:], 1 - 0.01 * 2 / limit, rtol=1e-6)


def test_far_from_0_the_slope_is_hardly_found():
    # A start that has to turn the line: the points near 0 allow it
    problem = gd.Problem([1, 2, 3, 4], [8, 6, 4, 2])
    trial = run_trial("not_centred", problem, gd.Settings(0.1, 300, dtype="float64"))
    x = trial.run.problem.x
    np.testing.assert_array_equal(x, [3001, 3002, 3003, 3004])
    fractions = [
        run.settings.learning_rate / largest_rate(run.problem.x) for run in (trial.right, trial.run)
    ]
    assert fractions[0] == pytest.approx(fractions[1])
    assert trial.right.end[0] == pytest.approx(-2, abs=0.1)
    assert abs(trial.run.end[0]) < 0.01
    assert trial.outcome == Outcome.SLOWER
    hessian = 2 * np.array([[np.mean(x * x), x.mean()], [x.mean(), 1]])
    assert f"a factor of {np.linalg.cond(hessian):.1e}"[:14] in trial.reason


def test_points_that_no_rate_moves_are_refused():
    level = gd.Problem([0, 0], [1, 2])
    for name in ("rate_too_large", "rate_at_limit"):
        with pytest.raises(gd.InputError, match="no learning rate is too large"):
            run_trial(name, level, SETTINGS)
