"""Fit f(x) = w·x by gradient descent: torch finds the gradient, the rest is by hand."""

from collections.abc import Iterator

import torch

from gd.problem import Vector


def train(
    x: Vector, y: Vector, w0: float, learning_rate: float, epochs: int
) -> Iterator[tuple[float, float, float]]:
    """Yield (loss, w, dL/dw) for each epoch: the loss before the update, w after it.

    L = 1/N · Σ (w·xᵢ - yᵢ)²  for points x, y of shape (N,); `backward` finds dL/dw.
    """
    inputs, targets = torch.tensor(x), torch.tensor(y)
    w = torch.tensor(w0, dtype=inputs.dtype, requires_grad=True)
    for _ in range(epochs):
        # prediction
        y_pred = w * inputs

        # loss
        loss = ((y_pred - targets) ** 2).mean()

        # gradient: into w.grad
        loss.backward()
        grad = w.grad.item()

        # update: no part of what autograd differentiates
        with torch.no_grad():
            w -= learning_rate * w.grad

        # zero: backward adds to w.grad, it does not replace it
        w.grad.zero_()

        yield loss.item(), w.item(), grad
