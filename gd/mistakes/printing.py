"""What a notebook prints around a training."""

from collections.abc import Iterator

import numpy as np

from gd.analysis import log
from gd.run import Run


def printed(run: Run, x: float, every: int = 1) -> Iterator[str]:
    """Yield the lines: f(x) before the training, every `every`-th epoch, f(x) after it."""
    number = np.dtype(run.settings.dtype).type  # the run's precision
    w, b = map(number, run.start)

    # before
    yield log.prediction("before", x, float(w * number(x) + b))

    # training
    yield from log.lines(run, every)
    w, b = map(number, run.end)

    # after
    yield log.prediction("after", x, float(w * number(x) + b))
