"""What is known of a problem before training.

The loss of the line w·x + b is quadratic in θ = (w, b):  L(θ) = L* + ½ (θ - θ*)ᵀ H (θ - θ*).
Plain gradient descent, θ ← θ - η ∇L(θ), multiplies the distance to the optimum by the same matrix
each epoch:  θₜ - θ* = (I - ηH)ᵗ (θ₀ - θ*).

Source: G. Goh, "Why Momentum Really Works", Distill, 2017.
"""

import numpy as np

from gd.problem import Problem, Vector


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
