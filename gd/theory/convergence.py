"""The convergence of plain gradient descent, in closed form.

The loss of the line w·x + b is quadratic in θ = (w, b):  L(θ) = L* + ½ (θ - θ*)ᵀ H (θ - θ*).
Plain gradient descent, θ ← θ - η ∇L(θ), multiplies the distance to the optimum by the same matrix
each epoch:  θₜ - θ* = (I - ηH)ᵗ (θ₀ - θ*).

Source: G. Goh, "Why Momentum Really Works", Distill, 2017.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gd.problem import Problem, Vector
from gd.run import Run
from gd.settings import Settings
from gd.theory.quadratic import eigen, loss, optimum
from gd.variants import VARIANTS

Counts = npt.NDArray[np.integer[Any]]


def gradient_scale(problem: Problem, gradient: str) -> int:
    """What a step follows, as a multiple of the gradient of the loss: N for the "sum", else 1."""
    return len(problem.x) if gradient == "sum" else 1


@dataclass(frozen=True)
class Rates:
    """The learning rates of plain gradient descent on a problem.

    An epoch multiplies the distance along a direction of curvature λ by 1 - ηλ. With the summed
    gradient the curvatures are those of the summed loss, N times as large.

    curvature   the eigenvalues λ of the Hessian, ascending, without any that are 0: nothing moves
                along those
    """

    curvature: tuple[float, ...]

    @property
    def critical_rate(self) -> float:
        """1/λmax: up to this rate no direction steps over its optimum."""
        return 1 / self.curvature[-1] if self.curvature else math.inf

    @property
    def fastest_rate(self) -> float:
        """2/(λmin + λmax): the rate at which the slowest direction converges fastest."""
        return 2 / (self.curvature[0] + self.curvature[-1]) if self.curvature else math.inf

    @property
    def stability_limit(self) -> float:
        """2/λmax: from this rate on the distance in the steepest direction no longer shrinks."""
        return 2 * self.critical_rate

    @property
    def zones(self) -> dict[str, float]:
        """What a run does up to which rate: converges, oscillates, diverges; none if none moves."""
        if not self.curvature:
            return {}
        return {
            "converges": self.critical_rate,
            "oscillates": self.stability_limit,
            "diverges": math.inf,
        }

    @property
    def condition_number(self) -> float:
        """λmax/λmin, the condition number; 1 where there is a single direction."""
        return self.curvature[-1] / self.curvature[0] if self.curvature else 1.0

    def factor(self, learning_rate: float) -> float:
        """max |1 - ηλ|: the factor of an epoch in the slowest direction."""
        return max((abs(1 - learning_rate * one) for one in self.curvature), default=1.0)

    def log_factor(self, learning_rate: float) -> float:
        """log max |1 - ηλ|, exact also where the factor rounds to 1; -∞ where it is 0."""
        steps = learning_rate * np.array(self.curvature)
        return float(_log_factors(steps).max()) if self.curvature else 0.0


def learning_rates(problem: Problem, bias: bool, gradient: str = "mean") -> Rates:
    """The learning rates for a problem.

    problem    the points
    bias       whether the line is w·x + b; else it is w·x
    gradient   whether a step follows the "sum" of the points' gradients or their "mean"
    """
    curvature = eigen(problem, bias)[0] * gradient_scale(problem, gradient)
    # what is below the smallest normal number has lost its digits, and its inverse is infinite
    return Rates(tuple(curvature[curvature >= np.finfo(np.float64).tiny].tolist()))


def _log_factors(steps: Vector) -> Vector:
    """log |1 - ηλ| for the steps ηλ, exact also where 1 - ηλ rounds to 1; -∞ for ηλ = 1."""
    with np.errstate(divide="ignore"):
        return np.log1p(np.where(steps < 1, -steps, steps - 2))


def _distances(start: Vector, steps: Vector, epochs: Counts) -> Vector:
    """(1 - ηλ)ᵗ·δ, in logarithms: a δ of 0 stays 0 however much an epoch would multiply it by.

    Shapes: start (k,), steps ηλ (..., k), epochs (n,) from 0; the result (n, ..., k).
    """
    times = np.asarray(epochs, float).reshape(-1, *[1] * steps.ndim)
    with np.errstate(divide="ignore", over="ignore"):
        size = np.exp(np.log(np.abs(start)) + _log_factors(steps) * np.maximum(times, 1))
    size = np.where(times == 0, np.abs(start), size)
    return np.copysign(size, start) * np.where((steps > 1) & (times % 2 == 1), -1, 1)


def from_optimum(problem: Problem, start: tuple[float, float], bias: bool) -> Vector:
    """The start's distance to the optimum along each eigenvector: δ = Vᵀ(θ₀ - θ*)."""
    _, vectors = eigen(problem, bias)
    return vectors.T @ np.subtract(start, optimum(problem, bias))[: len(vectors)]


def excess_loss(
    problem: Problem, start: tuple[float, float], bias: bool, rates: Vector, epochs: Counts
) -> Vector:
    """How far the loss exceeds its minimum after each of `epochs` at each of `rates`.

    L(θₜ) - L* = ½ Σ λᵢ ((1 - ηλᵢ)ᵗ δᵢ)², shape (epochs, rates); infinite where float64 overflows.

    problem    the points
    start      (w, b) before the first epoch
    bias       whether the line is w·x + b; else it is w·x
    rates      η, the factors of the gradient of the loss: N·η for the summed gradient
    epochs     numbers of epochs; 0 gives the loss at the start
    """
    curvature, _ = eigen(problem, bias)
    steps = np.asarray(rates)[:, None] * curvature
    distance = _distances(from_optimum(problem, start, bias), steps, epochs)
    return _loss_of_distance(curvature, distance)


def _loss_of_distance(curvature: Vector, distance: Vector) -> Vector:
    """½ Σ λᵢ δᵢ²: what the distances δ from the optimum, shape (..., k), add to the minimum."""
    with np.errstate(over="ignore"):
        return 0.5 * np.sum(curvature * distance * distance, axis=-1)


def trajectory(problem: Problem, settings: Settings, bias: bool) -> pd.DataFrame:
    """The closed form of plain gradient descent: epoch, loss (before the update), w, b (after it).

    θₜ = θ* + (I - ηH)ᵗ (θ₀ - θ*), in float64, from `settings.w0`, `settings.b0`; with the summed
    gradient H is N times as large, the loss is not. As the history of a run, it ends before the
    first epoch whose numbers are not finite.

    problem    the points
    settings   of a run of plain gradient descent; `settings.gradient` always counts
    bias       whether the line is w·x + b; else it is w·x
    """
    start, best = (settings.w0, settings.b0), optimum(problem, bias)
    curvature, vectors = eigen(problem, bias)
    steps = settings.learning_rate * gradient_scale(problem, settings.gradient) * curvature
    epochs = np.arange(settings.epochs + 1)
    distance = _distances(from_optimum(problem, start, bias), steps, epochs)
    table = np.zeros((settings.epochs, 4))
    table[:, 0] = epochs[1:]
    table[:, 1] = loss(problem, *best) + _loss_of_distance(curvature, distance[:-1])
    with np.errstate(over="ignore", invalid="ignore"):
        table[:, 2 : 2 + len(vectors)] = best[: len(vectors)] + distance[1:] @ vectors.T
    finite = np.isfinite(table).all(axis=1)
    rows = len(table) if finite.all() else int(np.argmin(finite))
    return pd.DataFrame(table[:rows], columns=["epoch", "loss", "w", "b"])


def expected(run: Run) -> pd.DataFrame:
    """The closed form for a run of plain gradient descent, row by row beside its history.

    It has fewer rows where it overflows float64 and the run does not: rounding has put such a run
    on its optimum.
    """
    w0, b0 = run.start
    gradient = VARIANTS[run.variant].gradient(run.settings)
    epochs = max(1, len(run.history))
    settings = replace(run.settings, w0=w0, b0=b0, gradient=gradient, epochs=epochs)
    return trajectory(run.problem, settings, run.has_bias).iloc[: len(run.history)]
