"""Which points each update of `torch_minibatch` takes: the order that its DataLoader deals in."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, repeat

import numpy as np

from gd.settings import Settings


def orders(settings: Settings, points: int) -> Iterator[np.ndarray]:
    """The order in which each epoch takes so many `points`: their places, 0 to N - 1.

    Torch's own draws, without its work: a test compares them with a DataLoader's.
    """
    if not settings.shuffle:
        yield from repeat(np.arange(points))
    import torch  # noqa: PLC0415  (only where a torch variant has trained)

    generator = torch.Generator().manual_seed(settings.batch_seed)
    while True:
        torch.empty((), dtype=torch.int64).random_(generator=generator)  # a seed for its workers
        yield torch.randperm(points, generator=generator).numpy()
        torch.randperm(points, generator=generator)  # it looks for points beyond an epoch's


def batch(settings: Settings, points: int, update: int) -> np.ndarray:
    """The places (from 0) of the points that the `update`, counted from 1, takes, in its order."""
    size = settings.batch_size or points
    epoch, place = divmod(update - 1, -(-points // size))
    return _order(settings.shuffle, settings.batch_seed, points, epoch)[place * size :][:size]


@lru_cache(maxsize=4)
def _order(shuffle: bool, batch_seed: int, points: int, epoch: int) -> np.ndarray:
    of = Settings(shuffle=shuffle, batch_seed=batch_seed)
    return next(islice(orders(of, points), epoch if shuffle else 0, None))
