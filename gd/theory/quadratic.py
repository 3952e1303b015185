"""The loss of the line w·x + b as an exact quadratic of θ = (w, b): its least point, its curvature.

L(θ) = 1/N · Σ (w·xᵢ + b - yᵢ)² = L* + ½ (θ - θ*)ᵀ H (θ - θ*)
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import mul

import numpy as np

from gd.errors import InputError
from gd.problem import Problem, Vector


@dataclass(frozen=True)
class Moments:
    """The sums that a least-squares line is made of, exact: mean x, y, x², xy; variance of x."""

    x: Fraction
    y: Fraction
    xx: Fraction
    xy: Fraction
    variance: Fraction


@lru_cache(maxsize=16)
def moments(problem: Problem) -> Moments:
    """The moments of the points, in rational arithmetic.

    In floating point the variance of x is the small difference of large squares: of dates it has
    no correct digit.
    """
    (x, x_unit), (y, y_unit), n = _integers(problem.x), _integers(problem.y), len(problem.x)
    sum_x, sum_y, sum_xx, sum_xy = sum(x), sum(y), sum(map(mul, x, x)), sum(map(mul, x, y))
    return Moments(
        x=Fraction(sum_x, n) * x_unit,
        y=Fraction(sum_y, n) * y_unit,
        xx=Fraction(sum_xx, n) * x_unit**2,
        xy=Fraction(sum_xy, n) * x_unit * y_unit,
        variance=Fraction(n * sum_xx - sum_x**2, n**2) * x_unit**2,
    )


def _integers(values: Vector) -> tuple[list[int], Fraction]:
    """Integers, of which sums are exact and fast, and the power of 2 that makes them `values`."""
    mantissa, exponent = np.frexp(values)  # values = mantissa · 2^exponent, mantissa of 53 bits
    least = int(exponent.min())
    whole = (mantissa * 2.0**53).astype(np.int64).tolist()
    shifted = [number << by for number, by in zip(whole, (exponent - least).tolist(), strict=True)]
    return shifted, Fraction(2) ** (least - 53)


@lru_cache(maxsize=16)
def optimum(problem: Problem, bias: bool) -> tuple[float, float]:
    """The least-squares answer (w, b): the line with the smallest mean squared error.

    With `bias`, of the lines w·x + b; without, of the lines w·x, and b is 0. Where the points
    leave it open (all x equal, or all 0), the answer with the smallest w² + b². The exact answer
    for the points as float64 holds them, correctly rounded.

    Raises `InputError` where float64 cannot hold it, as for x = 1e-310, y = 1.

    >>> optimum(Problem([1, 2, 3, 4], [2, 4, 6, 8]), bias=True)
    (2.0, 0.0)
    """
    of = moments(problem)
    if not bias:
        w, b = (of.xy / of.xx if of.xx else Fraction(0)), Fraction(0)
    elif of.variance:
        w = (of.xy - of.x * of.y) / of.variance
        b = of.y - w * of.x
    else:
        b = of.y / (of.x**2 + 1)
        w = b * of.x
    return _rounded(problem, w), _rounded(problem, b)


def _rounded(problem: Problem, value: Fraction) -> float:
    """The nearest float64, or an `InputError` where it is too large for one."""
    try:
        return float(value)
    except OverflowError:
        takes = "numbers for which float64 can hold the best line and the curvature of the loss"
        raise InputError("x", float(problem.x[0]), takes) from None


def hessian(problem: Problem) -> Vector:
    """H of the loss in (w, b), shape (2, 2):  2·[[mean x², mean x], [mean x, 1]]."""
    of = moments(problem)
    square, mean = _rounded(problem, of.xx), float(of.x)
    return 2 * np.array([[square, mean], [mean, 1.0]])


@lru_cache(maxsize=32)
def eigen(problem: Problem, bias: bool) -> tuple[Vector, Vector]:
    """The eigenvalues λ of H, ascending, and its eigenvectors, the columns of V:  H = V diag(λ) Vᵀ.

    Shapes (k,) and (k, k) with k = 2; without a bias H is its first entry, and k = 1. Read-only.

    Each λ is right to a few roundings however far apart they are, which `numpy.linalg.eigh` does
    not promise: λmax = a + c + √((a - c)² + 4h²) for H = 2·[[a, h], [h, c]], and
    λmin = det H/λmax, where det H = 4·variance(x).
    """
    (square, mean), _ = 0.5 * hessian(problem)
    if bias:
        variance = float(moments(problem).variance)
        steepest = square + 1 + math.hypot(square - 1, 2 * mean)
        values = np.array([4 * variance / steepest, steepest])
        # the steepest direction's angle to the axis, w or b, that lies nearer to it
        turn = 0.5 * math.atan2(2 * mean, abs(square - 1))
        near, far = math.cos(turn), math.sin(turn)
        flat, steep = ((-far, near), (near, far)) if square >= 1 else ((near, -far), (far, near))
        vectors = np.column_stack([flat, steep])
    else:
        values, vectors = np.array([2 * square]), np.ones((1, 1))
    values.flags.writeable = vectors.flags.writeable = False
    return values, vectors


def loss(problem: Problem, w: float, b: float) -> float:
    """L = 1/N · Σ (w·xᵢ + b - yᵢ)², in float64; not finite where float64 does not hold it."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.mean((w * problem.x + b - problem.y) ** 2))


def losses_of_lines(problem: Problem, w: Vector, b: Vector) -> Vector:
    """The loss of many lines w·x + b, from the quadratic: as exact, and as quick for many points.

    L* + ½ Σ λᵢ·(vᵢᵀδ)²  with δ = (w, b) - θ*; infinite where float64 does not hold it.
    """
    best = optimum(problem, bias=True)
    curvature, vectors = eigen(problem, bias=True)
    distance = (np.column_stack([w, b]) - best) @ vectors
    with np.errstate(over="ignore"):
        return loss(problem, *best) + 0.5 * (curvature * distance * distance).sum(axis=1)
