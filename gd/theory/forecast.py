"""Where a run of plain gradient descent will end, known before training.

A run has reached the line once its R² is within `CLOSE` of the best: once the loss L exceeds its
minimum L* by less than `CLOSE` times the variance of y. How much of L - L* its epochs leave depends
on where it starts, not on the curvature alone (`gd.theory.excess_loss`).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gd import theory
from gd.problem import Problem, Vector
from gd.settings import MAX_EPOCHS, Settings
from gd.theory.rounding import OPERATIONS
from gd.variants import Variant

CLOSE = 0.05
GRID_SIZE = 4000  # rates tried, from the smallest to the largest


@dataclass(frozen=True)
class Forecast:
    """A run of `variant` with plain gradient descent, from its start, by its closed form.

    rate_range   the smallest and the largest learning rate that can be set
    """

    variant: Variant
    problem: Problem
    settings: Settings
    rate_range: tuple[float, float]

    @cached_property
    def start(self) -> tuple[float, float]:
        """(w, b) before training."""
        return self.variant.start(self.settings)

    @cached_property
    def best(self) -> tuple[float, float]:
        """(w, b) of the least-squares line."""
        return theory.optimum(self.problem, self.variant.has_bias)

    @cached_property
    def rates(self) -> theory.Rates:
        """The learning rates of the problem and their limits."""
        gradient = self.variant.gradient(self.settings)
        return theory.learning_rates(self.problem, self.variant.has_bias, gradient)

    @cached_property
    def min_loss(self) -> float:
        """L*, the loss of the least-squares line."""
        return theory.loss(self.problem, *self.best)

    @property
    def growth_factor(self) -> float:
        """max |1 - ηλ|, of the directions in which the start is away from the optimum."""
        bias, rate = self.variant.has_bias, self.settings.learning_rate
        curvature, _ = theory.eigen(self.problem, bias)
        moving = curvature[theory.from_optimum(self.problem, self.start, bias) != 0]
        return float(np.abs(1 - rate * self._scale * moving).max(initial=0.0))

    @property
    def diverges(self) -> bool:
        """Whether each epoch makes the error larger."""
        return self.growth_factor > 1

    @property
    def overflows(self) -> bool:
        """Whether the sum of the squared errors at the start overflows the precision of the run."""
        return not self.loss_at_start <= self._max_number / len(self.problem.x)

    @property
    def loss(self) -> float:
        """The loss after the last epoch; infinite where float64 cannot hold it."""
        rate, epochs = self.settings.learning_rate, self.settings.epochs
        return self.min_loss + float(self._excess([rate], [epochs])[0, 0])

    @property
    def reaches_line(self) -> bool:
        """Whether the run reaches the line in the epochs of its settings."""
        return self.loss - self.min_loss <= self._tolerance

    @property
    def suitable(self) -> bool:
        """Whether the run reaches the line without diverging or overflowing."""
        return self.reaches_line and not self.diverges and not self.overflows

    @property
    def infeasible(self) -> bool:
        """Whether no rate in range reaches the line, even in the largest number of epochs."""
        rates = self._stable_rates()
        return not (self._excess(rates, [MAX_EPOCHS]) <= self._tolerance).any()

    def min_sufficient_rate(self) -> float:
        """The smallest rate that reaches the line in the epochs of the settings; ∞ if none does."""
        rates = self._stable_rates()
        sufficient = self._excess(rates, [self.settings.epochs])[0] <= self._tolerance
        return float(rates[np.argmax(sufficient)]) if sufficient.any() else math.inf

    def sufficient(self, rate: float, epochs: Vector) -> np.ndarray:
        """Which numbers of `epochs` certainly take a run at `rate` to the line, rounding included.

        The closed form and a bound on the effect of rounding prove it. If the first loss does not
        overflow, no later number does.
        """
        reached = np.sqrt(self._excess([rate], epochs)[:, 0]) + math.sqrt(self.rounding_bound(rate))
        return (reached <= math.sqrt(self._tolerance)) & (not self.overflows)

    def rounding_bound(self, rate: float) -> float:
        """The most that rounding can add to the loss of a run that converges.

        An epoch's errors, at most e, add up to e/(1 - |1 - ηλ|) in a direction of curvature λ.
        """
        x, y = np.abs(self.problem.x), np.abs(self.problem.y)
        count, unit = len(x) + OPERATIONS, float(np.finfo(self.settings.dtype).eps) / 2
        size = math.hypot(*self.best) + math.dist(self.best, self.start)  # bounds |(w, b)|
        terms = 2 * (size * np.hypot(x, 1.0) + y) * np.hypot(x, 1.0)
        error = unit * size + count * unit * rate * self._scale * float(terms.mean())
        curvature = np.array(self.rates.curvature)
        shrinkage = 1 - np.abs(1 - rate * curvature)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            return float(0.5 * np.sum(curvature / self._scale * (error / shrinkage) ** 2))

    @property
    def _scale(self) -> int:
        return theory.gradient_scale(self.problem, self.variant.gradient(self.settings))

    @property
    def _max_number(self) -> float:
        return float(np.finfo(self.settings.dtype).max)

    @cached_property
    def loss_at_start(self) -> float:
        """The loss before training; infinite where float64 cannot hold it."""
        return theory.loss(self.problem, *self.start)

    @cached_property
    def _tolerance(self) -> float:
        """The largest L - L* of a run that has reached the line."""
        y, eps = self.problem.y, float(np.finfo(self.settings.dtype).eps)
        largest = float(np.abs(y).max())
        # where all y are equal there is no R²: then it is a fraction of y², or of the first loss
        level = float(y.std()) <= eps * largest
        return CLOSE * (largest**2 or self.loss_at_start if level else float(y.var()))

    def _excess(self, rates: Iterable[float], epochs: Iterable[int]) -> Vector:
        steps = np.array([*rates]) * self._scale
        bias = self.variant.has_bias
        return theory.excess_loss(self.problem, self.start, bias, steps, np.array([*epochs]))

    def _stable_rates(self) -> Vector:
        """The rates in range that are stable, in geometric progression."""
        low, high = self.rate_range
        high = min(high, 0.999 * self.rates.stability_limit)
        return np.geomspace(low, high, GRID_SIZE) if high > low else np.empty(0)
