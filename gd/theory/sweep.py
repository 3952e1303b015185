"""The loss over learning rates and epochs: a variant trained with many rates at once, in float64.

Plain gradient descent has a closed form (`gd.theory`). Of the other optimizers what is followed is
the distance to the optimum, δ = θ - θ*, of which the loss is L* + ½ δᵀHδ and the gradient Hδ: one
array for all rates, however many points there are.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from gd import theory
from gd.problem import Problem, Vector
from gd.settings import Settings
from gd.theory.optimizer_rules import RULES, Rule
from gd.variants import VARIANTS

Counts = npt.NDArray[np.integer[Any]]
Followed = Iterator[tuple[int, Vector | None]]  # an epoch, and L - L* with each rate if wanted


class Sweep:
    """The loss that `gd.train` reports at each of `epochs` with each of `rates`.

    Piece by piece, as `gd.Training`. `epochs` are ascending, from 1. Of `settings`, the learning
    rate and the number of epochs are not looked at.
    """

    def __init__(
        self, variant: str, problem: Problem, settings: Settings, rates: Vector, epochs: Counts
    ) -> None:
        bias, start = VARIANTS[variant].has_bias, VARIANTS[variant].start(settings)
        best, size = theory.optimum(problem, bias), 2 if bias else 1
        steps = np.asarray(rates) * theory.step_count(problem, VARIANTS[variant].gradient(settings))
        epochs = np.asarray(epochs, int)
        self._followed: Followed
        if VARIANTS[variant].is_plain(settings):
            excess = theory.excess(problem, start, bias, steps, epochs - 1)
            self._followed = zip(epochs.tolist(), excess, strict=True)
        else:
            hessian, off = theory.hessian(problem)[:size, :size], np.subtract(start, best)[:size]
            self._followed = _by_steps(RULES[settings.optimizer], hessian, off, steps, epochs)
        self._least = theory.loss(problem, *best)
        self._last = int(epochs[-1])
        self._rows: list[Vector] = []
        self.epochs = 0

    def advance(self, steps: int = 256) -> bool:
        """Go on for up to `steps` epochs; False once the last of the epochs is reached."""
        with np.errstate(all="ignore"):  # a rate that diverges is an answer here
            for epoch, excess in islice(self._followed, steps):
                self.epochs = epoch
                if excess is not None:
                    self._rows.append(self._least + excess)
        return self.epochs < self._last

    def losses(self) -> Vector:
        """The losses, shape (epochs reached, rates); `inf` where one left the range of float64."""
        losses = np.array(self._rows)
        return np.where(np.isfinite(losses), losses, np.inf)


def sweep(
    variant: str, problem: Problem, settings: Settings, rates: Vector, epochs: Counts
) -> Vector:
    """The losses of a whole `Sweep`, shape (epochs, rates)."""
    whole = Sweep(variant, problem, settings, rates, epochs)
    while whole.advance():
        pass
    return whole.losses()


def _by_steps(
    rule: Rule, hessian: Vector, start: Vector, rates: Vector, epochs: Counts
) -> Followed:
    """δ followed epoch by epoch from `start`, shape (weights,), for all `rates` at once."""
    wanted = set(epochs.tolist())
    off = np.repeat(start[:, None], len(rates), axis=1)  # (weights, rates)
    kept = [np.zeros_like(off) for _ in rule.memories]
    for epoch in range(1, int(epochs[-1]) + 1):
        gradient = hessian @ off
        yield epoch, 0.5 * (off * gradient).sum(axis=0) if epoch in wanted else None
        kept = rule.update(kept, gradient)
        off = off - rates * rule.direction(gradient, rule.correct(kept, epoch))
