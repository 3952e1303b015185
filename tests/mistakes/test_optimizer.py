"""Mistakes in `torch_optimizer`, against recurrences by hand and torch itself."""

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


def slope(x, y, w, b=0.0):
    """(dL/dw, dL/db) of the mean squared error."""
    return np.array([np.mean(2 * (w * x + b - y) * x), np.mean(2 * (w * x + b - y))])


def history(name, x, y, chosen):
    wrong = train(name, gd.Problem(x, y), chosen)
    assert isinstance(wrong, gd.Run)
    return wrong.columns


@settings(max_examples=15)
@given(points, numbers, st.floats(0.001, 0.05))
def test_without_zero_grad_it_is_momentum_that_never_fades(points, w0, rate):
    x, y = np.array(points).T
    found = history("no_zero_grad", x, y, gd.Settings(rate, 20, w0=w0, dtype="float64"))
    w, velocity, ways, velocities = w0, 0.0, [], []
    for _ in range(20):
        velocity = 1.0 * velocity + slope(x, y, w)[0]
        w -= rate * velocity
        ways.append(w)
        velocities.append(velocity)
    np.testing.assert_allclose(found["w"], ways, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found["grad_w"], velocities, rtol=1e-9, atol=1e-9)


def test_without_zero_grad_as_torch_with_momentum_1(doubling):
    model = nn.Linear(1, 1)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    optim = torch.optim.SGD(model.parameters(), lr=0.01, momentum=1.0)
    x, y = (torch.tensor(one, dtype=torch.float32)[:, None] for one in (doubling.x, doubling.y))
    ways = []
    for _ in range(30):
        optim.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optim.step()
        ways.append((model.weight.item(), model.bias.item()))
    chosen = gd.Settings(0.01, 30)
    found = history("no_zero_grad_torch_module", doubling.x, doubling.y, chosen)
    np.testing.assert_allclose(np.column_stack([found["w"], found["b"]]), ways, rtol=1e-4)


def test_without_zero_grad_w_swings_between_0_and_4_for_ever(doubling):
    trial = run_trial("no_zero_grad", doubling, gd.Settings(0.01, 400))
    late = trial.run.columns["w"][-100:]
    assert late.min() == pytest.approx(0, abs=0.1)
    assert late.max() == pytest.approx(4, abs=0.1)
    assert trial.outcome == Outcome.SWINGS


@settings(max_examples=15)
@given(points, numbers, st.floats(0.001, 0.2))
def test_a_stale_gradient_is_that_of_the_epoch_before(points, w0, rate):
    x, y = np.array(points).T
    chosen = gd.Settings(rate, 12, w0=w0, dtype="float64")
    ways = [w0, w0]
    for _ in range(11):
        ways.append(ways[-1] - rate * slope(x, y, ways[-2])[0])
    found = history("stale_gradient", x, y, chosen)["w"]
    np.testing.assert_allclose(found, ways[1:], rtol=1e-9, atol=1e-9)
    line = [np.array([w0, 0.0])] * 2
    for _ in range(11):
        line.append(line[-1] - rate * slope(x, y, *line[-2]))
    found = history("stale_gradient_torch_module", x, y, chosen)
    np.testing.assert_allclose(
        np.column_stack([found["w"], found["b"]]), line[1:], rtol=1e-9, atol=1e-9
    )


def test_a_stale_gradient_halves_the_limit_of_the_rate(doubling):
    below, above = (
        run_trial("stale_gradient", doubling, gd.Settings(rate, 400, dtype="float64"))
        for rate in (0.97 / 15, 1.03 / 15)
    )
    assert above.outcome == Outcome.DIVERGES
    assert abs(below.run.end[0] - 2) < 0.01
    reason = run_trial("stale_gradient", doubling, SETTINGS).reason
    # the larger root of z² - z + 0.01·15 is (1 + √0.4)/2
    assert "by 0.816, the right order by 0.85;" in reason
    assert "below 0.0667, in the right order below 0.133" in reason


def test_step_before_backward_never_moves(doubling):
    for name in ("step_before_backward", "step_before_backward_torch_module"):
        trial = run_trial(name, doubling, gd.Settings(0.01, 30, w0=0.5))
        assert set(trial.run.columns["w"]) == {0.5}
        assert trial.outcome == Outcome.STILL

        def loss(w):
            return float(np.mean((w * doubling.x - doubling.y) ** 2))

        difference = (loss(0.5 + 1e-4) - loss(0.5 - 1e-4)) / 2e-4  # exact for a quadratic
        np.testing.assert_allclose(trial.run.columns["grad_w"], difference, rtol=1e-6)


@settings(max_examples=15)
@given(points, numbers, st.floats(0.001, 0.05))
@pytest.mark.parametrize("variant", ["torch_optimizer", "torch_module"])
def test_the_summed_loss_is_the_mean_at_n_times_the_rate(variant, points, w0, rate):
    x, y = np.array(points).T
    name = "loss_summed" if variant == "torch_optimizer" else "loss_summed_torch_module"
    found = history(name, x, y, gd.Settings(rate, 10, w0=w0, dtype="float64"))
    chosen = gd.Settings(len(x) * rate, 10, w0=w0, dtype="float64")
    mean = gd.train(variant, gd.Problem(x, y), chosen).columns
    for column in ("w", "b"):
        np.testing.assert_allclose(found[column], mean[column], rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(found["loss"], len(x) * mean["loss"], rtol=1e-8, atol=1e-8)


def loss_item():
    nn.MSELoss()(torch.ones(2, requires_grad=True), torch.zeros(2)).item().backward()


def loss_tensor():
    loss = nn.MSELoss()(torch.ones(2, requires_grad=True), torch.zeros(2))
    with pytest.warns(UserWarning, match="To copy construct from a tensor"):
        copy = torch.tensor(loss)
    copy.backward()


@pytest.mark.parametrize("raises", [loss_item, loss_tensor])
def test_torch_says_the_same_of_a_few_lines(raises, doubling):
    with pytest.raises((RuntimeError, AttributeError)) as said:
        raises()
    wrong = train(raises.__name__, doubling, SETTINGS)
    assert isinstance(wrong, Raised)
    assert (wrong.type, wrong.message) == (said.typename, str(said.value))
    assert (wrong.code, wrong.epoch) == ("loss.backward()", 1)
    warned = [text[:29] for text in wrong.warnings]
    assert warned == (["To copy construct from a tens"] if raises is loss_tensor else [])


def test_a_loss_wrapped_again_trains_nothing_and_says_nothing(doubling):
    w = torch.tensor(0.0, requires_grad=True)
    torch.tensor((w * 3).item(), requires_grad=True).backward()
    assert w.grad is None
    trial = run_trial("loss_rewrapped", doubling, SETTINGS)
    assert trial.outcome == Outcome.STILL
    assert set(trial.run.columns["w"]) == {0.0}
    assert set(trial.run.columns["loss"]) == {30.0}  # mean y² = (4 + 16 + 36 + 64)/4
