"""Fit f(x) = w·x by gradient descent: torch measures the loss, finds the gradient and updates."""

from collections.abc import Iterator

import torch
from torch import nn

from gd.problem import Vector
from gd.variants.optimizers import make_optimizer


def train(
    x: Vector,
    y: Vector,
    w0: float,
    learning_rate: float,
    epochs: int,
    optimizer: str,
    schedule: str,
) -> Iterator[tuple[float, float, float]]:
    """Yield (loss, w, dL/dw) for each epoch: the loss before the update, w after it.

    L = 1/N · Σ (w·xᵢ - yᵢ)²  for points x, y of shape (N,); `backward` finds dL/dw.
    """
    inputs, targets = torch.tensor(x), torch.tensor(y)
    w = torch.tensor(w0, dtype=inputs.dtype, requires_grad=True)
    criterion = nn.MSELoss()
    optim = make_optimizer(optimizer, [w], learning_rate, schedule, epochs)
    for _ in range(epochs):
        # prediction
        y_pred = w * inputs

        # loss
        loss = criterion(y_pred, targets)

        # gradient: into w.grad
        loss.backward()
        grad = w.grad.item()

        # update
        optim.step()

        # zero: backward adds to w.grad, it does not replace it
        optim.zero_grad()

        yield loss.item(), w.item(), grad
