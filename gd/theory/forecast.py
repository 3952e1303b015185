"""Where a run of plain gradient descent will end, known before training, and what would help it.

A run has reached the line once its R² is within `CLOSE` of the best: once the loss L is less than
`CLOSE` times the variance of y above the least, L*. How much of L - L* its epochs leave depends on
where it starts, not on the curvature alone (`gd.theory.excess`).
"""

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gd import theory
from gd.data.scaling import standardise
from gd.errors import InputError
from gd.problem import Problem, Vector
from gd.settings import MAX_EPOCHS, Settings
from gd.theory.rounding import OPERATIONS
from gd.variants import Variant

CLOSE = 0.05
GRID = 2000  # rates looked at, from the smallest to the largest
# numbers of epochs to offer where those that are set do not suffice
EPOCHS = np.array([20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, MAX_EPOCHS])


@dataclass(frozen=True)
class Forecast:
    """A run of `variant` with plain gradient descent, from its start, by its closed form.

    allowed   the least and the largest learning rate that there is
    """

    variant: Variant
    problem: Problem
    settings: Settings
    allowed: tuple[float, float]

    @cached_property
    def start(self) -> tuple[float, float]:
        """(w, b) before training."""
        return self.variant.start(self.settings)

    @cached_property
    def best(self) -> tuple[float, float]:
        """The (w, b) of least squares."""
        return theory.optimum(self.problem, self.variant.has_bias)

    @cached_property
    def rates(self) -> theory.Rates:
        """The limits of the learning rate."""
        gradient = self.variant.gradient(self.settings)
        return theory.learning_rates(self.problem, self.variant.has_bias, gradient)

    @cached_property
    def least(self) -> float:
        """L*, the loss of least squares."""
        return theory.loss(self.problem, *self.best)

    @property
    def growth(self) -> float:
        """What an epoch multiplies the error by: at most, of the directions that have any."""
        bias, rate = self.variant.has_bias, self.settings.learning_rate
        curvature, _ = theory.eigen(self.problem, bias)
        moving = curvature[theory.from_optimum(self.problem, self.start, bias) != 0]
        return float(np.abs(1 - rate * self._times * moving).max(initial=0.0))

    @property
    def diverges(self) -> bool:
        """Whether each epoch makes the error larger."""
        return self.growth > 1

    @property
    def begins_beyond(self) -> bool:
        """Whether the start's squared errors add up to more than the precision can hold."""
        return not self.loss_at_start <= self._largest / len(self.problem.x)

    @property
    def loss(self) -> float:
        """The loss after the last epoch; infinite where float64 cannot hold it."""
        rate, epochs = self.settings.learning_rate, self.settings.epochs
        return self.least + float(self._excess([rate], [epochs])[0, 0])

    @property
    def arrives(self) -> bool:
        """Whether the epochs that are set reach the line."""
        return self.loss - self.least <= self._goal

    @property
    def suits(self) -> bool:
        """Whether nothing is to be said against the settings."""
        return self.arrives and not self.diverges and not self.begins_beyond

    @property
    def hopeless(self) -> bool:
        """Whether no rate there is reaches the line in the most epochs that a run may have."""
        rates = self._stable()
        return not (self._excess(rates, [MAX_EPOCHS]) <= self._goal).any()

    def slow_below(self) -> float:
        """The rate from which on the epochs that are set suffice; infinite if none does."""
        rates = self._stable()
        enough = self._excess(rates, [self.settings.epochs])[0] <= self._goal
        return float(rates[np.argmax(enough)]) if enough.any() else math.inf

    def enough(self, rate: float, epochs: Vector) -> np.ndarray:
        """Which numbers of epochs take a run at `rate` to the line, its roundings included.

        It is proven: by the closed form and by a bound on what rounding may do (`gd.rounding`). No
        number on the way is too large for the precision if the first loss is not.
        """
        reached = np.sqrt(self._excess([rate], epochs)[:, 0]) + math.sqrt(self.rounding(rate))
        return (reached <= math.sqrt(self._goal)) & (not self.begins_beyond)

    def rounding(self, rate: float) -> float:
        """What rounding may add to the loss of a run that converges, at most.

        An epoch's errors, at most e, add up to e/(1 - |1 - ηλ|) in a direction of curvature λ.
        """
        x, y = np.abs(self.problem.x), np.abs(self.problem.y)
        count, unit = len(x) + OPERATIONS, float(np.finfo(self.settings.dtype).eps) / 2
        size = math.hypot(*self.best) + math.dist(self.best, self.start)  # of (w, b) on its way
        terms = 2 * (size * np.hypot(x, 1.0) + y) * np.hypot(x, 1.0)
        error = unit * size + count * unit * rate * self._times * float(terms.mean())
        curvature = np.array(self.rates.curvature)
        left = 1 - np.abs(1 - rate * curvature)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            return float(0.5 * np.sum(curvature / self._times * (error / left) ** 2))

    @property
    def _times(self) -> int:
        return theory.step_count(self.problem, self.variant.gradient(self.settings))

    @property
    def _largest(self) -> float:
        return float(np.finfo(self.settings.dtype).max)

    @cached_property
    def loss_at_start(self) -> float:
        """The loss before training; infinite where float64 cannot hold it."""
        return theory.loss(self.problem, *self.start)

    @cached_property
    def _goal(self) -> float:
        """The excess L - L* of a run that has reached the line."""
        y, eps = self.problem.y, float(np.finfo(self.settings.dtype).eps)
        largest = float(np.abs(y).max())
        # where all y are equal there is no R²: then it is a part of what they are
        level = float(y.std()) <= eps * largest
        return CLOSE * (largest**2 or self.loss_at_start if level else float(y.var()))

    def _excess(self, rates: Iterable[float], epochs: Iterable[int]) -> Vector:
        steps = np.array([*rates]) * self._times
        bias = self.variant.has_bias
        return theory.excess(self.problem, self.start, bias, steps, np.array([*epochs]))

    def _stable(self) -> Vector:
        """The rates there are at which no error grows."""
        least, most = self.allowed
        most = min(most, 0.999 * self.rates.stability_limit)
        return np.geomspace(least, most, GRID) if most > least else np.empty(0)


@dataclass(frozen=True)
class Offer:
    """Settings with which a run reaches the line: what to set, and whether to standardise."""

    learning_rate: float
    epochs: int
    standardise: bool


def offers(
    variants: Sequence[Variant],
    problem: Problem,
    settings: Settings,
    allowed: tuple[float, float],
    standardised: bool,
) -> list[Offer]:
    """What takes a run of each of the `variants` on `problem` to the line.

    A rate for the points as they are, with more epochs if need be; where it takes more, or where
    there is none, also one for the points standardised, unless they are (`standardised`).
    """
    found = _offer(variants, problem, settings, allowed)
    scaled = None
    if not standardised and not (found and found.epochs == settings.epochs):
        with suppress(InputError):
            scaled = _offer(variants, standardise(problem).problem, settings, allowed)
    return [offer for offer in (found, scaled and replace(scaled, standardise=True)) if offer]


def _offer(
    variants: Sequence[Variant],
    problem: Problem,
    settings: Settings,
    allowed: tuple[float, float],
) -> Offer | None:
    """A rate, and epochs, no fewer than are set, that take all of them to the line of `problem`."""
    forecasts = [Forecast(variant, problem, settings, allowed) for variant in variants]
    epochs = np.array([settings.epochs, *EPOCHS[settings.epochs < EPOCHS]])
    steepest = min(forecast.rates.critical_rate for forecast in forecasts)
    for part in (1, 1.9):  # up to 1/λmax no direction steps over its optimum; up to 2/λmax stable
        rate = float(f"{min(part * steepest, allowed[1]):.1e}")
        enough = np.all([forecast.enough(rate, epochs) for forecast in forecasts], axis=0)
        if rate >= allowed[0] and enough.any():
            return Offer(rate, int(epochs[np.argmax(enough)]), False)
    return None
