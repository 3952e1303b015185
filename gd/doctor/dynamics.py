"""Training in exact arithmetic, for many learning rates and starts at once.

The screen through which every explanation has to pass before a training is run for it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gd import theory
from gd.problem import Problem, Vector
from gd.theory.optimizer_rules import RULES, Memory, Rule

# Gradients that are never zeroed add up: v ← v + g, θ ← θ - η·v
ACCUMULATE = Rule((Memory("v", decay=1.0, weight=1.0),))


@dataclass(frozen=True)
class Dynamics:
    """How weights move: θ ← θ - η·direction, from the gradient of the mean squared error.

    problem    the points whose loss it descends
    bias       whether the line is w·x + b, θ = (w, b); else it is w·x, θ = (w)
    optimizer  a name in `gd.theory.optimizer_rules.RULES`, or "SGD"; "accumulate" where gradients
               are never zeroed, "delayed" where each step takes the gradient of the one before
    sign       -1 for one that climbs, 0 for one that stays
    mistake    the name in `gd.mistakes.MISTAKES` of what makes it so
    given      the points of the log, where the mistake makes it descend the loss of others
    """

    problem: Problem
    bias: bool
    optimizer: str = "SGD"
    sign: int = 1
    mistake: str | None = None
    given: Problem | None = None

    @property
    def size(self) -> int:
        """How many weights there are."""
        return 2 if self.bias else 1

    @cached_property
    def optimum(self) -> Vector:
        """θ of the best line, shape (size,)."""
        return np.array(theory.optimum(self.problem, self.bias))[: self.size]

    @cached_property
    def min_loss(self) -> float:
        """The loss there."""
        return theory.loss(self.problem, *theory.optimum(self.problem, self.bias))

    @cached_property
    def hessian(self) -> Vector:
        """The curvature of the loss, shape (size, size)."""
        return theory.hessian(self.problem)[: self.size, : self.size]

    @cached_property
    def curvature(self) -> Vector:
        """Its eigenvalues, ascending."""
        return theory.eigen(self.problem, self.bias)[0]

    @property
    def linear(self) -> bool:
        """Whether θ is a linear function of the start: a factor of the loss is one of the rate."""
        return self.optimizer not in ("Adagrad", "RMSprop", "Adam")

    def states(self, rates: Vector, starts: Vector, epochs: np.ndarray) -> Vector:
        """θ after each of `epochs` (ascending, from 0), shape (k, epochs, size).

        rates, starts   shapes (k,) and (k, size)
        """
        with np.errstate(all="ignore"):
            if self.optimizer == "SGD":
                return self._closed_form(rates, starts, epochs)
            return self._simulate(rates, starts, epochs)

    def losses(self, states: Vector) -> Vector:
        """The loss at each of the states, shape (k, epochs)."""
        with np.errstate(all="ignore"):
            away = states - self.optimum
            return self.min_loss + 0.5 * ((away @ self.hessian) * away).sum(axis=-1)

    def _closed_form(self, rates: Vector, starts: Vector, epochs: np.ndarray) -> Vector:
        curvature, axes = theory.eigen(self.problem, self.bias)
        factors = 1 - self.sign * rates[:, None] * curvature
        away = (starts - self.optimum) @ axes
        powers = factors[:, None, :] ** epochs[None, :, None]
        return self.optimum + (away[:, None, :] * powers) @ axes.T

    def _simulate(self, rates: Vector, starts: Vector, epochs: np.ndarray) -> Vector:
        rule = {**RULES, "accumulate": ACCUMULATE, "delayed": ACCUMULATE}[self.optimizer]
        away = np.array(starts - self.optimum)
        kept = [np.zeros_like(away) for _ in rule.memories]
        steps, wanted = rates[:, None] * self.sign, set(epochs.tolist())
        seen = [away] if 0 in wanted else []
        for epoch in range(1, int(epochs[-1]) + 1):
            gradient = away @ self.hessian
            if self.optimizer == "delayed":
                away, kept = away - steps * kept[0], [gradient]
            else:
                kept = rule.update(kept, gradient)
                away = away - steps * rule.direction(gradient, rule.correct(kept, epoch))
            if epoch in wanted:
                seen.append(away)
        return np.stack(seen, axis=1) + self.optimum
