"""The learning rate of each update, as torch's schedulers set it (`gd.variants.optimizers`)."""

from collections.abc import Callable

import numpy as np

from gd.problem import Vector
from gd.run import Run
from gd.variants import VARIANTS

# of t, the updates made before, and T, the updates in all
_FACTORS: dict[str, Callable[[Vector, int], Vector]] = {
    "constant": lambda t, _: np.ones(len(t)),
    "step": lambda t, updates: 0.5 ** (t // -(-updates // 4)),
    "cosine": lambda t, updates: (1 + np.cos(np.pi * t / updates)) / 2,
    "1/t": lambda t, updates: 1 / (1 + 10 * t / updates),
}


def rate_factors(schedule: str, updates: int) -> Vector:
    """What `schedule` multiplies the learning rate by in each of so many `updates`, shape (T,).

        "constant"   1
        "step"       ½ to the power of ⌊t/⌈T/4⌉⌋: halved after each quarter      StepLR
        "cosine"     ½·(1 + cos(π·t/T)): slowly, then fast, then slowly to 0      CosineAnnealingLR
        "1/t"        1/(1 + 10·t/T): half of it after a tenth of the updates      LambdaLR

    t = 0 to T - 1 are the updates made before.

    >>> print(rate_factors("step", 8))
    [1.    1.    0.5   0.5   0.25  0.25  0.125 0.125]
    """
    return _FACTORS[schedule](np.arange(updates, dtype=np.float64), updates)


def rates(run: Run) -> Vector:
    """The learning rate of each update in the history of `run`."""
    factors = rate_factors(VARIANTS[run.variant].schedule_name(run.settings), run.updates)
    return run.settings.learning_rate * factors[: len(run.history)]
