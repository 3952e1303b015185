"""Mistakes in what is written by hand, against closed forms written out here."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd.mistakes import Outcome, WrongRun, run_trial

SETTINGS = gd.Settings(0.01, 20, dtype="float64")
numbers = st.floats(-3, 3).map(lambda x: round(x, 2))
points = st.lists(st.tuples(numbers.filter(bool), numbers), min_size=2, max_size=6)


def geometric(factor, w0, best, epochs):
    """w after each epoch where an epoch multiplies its distance to `best` by `factor`."""
    return best + factor ** np.arange(1, epochs + 1) * (w0 - best)


@settings(max_examples=15)
@given(points, st.floats(0.001, 0.01), numbers)
@pytest.mark.parametrize("name", ["sum_for_mean", "sign_turned"])
def test_the_distance_shrinks_or_grows_by_a_factor(name, points, rate, w0):
    x, y = np.array(points).T
    square = float(np.sum(x * x))
    wrong = {"sum_for_mean": 1 - 2 * rate * square, "sign_turned": 1 + 2 * rate * square / len(x)}
    best = float(np.sum(x * y)) / square
    trial = run_trial(name, gd.Problem(x, y), gd.Settings(rate, 20, w0=w0, dtype="float64"))
    for run, factor in ((trial.right, 1 - 2 * rate * square / len(x)), (trial.wrong, wrong[name])):
        assert isinstance(run, gd.Run)
        expected = geometric(factor, w0, best, 20)
        np.testing.assert_allclose(run.columns["w"], expected, rtol=1e-9, atol=1e-9)


def test_the_sum_is_what_the_notebooks_print(doubling):
    wrong = gd.mistakes.train("sum_for_mean", doubling, gd.Settings(0.01, 20))
    assert isinstance(wrong, WrongRun)
    notebook = gd.train("numpy_by_hand", doubling, gd.Settings(0.01, 20, gradient="sum"))
    assert wrong.history.equals(notebook.history)
    assert wrong.settings == notebook.settings  # what opens the same run on its page


def test_outcomes_and_factors(doubling):
    found = run_trial("sum_for_mean", doubling, SETTINGS)
    assert found.outcome == Outcome.FASTER
    assert "4 times" in found.reason
    assert "by 0.4, where" in found.reason  # 1 - 2·0.01·30
    assert "by 0.85." in found.reason  # 1 - 2·0.01·7.5
    too_large = run_trial("sum_for_mean", doubling, gd.Settings(0.05, 20))
    assert too_large.outcome == Outcome.DIVERGES  # 1 - 2·0.05·30 = -2
    assert run_trial("sign_turned", doubling, SETTINGS).outcome == Outcome.DIVERGES
    one = run_trial("sum_for_mean", gd.Problem([3], [6]), SETTINGS)
    assert one.outcome == Outcome.SAME


def test_the_label_changes_one_printed_line_and_no_number(doubling):
    trial = run_trial("label_before", doubling, SETTINGS)
    assert trial.outcome == Outcome.SAME
    assert trial.run.history.equals(trial.right.history)
    right, wrong = trial.right_log(5.0), trial.wrong_log(5.0)
    # w = 2·(1 - 0.85²⁰) after 20 epochs: f(5) = 9.612
    assert right[0] == "Prediction before training: f(5) = 0.000"
    assert wrong[-2] == f"Prediction before training: f(5) = {10 * (1 - 0.85**20):.3f}"
    assert wrong[:-2] == right[1:-1]
    assert wrong[-1] == right[-1]
