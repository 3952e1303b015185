import pytest
import torch

import gd
from gd.theory.losses import LOSSES, other_losses, same_steps

PROBLEM = gd.Problem([1, 2, 3.5, 5], [2, 4.5, 6, 11])


def trained(rate: float, loss: str, optimizer: str) -> float:
    """The weight after five steps of torch's own optimizer on one of the losses."""
    x, y = (torch.tensor(one.copy()) for one in (PROBLEM.x, PROBLEM.y))
    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    steps = torch.optim.SGD([w], lr=rate, momentum=0.9 if optimizer == "momentum" else 0)
    for _ in range(5):
        steps.zero_grad()
        errors = (w * x - y) ** 2
        {"mse": errors.mean(), "half": errors.mean() / 2, "sum": errors.sum()}[loss].backward()
        steps.step()
    return w.item()


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimizer", ["SGD", "momentum"])
def test_the_converted_rate_takes_the_same_steps(loss, optimizer):
    settings = gd.Settings(0.01, 5, optimizer=optimizer, dtype="float64")
    w, _ = gd.train("torch_optimizer", PROBLEM, settings).end
    assert trained(same_steps(0.01, 4, loss), loss, optimizer) == pytest.approx(w, rel=1e-12)


def test_a_summed_gradient_is_that_of_the_summed_loss():
    settings = gd.Settings(0.01, 5, gradient="sum", dtype="float64")
    w, _ = gd.train("numpy_by_hand", PROBLEM, settings).end
    rate = same_steps(0.01, 4, "half", of="sum")
    assert trained(rate, "half", "SGD") == pytest.approx(w, rel=1e-12)


@pytest.mark.parametrize(
    ("optimizer", "gradient", "words"),
    [
        ("momentum", "mean", "½·MSE, need the rate 0.02; with the sum of the squared errors, 0.00"),
        ("SGD", "sum", "their mean, MSE, need the rate 0.04; with half of it, ½·MSE, 0.08."),
        ("Adam", "mean", "Adam would take nearly the same steps at the same rate."),
    ],
)
def test_the_sentence(optimizer, gradient, words):
    assert words in other_losses(0.01, 4, optimizer, gradient)


def test_refuses_another_loss():
    with pytest.raises(gd.InputError, match="loss takes one of mse, half, sum; it got “mae”"):
        same_steps(0.01, 4, "mae")
