"""Fit f(x) = w·x + b by mini-batch gradient descent: torch deals out the points, too."""

from collections.abc import Iterator

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from gd.problem import Vector
from gd.variants.optimizers import make_optimizer
from gd.variants.torch_module import new_model


class Points(TensorDataset):
    """Rows of tensors that a DataLoader takes a batch at a time, not one by one: far quicker."""

    def __getitems__(self, rows: list[int]) -> tuple[torch.Tensor, ...]:
        """The batch of these `rows`."""
        return self[rows]


def train(
    x: Vector,
    y: Vector,
    w0: float,
    b0: float,
    seed: int | None,
    learning_rate: float,
    epochs: int,
    optimizer: str,
    schedule: str,
    batch_size: int | None,
    shuffle: bool,
    batch_seed: int,
) -> Iterator[tuple[float, float, float, float, float]]:
    """Yield (loss, w, b, dL/dw, dL/db) for each update: the loss before it, w, b after it.

    L = 1/B · Σ (w·xᵢ + b - yᵢ)²  for the B points of a batch; `backward` finds dL/dw, dL/db.
    """
    # nn.Linear takes a row a point: shape (N, 1), for the targets too
    inputs, targets = torch.tensor(x).unsqueeze(1), torch.tensor(y).unsqueeze(1)
    model = new_model(seed).to(inputs.dtype)
    w, b = model.linear.weight, model.linear.bias
    if seed is None:
        nn.init.constant_(w, w0)
        nn.init.constant_(b, b0)
    batches = DataLoader(
        Points(inputs, targets),
        batch_size or len(inputs),
        shuffle=shuffle,
        generator=torch.Generator().manual_seed(batch_seed),
        collate_fn=tuple,
    )
    criterion = nn.MSELoss()
    updates = epochs * len(batches)
    optim = make_optimizer(optimizer, model.parameters(), learning_rate, schedule, updates)
    for _ in range(epochs):
        for x_batch, y_batch in batches:
            # prediction
            y_pred = model(x_batch)

            # loss
            loss = criterion(y_pred, y_batch)

            # gradient: into w.grad and b.grad
            loss.backward()
            grad_w, grad_b = w.grad.item(), b.grad.item()

            # update
            optim.step()

            # zero: backward adds to w.grad and b.grad, it does not replace them
            optim.zero_grad()

            yield loss.item(), w.item(), b.item(), grad_w, grad_b
