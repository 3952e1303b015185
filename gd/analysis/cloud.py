"""How far a run of mini-batches wanders about the optimum: as predicted, and as measured."""

from dataclasses import dataclass

import numpy as np

from gd import theory
from gd.problem import Vector
from gd.run import Run
from gd.theory import noise
from gd.variants import VARIANTS

BLOCKS = 20  # of updates, whose differences give the error of what is measured
MIN_UPDATES = 10 * BLOCKS


@dataclass(frozen=True, eq=False)
class Cloud:
    """The second moments E[δδᵀ] of the distance δ = (w, b) - optimum, once the start is forgotten.

    predicted       by `noise.stationary_covariance`, shape (2, 2); None where there is none
    measured        the average over the run's last `updates`; None where these are too few
    error           the standard error of each number of `measured`
    updates         those after `forgotten_at`
    forgotten_at    the update by which the start is forgotten; ∞ if it never is
    """

    predicted: Vector | None
    measured: Vector | None
    error: Vector | None
    updates: int
    forgotten_at: float

    @staticmethod
    def size(covariance: Vector) -> tuple[float, float]:
        """How far w and b are from the optimum, as root mean squares."""
        w, b = np.sqrt(np.diag(covariance)).tolist()
        return w, b


def cloud(run: Run) -> Cloud | None:
    """The cloud of `run`; None for a run of other updates than SGD's on batches at one rate."""
    variant, settings = VARIANTS[run.variant], run.settings
    known = variant.rule_name(settings) == "SGD" and settings.schedule == "constant"
    if run.updates_per_epoch == 1 or not known:
        return None
    predicted = noise.stationary_covariance(run.problem, settings)
    if predicted is None:
        return Cloud(None, None, None, 0, np.inf)
    forgotten = noise.forgets_start(run.problem, settings, run.start, predicted)
    updates = int(max(0, len(run.history) - forgotten))
    if updates < MIN_UPDATES:
        return Cloud(predicted, None, None, updates, forgotten)
    return Cloud(predicted, *_measured(run, updates), updates, forgotten)


def _measured(run: Run, updates: int) -> tuple[Vector, Vector]:
    """The mean of δδᵀ over the last `updates`, and its standard error, from blocks of them."""
    weights = np.column_stack([run.columns["w"], run.columns["b"]])[-updates:]
    distance = weights - theory.optimum(run.problem, run.has_bias)
    products = distance[:, :, None] * distance[:, None, :]
    blocks = np.array([block.mean(axis=0) for block in np.array_split(products, BLOCKS)])
    return products.mean(axis=0), blocks.std(axis=0, ddof=1) / np.sqrt(BLOCKS)
