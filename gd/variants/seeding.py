"""Drawing from torch's random generator without changing its state for others."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import torch

_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def seeded(seed: int | None) -> Iterator[None]:
    """Inside, torch draws as after `torch.manual_seed(seed)`; afterwards as if none of it had been.

    Torch has one generator for the whole process, so threads take turns.
    """
    with _ONE_AT_A_TIME, torch.random.fork_rng(devices=[]):
        if seed is not None:
            torch.manual_seed(seed)
        yield
