"""Torch's optimizers and schedules of the rate by the names that `Settings` takes.

The optimizers have torch's own defaults. A schedule follows the count t of the updates made so
far, of T in all; `gd.theory.schedules` gives its formulas.
"""

from collections.abc import Callable, Iterable
from functools import partial

import torch
from torch import optim
from torch.optim import lr_scheduler

MAKERS = {
    "SGD": optim.SGD,
    "momentum": partial(optim.SGD, momentum=0.9),
    "Nesterov": partial(optim.SGD, momentum=0.9, nesterov=True),
    "Adagrad": optim.Adagrad,
    "RMSprop": optim.RMSprop,
    "Adam": optim.Adam,
}

SCHEDULERS: dict[str, Callable[[optim.Optimizer, int], lr_scheduler.LRScheduler]] = {
    "step": lambda of, updates: lr_scheduler.StepLR(of, step_size=-(-updates // 4), gamma=0.5),
    "cosine": lambda of, updates: lr_scheduler.CosineAnnealingLR(of, T_max=updates),
    "1/t": lambda of, updates: lr_scheduler.LambdaLR(of, lambda t: 1 / (1 + 10 * t / updates)),
}


def make_optimizer(
    name: str,
    parameters: Iterable[torch.Tensor],
    learning_rate: float,
    schedule: str = "constant",
    updates: int = 1,
) -> optim.Optimizer:
    """The optimizer called `name`, which will update `parameters` so many times.

    With a `schedule` other than "constant", each of its steps also sets the rate of the next.
    """
    optimizer = MAKERS[name](parameters, lr=learning_rate)
    if schedule != "constant":
        scheduler = SCHEDULERS[schedule](optimizer, updates)
        optimizer.register_step_post_hook(lambda *_: scheduler.step())
    return optimizer
