"""The loss over learning rates and epochs: a variant trained with many rates at once, in float64.

Plain gradient descent has a closed form (`gd.theory`). Of the other optimizers what is followed is
the distance to the optimum, δ = θ - θ*, of which the loss is L* + ½ δᵀHδ and the gradient Hδ: one
array for all rates, however many points there are.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from gd import theory
from gd.problem import Problem, Vector
from gd.settings import Settings
from gd.variants import VARIANTS

Counts = npt.NDArray[np.integer[Any]]
Followed = Iterator[tuple[int, Vector | None]]  # an epoch, and L - L* with each rate if wanted
Follow = Callable[[Vector, Vector, Vector, Counts], Followed]
Stepped = tuple[Vector, tuple[Vector, Vector]]
Step = Callable[[Vector, int, Vector, Vector], Stepped]


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
            self._followed = _STEPS[settings.optimizer](hessian, off, steps, epochs)
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


def _looped(step: Step) -> Follow:
    """What follows δ from a start by repeating `step`, from a gradient to a direction."""

    def follow(hessian: Vector, start: Vector, rates: Vector, epochs: Counts) -> Followed:
        wanted = set(epochs.tolist())
        off = np.repeat(start[:, None], len(rates), axis=1)  # (weights, rates)
        memory = (np.zeros_like(off), np.zeros_like(off))
        for epoch in range(1, int(epochs[-1]) + 1):
            gradient = hessian @ off
            yield epoch, 0.5 * (off * gradient).sum(axis=0) if epoch in wanted else None
            direction, memory = step(gradient, epoch, *memory)
            off = off - rates * direction

    return follow


# Torch's optimizers with torch's defaults, as its documentation writes them.


def _momentum(gradient: Vector, _: int, velocity: Vector, unused: Vector) -> Stepped:
    velocity = 0.9 * velocity + gradient
    return velocity, (velocity, unused)


def _nesterov(gradient: Vector, _: int, velocity: Vector, unused: Vector) -> Stepped:
    velocity = 0.9 * velocity + gradient
    return gradient + 0.9 * velocity, (velocity, unused)


def _adagrad(gradient: Vector, _: int, squares: Vector, unused: Vector) -> Stepped:
    squares = squares + gradient**2
    return gradient / (np.sqrt(squares) + 1e-10), (squares, unused)


def _rmsprop(gradient: Vector, _: int, squares: Vector, unused: Vector) -> Stepped:
    squares = 0.99 * squares + 0.01 * gradient**2
    return gradient / (np.sqrt(squares) + 1e-8), (squares, unused)


def _adam(gradient: Vector, epoch: int, mean: Vector, squares: Vector) -> Stepped:
    mean = 0.9 * mean + 0.1 * gradient
    squares = 0.999 * squares + 0.001 * gradient**2
    spread = np.sqrt(squares / (1 - 0.999**epoch)) + 1e-8
    return mean / (1 - 0.9**epoch) / spread, (mean, squares)


_STEPS = {
    "momentum": _looped(_momentum),
    "Nesterov": _looped(_nesterov),
    "Adagrad": _looped(_adagrad),
    "RMSprop": _looped(_rmsprop),
    "Adam": _looped(_adam),
}
