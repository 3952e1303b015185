"""Fit f(x) = w·x by gradient descent, every step by hand in NumPy."""

from collections.abc import Iterator

from gd.problem import Vector
from gd.variants.arithmetic import DOT


def train(
    x: Vector,
    y: Vector,
    w0: float,
    learning_rate: float,
    epochs: int,
    gradient: str,
    arithmetic: str,
) -> Iterator[tuple[float, float, float]]:
    """Yield (loss, w, dL/dw) for each epoch: the loss before the update, w after it.

    L = 1/N · Σ (w·xᵢ - yᵢ)²,  dL/dw = 1/N · Σ 2·xᵢ·(w·xᵢ - yᵢ)  for points x, y of shape (N,).
    """
    dot = DOT[arithmetic]
    w = w0
    for _ in range(epochs):
        # prediction
        y_pred = w * x

        # loss
        error = y_pred - y
        loss = (error**2).mean()

        # gradient: a dot product is a sum, so without the division it is N times dL/dw
        grad = dot(2 * x, error)
        if gradient == "mean":
            grad = grad / len(x)

        # update
        w = w - learning_rate * grad

        yield loss, w, grad
