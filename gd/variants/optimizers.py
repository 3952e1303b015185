"""Torch's optimizers by the names that `Settings.optimizer` takes, with torch's own defaults."""

from collections.abc import Iterable
from functools import partial

import torch
from torch import optim

MAKERS = {
    "SGD": optim.SGD,
    "momentum": partial(optim.SGD, momentum=0.9),
    "Nesterov": partial(optim.SGD, momentum=0.9, nesterov=True),
    "Adagrad": optim.Adagrad,
    "RMSprop": optim.RMSprop,
    "Adam": optim.Adam,
}


def make_optimizer(
    name: str, parameters: Iterable[torch.Tensor], learning_rate: float
) -> optim.Optimizer:
    """The optimizer called `name`, which will update `parameters`."""
    return MAKERS[name](parameters, lr=learning_rate)
