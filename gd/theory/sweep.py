"""The loss over learning rates and epochs: a variant trained with many rates at once, in float64.

Plain gradient descent has a closed form (`gd.theory`). The other optimizers are simulated on the
distance to the optimum, δ = θ - θ*, whose loss is L* + ½ δᵀHδ and whose gradient is Hδ: one array
for all rates, however many points there are.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from gd import theory
from gd.errors import InputError
from gd.problem import Problem, Vector
from gd.settings import Settings
from gd.theory.optimizer_rules import RULES, Rule
from gd.theory.schedules import rate_factors
from gd.variants import VARIANTS

Counts = npt.NDArray[np.integer[Any]]
Excess = Iterator[tuple[int, Vector | None]]  # epochs; L - L* at each rate where it is wanted


class Sweep:
    """The loss that `gd.train` reports at each of `epochs` with each of `rates`.

    Computed piece by piece, as `gd.Training` trains.

    variant    a name in `VARIANTS`
    problem    the points
    settings   of the training; the learning rate and the number of epochs do not count
    rates      the learning rates
    epochs     the epochs, from 1, ascending; a schedule falls up to the last

    Raises `InputError` for mini-batches: their losses depend on chance.
    """

    def __init__(
        self, variant: str, problem: Problem, settings: Settings, rates: Vector, epochs: Counts
    ) -> None:
        if VARIANTS[variant].updates_per_epoch(settings, len(problem.x)) > 1:
            takes = f"{len(problem.x):,}, the number of points"
            raise InputError("batch_size", settings.batch_size, takes)
        bias, start = VARIANTS[variant].has_bias, VARIANTS[variant].start(settings)
        best, size = theory.optimum(problem, bias), 2 if bias else 1
        gradient = VARIANTS[variant].gradient(settings)
        steps = np.asarray(rates) * theory.gradient_scale(problem, gradient)
        epochs = np.asarray(epochs, int)
        self._excess: Excess
        if VARIANTS[variant].is_plain(settings, len(problem.x)):
            losses = theory.excess_loss(problem, start, bias, steps, epochs - 1)
            self._excess = zip(epochs.tolist(), losses, strict=True)
        else:
            rule = RULES[VARIANTS[variant].rule_name(settings)]
            hessian = theory.hessian(problem)[:size, :size]
            distance = np.subtract(start, best)[:size]
            schedule = VARIANTS[variant].schedule_name(settings)
            factors = rate_factors(schedule, int(epochs[-1]))
            self._excess = _simulate(rule, hessian, distance, steps, epochs, factors)
        self._min_loss = theory.loss(problem, *best)
        self._last = int(epochs[-1])
        self._losses: list[Vector] = []
        self.epochs = 0

    def advance(self, steps: int = 256) -> bool:
        """Compute up to `steps` more epochs; False once the last one is reached."""
        with np.errstate(all="ignore"):  # a rate that diverges is an answer here
            for epoch, excess in islice(self._excess, steps):
                self.epochs = epoch
                if excess is not None:
                    self._losses.append(self._min_loss + excess)
        return self.epochs < self._last

    def losses(self) -> Vector:
        """The losses, shape (epochs reached, rates); `inf` where float64 overflows."""
        losses = np.array(self._losses)
        return np.where(np.isfinite(losses), losses, np.inf)


def _simulate(
    rule: Rule, hessian: Vector, start: Vector, rates: Vector, epochs: Counts, factors: Vector
) -> Excess:
    """L - L* epoch by epoch from the distance δ = `start`, shape (weights,), for all `rates`.

    factors   what each epoch multiplies the rates by
    """
    wanted = set(epochs.tolist())
    states = islice(descend(rule, hessian, start, rates, factors), int(epochs[-1]))
    for epoch, (distance, gradient) in enumerate(states, start=1):
        yield epoch, 0.5 * (distance * gradient).sum(axis=0) if epoch in wanted else None


def descend(
    rule: Rule, hessian: Vector, start: Vector, rates: Vector, factors: Vector
) -> Iterator[tuple[Vector, Vector]]:
    """δ = θ - θ* and its gradient Hδ, each of shape (weights, rates), before each epoch and after.

    factors   what each epoch multiplies the rates by; as many epochs there are
    """
    distance = np.repeat(start[:, None], len(rates), axis=1)
    kept = [np.zeros_like(distance) for _ in rule.memories]
    for epoch, factor in enumerate(factors, start=1):
        gradient = hessian @ distance
        yield distance, gradient
        kept = rule.update(kept, gradient)
        distance = distance - factor * rates * rule.direction(gradient, rule.correct(kept, epoch))
    yield distance, hessian @ distance
