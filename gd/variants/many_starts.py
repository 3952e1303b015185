"""The loop of `torch_module` with plain SGD, for many starts at once."""

from collections.abc import Iterator

import numpy as np
import torch

from gd.problem import Vector


def train(
    x: Vector, y: Vector, w0: Vector, b0: Vector, learning_rate: float, epochs: int
) -> Iterator[tuple[Vector, Vector, Vector]]:
    """Yield (loss, w, b) for each epoch, arrays of shape (k,) for k starts w0, b0.

    Each operation is rounded as it is in `torch_module`, so that every number is the same.
    """
    inputs, targets = torch.tensor(x), torch.tensor(y)
    w, b = (torch.tensor(start, dtype=inputs.dtype) for start in (w0, b0))
    for _ in range(epochs):
        error = w[:, None] * inputs + b[:, None] - targets
        loss = (error * error).mean(dim=1)
        slope = 2 / len(inputs) * error
        # nn.Linear sums the gradient of its weight term by term
        grad_w = torch.from_numpy(np.add.accumulate((slope * inputs).numpy(), axis=1)[:, -1])
        w = w - learning_rate * grad_w
        b = b - learning_rate * slope.sum(dim=1)
        yield loss.numpy(), w.numpy(), b.numpy()
