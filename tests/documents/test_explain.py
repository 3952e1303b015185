"""The explanations' numbers, each against another way to it; and those that the prose rests on."""

import numpy as np
import pytest
import torch
from torch import nn

import gd
import gd.theory
from gd.documents import RUNS, explain


def test_the_sum_takes_steps_n_times_as_long():
    assert explain.factor_per_epoch(explain.PROBLEM, 0.01, "sum") == pytest.approx(0.40)
    assert explain.factor_per_epoch(explain.PROBLEM, 0.01, "mean") == pytest.approx(0.85)
    for gradient in ("sum", "mean"):
        settings = gd.Settings(0.01, 2, gradient=gradient, dtype="float64")
        w = gd.train("numpy_by_hand", explain.PROBLEM, settings).history["w"]
        measured = (w[1] - 2) / (w[0] - 2)
        factor = explain.factor_per_epoch(explain.PROBLEM, 0.01, gradient)
        assert measured == pytest.approx(factor, rel=1e-12)


def test_backpropagation_is_as_exact_as_the_formula():
    found = explain.by_hand_and_by_autograd()
    assert found.verdict == "are the same, to rounding"
    assert 0 < found.w.ulps <= 4
    assert found.epochs == 100
    # the loss that notebook 002 wonders about is the last that it prints within 20 epochs
    assert f"{found.b.history['loss'][18]:.3f}" == "0.086"


def test_n_times_the_learning_rate_is_the_sum():
    found = explain.sum_and_larger_rate()
    assert found.verdict == "are the same, bit for bit"
    assert f"{found.b.predict_after(5):.3f}" == "10.000"


@pytest.mark.parametrize(("document", "after"), [("001", "9.815"), ("004", "10.001")])
def test_both_directions_descend_as_theory_says(document, after):
    printed = next(
        r for r in RUNS if r.document.startswith(document) and r.variant == "torch_module"
    )
    run = gd.train("torch_module", printed.problem, printed.settings)
    assert f"{run.predict_after(5):.3f}" == after
    found = explain.directions(run)
    epochs = found.distance["epoch"]
    for name, factor in zip(("slow", "fast"), found.factor, strict=True):
        closed = found.distance[name][0] * abs(factor) ** epochs
        np.testing.assert_allclose(found.distance[name], closed, atol=2e-5)


def test_the_numbers_of_the_slow_direction():
    printed = next(run for run in RUNS if run.variant == "torch_module")
    found = explain.directions(gd.train("torch_module", printed.problem, printed.settings))
    assert found.curvature == (pytest.approx(0.2994, abs=1e-4), pytest.approx(16.70, abs=1e-2))
    assert found.condition_number == pytest.approx(55.8, abs=0.05)
    assert found.factor[0] ** 100 == pytest.approx(0.74, abs=0.005)
    hessian = gd.theory.hessian(explain.centred(printed.problem))
    assert np.linalg.cond(hessian) == pytest.approx(1.25)


def test_arithmetics_print_what_the_notebooks_did():
    table = explain.arithmetics().to_numpy().tolist()
    assert table[1] == [2, "4.80000067", "4.79999924", "4.79999924"]
    assert table[5] == [6, "0.00314574", "0.00314574", "0.00314570"]
    assert table[6] == [7, "0.00050332", "0.00050331", "0.00050332"]


def test_without_zeroing_is_what_torch_does_without_it():
    x = torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64)
    w = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    weights = []
    for _ in range(100):
        ((w * x - 2 * x) ** 2).mean().backward()
        assert w.grad is not None
        with torch.no_grad():
            w -= 0.01 * w.grad
        weights.append(w.item())
    table = explain.without_zeroing()
    np.testing.assert_allclose(table["forgotten"], weights, rtol=1e-9)
    assert table["forgotten"].min() == pytest.approx(0, abs=0.35)
    assert table["forgotten"].max() == pytest.approx(4, abs=0.35)
    assert table["zeroed"].iloc[-1] == pytest.approx(2, abs=1e-5)


def test_the_broadcast_is_over_all_pairs():
    x = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
    y = torch.tensor([2.0, 4.0, 6.0, 8.0])
    found = explain.broadcast()
    assert np.array_equal(found.difference, (2 * x - y).numpy())
    assert found.loss == torch.mean((2 * x - y) ** 2).item() == 10


def test_nn_linear_with_a_row_of_targets_ends_where_the_broadcast_loss_is_least():
    """And `nn.MSELoss` warns, in the words that the page quotes; the loss by hand does not."""
    x, y = torch.tensor(explain.PROBLEM.x).unsqueeze(1), torch.tensor(explain.PROBLEM.y)
    model, criterion = nn.Linear(1, 1).double(), nn.MSELoss()
    optim = torch.optim.SGD(model.parameters(), 0.1)
    by_hand = ((model(x) - y) ** 2).mean()
    with pytest.warns(UserWarning, match="target size .* that is different to the input size"):
        assert criterion(model(x), y) == by_hand
    for _ in range(1000):
        loss = ((model(x) - y) ** 2).mean()
        optim.zero_grad()
        loss.backward()
        optim.step()
    end = model.weight.item(), model.bias.item()
    assert end == pytest.approx((0, explain.PROBLEM.y.mean()), abs=1e-8)
    assert explain.broadcast().least_at == pytest.approx(end, abs=1e-8)
