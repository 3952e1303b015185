"""Mistakes in `torch_module`, against torch itself in a few lines, and numpy."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

import gd
from gd.mistakes import Outcome, Raised, run_trial, train

SETTINGS = gd.Settings(0.01, 100)
numbers = st.integers(-30, 30).map(lambda x: x / 10)
points = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5)


def path(run):
    assert isinstance(run, gd.Run)
    return np.column_stack([run.columns["w"], run.columns["b"]])


def descend(x, y, slope, start, rate, epochs):
    """(w, b) after each epoch of plain gradient descent with `slope(error)` → (dw, db)."""
    w, b = start
    ways = []
    for _ in range(epochs):
        dw, db = slope(w * x + b, y)
        w, b = w - rate * dw, b - rate * db
        ways.append((w, b))
    return np.array(ways)


@settings(max_examples=15)
@given(points, numbers, numbers)
def test_a_row_of_targets_descends_the_loss_of_all_pairs(points, w0, b0):
    x, y = np.array(points).T

    def slope(predictions, targets):
        error = predictions[:, None] - targets[None, :]
        return np.mean(2 * error * x[:, None]), np.mean(2 * error)

    chosen = gd.Settings(0.02, 15, w0=w0, b0=b0, dtype="float64")
    wrong = train("row_of_targets", gd.Problem(x, y), chosen)
    expected = descend(x, y, slope, (w0, b0), 0.02, 15)
    np.testing.assert_allclose(path(wrong), expected, rtol=1e-9, atol=1e-9)


def test_a_row_of_targets_ends_as_the_level_line_at_their_mean(doubling):
    trial = run_trial("row_of_targets", doubling, gd.Settings(0.1, 500))
    assert trial.run.end == pytest.approx((0, 5), abs=1e-3)
    assert trial.outcome == Outcome.ELSEWHERE
    assert "w = 0, b = 5, and not for w = 2, b = 0" in trial.reason
    with pytest.warns(UserWarning, match="target size") as said:
        nn.MSELoss()(torch.zeros(4, 1), torch.zeros(4))
    assert trial.run.warnings == (str(said[0].message),)


def test_whole_inputs_are_refused_as_torch_refuses_them(doubling):
    with pytest.raises(RuntimeError) as said:
        nn.Linear(1, 1)(torch.tensor([[1], [2]]))
    wrong = train("integer_inputs", doubling, SETTINGS)
    assert isinstance(wrong, Raised)
    assert (wrong.type, wrong.message) == ("RuntimeError", str(said.value))
    assert (wrong.code, wrong.epoch) == ("y_pred = model(inputs)", 1)


@settings(max_examples=15)
@given(points)
def test_whole_targets_are_the_targets_cut_off(points):
    x, y = np.array(points).T
    chosen = gd.Settings(0.01, 5)
    wrong = train("integer_targets", gd.Problem(x, y), chosen)
    cut = gd.Problem(x, [int(one) for one in y])
    np.testing.assert_array_equal(path(wrong), path(gd.train("torch_module", cut, chosen)))


def test_whole_targets_matter_where_there_were_decimals(doubling):
    assert run_trial("integer_targets", doubling, SETTINGS).outcome == Outcome.SAME
    halves = gd.Problem([1, 2, 3, 4], [2.5, 4.5, 6.5, 8.5])
    trial = run_trial("integer_targets", halves, SETTINGS)
    assert trial.outcome == Outcome.ELSEWHERE
    assert "up to 0.5: the loss is least at w = 2, b = 0, that of the points at w = 2, b = 0.5" in (
        trial.reason
    )


@pytest.mark.parametrize("seed", [None, 7])
def test_an_optimizer_of_the_old_model_moves_nothing(seed, doubling):
    trial = run_trial("old_model", doubling, gd.Settings(0.01, 30, w0=0.5, b0=1, seed=seed))
    w, b = trial.right.start
    assert trial.outcome == Outcome.STILL
    assert set(map(tuple, path(trial.run))) == {(w, b)}

    def loss(w, b):
        return float(np.mean((w * doubling.x + b - doubling.y) ** 2))

    once = (loss(w + 1e-4, b) - loss(w - 1e-4, b)) / 2e-4  # exact for a quadratic
    expected = once * np.arange(1, 31)  # never zeroed
    np.testing.assert_allclose(trial.run.columns["grad_w"], expected, rtol=1e-5)


def orders(points, epochs):
    generator = torch.Generator().manual_seed(1)
    return [torch.randperm(points, generator=generator).numpy() for _ in range(epochs)]


def test_shuffled_once_is_the_training_of_other_pairs(doubling):
    (order,) = orders(4, 1)
    assert sorted(order) == [0, 1, 2, 3]
    x = doubling.x[order]
    trial = run_trial("shuffled_once", doubling, SETTINGS)
    pairs = gd.train("torch_module", gd.Problem(x, doubling.y), SETTINGS)
    np.testing.assert_array_equal(path(trial.wrong), path(pairs))
    slope, level = np.polyfit(x, doubling.y, 1)
    assert trial.outcome == Outcome.ELSEWHERE
    assert f"w = {slope:.3g}, b = {level:.3g}; that of the points is w = 2, b = 0" in trial.reason
    assert f"{(order == range(4)).sum()} of 4 points" in trial.reason


def test_shuffled_each_epoch_draws_the_pairs_anew(doubling):
    chosen = gd.Settings(0.05, 40, dtype="float64")
    drawn = iter(orders(4, 40))
    expected, (w, b) = [], (0.0, 0.0)
    for order in drawn:
        x = doubling.x[order]
        error = w * x + b - doubling.y
        w, b = w - 0.05 * np.mean(2 * error * x), b - 0.05 * np.mean(2 * error)
        expected.append((w, b))
    wrong = train("shuffled_each_epoch", doubling, chosen)
    np.testing.assert_allclose(path(wrong), expected, rtol=1e-9)


def test_shuffled_each_epoch_finds_no_slope(doubling):
    trial = run_trial("shuffled_each_epoch", doubling, gd.Settings(0.03, 1000))
    assert trial.outcome == Outcome.SWINGS
    late = path(trial.run)[300:]
    assert late.mean(axis=0) == pytest.approx((0, 5), abs=0.2)
    assert trial.right.end[0] == pytest.approx(2, abs=0.01)


def test_one_point_has_no_other_order():
    one = gd.Problem([3], [6])
    for name in ("shuffled_once", "shuffled_each_epoch", "row_of_targets", "column_minus_row"):
        assert run_trial(name, one, SETTINGS).outcome == Outcome.SAME
