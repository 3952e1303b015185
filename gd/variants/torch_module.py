"""Fit f(x) = w·x + b by gradient descent: torch does every step."""

from collections.abc import Iterator

import torch
from torch import nn

from gd.problem import Vector
from gd.variants.optimizers import make_optimizer
from gd.variants.seeding import seeded


class LinearRegression(nn.Module):
    """f(x) = w·x + b for x of shape (N, 1)."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """w·x + b, of shape (N, 1)."""
        return self.linear(x)


def new_model(seed: int | None) -> LinearRegression:
    """A model at the random start that torch draws for `seed`."""
    with seeded(seed):
        return LinearRegression()


def weights(model: LinearRegression) -> tuple[float, float]:
    """The model's (w, b)."""
    return model.linear.weight.item(), model.linear.bias.item()


def train(
    x: Vector,
    y: Vector,
    w0: float,
    b0: float,
    seed: int | None,
    learning_rate: float,
    epochs: int,
    optimizer: str,
) -> Iterator[tuple[float, float, float, float, float]]:
    """Yield (loss, w, b, dL/dw, dL/db) for each epoch: the loss before the update, w, b after it.

    L = 1/N · Σ (w·xᵢ + b - yᵢ)²  for points x, y of shape (N,); `backward` finds dL/dw, dL/db.
    """
    # nn.Linear takes a row a point: shape (N, 1), for the targets too
    inputs, targets = torch.tensor(x).unsqueeze(1), torch.tensor(y).unsqueeze(1)
    model = new_model(seed).to(inputs.dtype)
    w, b = model.linear.weight, model.linear.bias
    if seed is None:
        nn.init.constant_(w, w0)
        nn.init.constant_(b, b0)
    criterion = nn.MSELoss()
    optim = make_optimizer(optimizer, model.parameters(), learning_rate)
    for _ in range(epochs):
        # prediction
        y_pred = model(inputs)

        # loss
        loss = criterion(y_pred, targets)

        # gradient: into w.grad and b.grad
        loss.backward()
        grad_w, grad_b = w.grad.item(), b.grad.item()

        # update
        optim.step()

        # zero: backward adds to w.grad and b.grad, it does not replace them
        optim.zero_grad()

        yield loss.item(), w.item(), b.item(), grad_w, grad_b
