"""Mistakes in `torch_autograd`, against torch itself in a few lines, and numpy."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd.mistakes import Outcome, Raised, run_trial, train

SETTINGS = gd.Settings(0.01, 100)


def weight_after_backward() -> torch.Tensor:
    w = torch.tensor(1.0, requires_grad=True)
    (3 * w).backward()
    return w


def update_in_graph():
    w: Any = weight_after_backward()
    w -= 0.1 * w.grad


def new_weight_no_grad():
    w: Any = weight_after_backward()
    with torch.no_grad():
        w = w - 0.1 * w.grad
    w.grad.zero_()


def new_weight():
    w: Any = weight_after_backward()
    w = w - 0.1 * w.grad
    with pytest.warns(UserWarning, match="not a leaf"):
        gradient = w.grad
    gradient.zero_()


def requires_grad_forgotten():
    (torch.tensor(1.0) * torch.ones(3)).mean().backward()


def integer_weight():
    torch.tensor(0, requires_grad=True)


@pytest.mark.parametrize(
    ("raises", "code", "epoch"),
    [
        (update_in_graph, "w -= learning_rate * w.grad", 1),
        (new_weight_no_grad, "w.grad.zero_()", 1),
        (new_weight, "w.grad.zero_()", 1),
        (requires_grad_forgotten, "loss.backward()", 1),
        (integer_weight, "w = torch.tensor(int(w0), requires_grad=True)", None),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_torch_says_the_same_of_a_few_lines(raises, code, epoch, doubling):
    with pytest.raises((RuntimeError, AttributeError)) as said:
        raises()
    wrong = train(raises.__name__, doubling, SETTINGS)
    assert isinstance(wrong, Raised)
    assert (wrong.type, wrong.message) == (said.typename, str(said.value))
    assert (wrong.code, wrong.epoch) == (code, epoch)
    assert wrong.before.history.empty


def test_the_step_that_was_not_taken(doubling):
    # 0.01 · mean 2·x·y = 0.3
    for name in ("update_in_graph", "new_weight_no_grad", "new_weight"):
        assert " 0.3" in run_trial(name, doubling, SETTINGS).reason
    assert "loss of 30 " in run_trial("requires_grad_forgotten", doubling, SETTINGS).reason


def test_only_the_leaf_is_warned_of(doubling):
    wrong = train("new_weight", doubling, SETTINGS)
    (warning,) = wrong.warnings
    assert "is not a leaf Tensor" in warning
    assert "Triggered internally" not in warning
    assert train("new_weight_no_grad", doubling, SETTINGS).warnings == ()


numbers = st.integers(-30, 30).map(lambda x: x / 10)


@settings(max_examples=15)
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5), numbers)
def test_a_column_minus_a_row_descends_the_loss_of_all_pairs(points, w0):
    x, y = np.array(points).T
    chosen = gd.Settings(0.02, 15, w0=w0, dtype="float64")
    wrong = train("column_minus_row", gd.Problem(x, y), chosen)
    assert isinstance(wrong, gd.Run)
    w, losses, ways = w0, [], []
    for _ in range(15):
        error = (w * x)[:, None] - y[None, :]
        losses.append(np.mean(error**2))
        w -= 0.02 * np.mean(2 * x[:, None] * error)
        ways.append(w)
    np.testing.assert_allclose(wrong.columns["w"], ways, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(wrong.columns["loss"], losses, rtol=1e-9, atol=1e-12)


def test_a_column_minus_a_row_converges_elsewhere(doubling):
    trial = run_trial("column_minus_row", doubling, gd.Settings(0.01, 300))
    x, y = doubling.x, doubling.y
    assert trial.run.end[0] == pytest.approx(x.mean() * y.mean() / (x * x).mean(), rel=1e-6)
    assert trial.right.end[0] == pytest.approx(2, rel=1e-6)
    assert trial.outcome == Outcome.ELSEWHERE
    assert "16 differences" in trial.reason
    assert "w = 1.67" in trial.reason
    assert trial.run.warnings == ()


def test_too_many_pairs_are_refused():
    many = gd.Problem(np.arange(501.0), np.arange(501.0))
    for name in ("column_minus_row", "row_of_targets"):
        with pytest.raises(gd.InputError, match="up to 500 points"):
            train(name, many, SETTINGS)
