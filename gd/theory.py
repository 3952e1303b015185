"""What is known of a problem before training.

The loss of the line w·x + b is quadratic in θ = (w, b):  L(θ) = L* + ½ (θ - θ*)ᵀ H (θ - θ*).
Plain gradient descent, θ ← θ - η ∇L(θ), multiplies the distance to the optimum by the same matrix
each epoch:  θₜ - θ* = (I - ηH)ᵗ (θ₀ - θ*).

Source: G. Goh, "Why Momentum Really Works", Distill, 2017.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from gd.problem import Problem, Vector
from gd.run import Run
from gd.settings import Settings
from gd.variants import VARIANTS


@lru_cache(maxsize=16)  # a page asks for it many times
def optimum(problem: Problem, bias: bool) -> tuple[float, float]:
    """The least-squares answer (w, b): the line with the smallest mean squared error.

    With `bias`, of the lines w·x + b; without, of the lines w·x, and b is 0. Where the points
    leave it open (all x equal, or all 0), the answer with the smallest w² + b². In float64.
    """
    columns = [problem.x, np.ones_like(problem.x)] if bias else [problem.x]
    solution = np.linalg.lstsq(np.column_stack(columns), problem.y, rcond=None)[0]
    return float(solution[0]), float(solution[1]) if bias else 0.0


def hessian(problem: Problem) -> Vector:
    """H of the loss in (w, b), shape (2, 2):  2·[[mean x², mean x], [mean x, 1]]."""
    mean, square = float(np.mean(problem.x)), float(np.mean(problem.x**2))
    return 2 * np.array([[square, mean], [mean, 1.0]])


def loss(problem: Problem, w: float, b: float) -> float:
    """L = 1/N · Σ (w·xᵢ + b - yᵢ)², in float64."""
    return float(np.mean((w * problem.x + b - problem.y) ** 2))


@dataclass(frozen=True)
class Rates:
    """The learning rates of plain gradient descent on a problem.

    An epoch multiplies the distance along a direction of curvature λ by 1 - ηλ. With the summed
    gradient the curvatures are those of the summed loss, N times as large.

    curvature   the eigenvalues of what is descended, ascending; a direction of curvature 0 is left
                out, for nothing moves along it
    """

    curvature: tuple[float, ...]

    @property
    def monotone(self) -> float:
        """1/λmax: up to this rate no direction steps over its optimum."""
        return 1 / self.curvature[-1] if self.curvature else math.inf

    @property
    def fastest(self) -> float:
        """2/(λmin + λmax): the rate whose slowest direction is fastest."""
        return 2 / (self.curvature[0] + self.curvature[-1]) if self.curvature else math.inf

    @property
    def divergent(self) -> float:
        """2/λmax: from this rate on the steepest direction does not shrink any longer."""
        return 2 * self.monotone

    @property
    def condition(self) -> float:
        """λmax/λmin, the condition number; 1 where there is a single direction."""
        return self.curvature[-1] / self.curvature[0] if self.curvature else 1.0

    def factor(self, learning_rate: float) -> float:
        """max |1 - ηλ|: what an epoch leaves of the distance in the direction that is slowest."""
        return max((abs(1 - learning_rate * one) for one in self.curvature), default=1.0)

    def epochs_to(self, part: float, learning_rate: float) -> float:
        """Epochs until no direction has more than `part` (0 to 1) of its distance left; ∞ if never.

        The least t with max |1 - ηλ|ᵗ ≤ part.
        """
        factor = self.factor(learning_rate)
        if factor >= 1:
            return math.inf
        return 1.0 if factor == 0 else max(1.0, math.ceil(math.log(part) / math.log(factor)))


def rates(problem: Problem, bias: bool, gradient: str = "mean") -> Rates:
    """The learning rates for a problem, for one weight or for weight and bias (`bias`)."""
    full = hessian(problem) * (len(problem.x) if gradient == "sum" else 1)
    curvature = np.linalg.eigvalsh(full) if bias else full[0, :1]
    kept = curvature[curvature > curvature.max() * 1e-14]
    return Rates(tuple(float(one) for one in kept))


def overflow(problem: Problem, settings: Settings, bias: bool) -> int | None:
    """The epoch at which a run of plain gradient descent is due to leave the finite range.

    That is the first whose squared errors add up to more than the largest number of
    `settings.dtype`; None if there is none among the epochs of the settings.
    """
    losses = trajectory(problem, settings, bias)["loss"].to_numpy()
    largest = float(np.finfo(settings.dtype).max) / len(problem.x)
    beyond = np.flatnonzero(~(losses <= largest))
    return int(beyond[0]) + 1 if len(beyond) else None


def trajectory(problem: Problem, settings: Settings, bias: bool) -> pd.DataFrame:
    """The closed form of plain gradient descent: epoch, loss (before the update), w, b (after it).

    θₜ = θ* + (I - ηH)ᵗ (θ₀ - θ*), in float64, from `settings.w0`, `settings.b0`; with the summed
    gradient H is N times as large, the loss is not.
    """
    times = len(problem.x) if settings.gradient == "sum" else 1
    size = 2 if bias else 1
    values, vectors = np.linalg.eigh(hessian(problem)[:size, :size])
    best = np.array(optimum(problem, bias))[:size]
    start = vectors.T @ (np.array([settings.w0, settings.b0])[:size] - best)
    factor = 1 - settings.learning_rate * times * values
    epochs = np.arange(settings.epochs + 1)[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        off = factor**epochs * start
        weights = best + off @ vectors.T
        losses = loss(problem, *optimum(problem, bias)) + 0.5 * (off[:-1] ** 2) @ values
    return pd.DataFrame(
        {
            "epoch": epochs[1:, 0].astype(float),
            "loss": losses,
            "w": weights[1:, 0],
            "b": weights[1:, 1] if bias else 0.0,
        }
    )


def expected(run: Run) -> pd.DataFrame:
    """The closed form for a run of plain gradient descent, row by row beside its history."""
    variant, (w0, b0) = VARIANTS[run.variant], run.start
    gradient = variant.gradient(run.settings)
    begun = replace(run.settings, w0=w0, b0=b0, gradient=gradient, epochs=max(1, len(run.history)))
    return trajectory(run.problem, begun, variant.has_bias).iloc[: len(run.history)]
