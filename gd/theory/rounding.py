"""How far rounding alone can take a run from the exact descent, and so two runs apart.

A run's computed step is the exact step of plain gradient descent plus a rounding error, so its
distance δ from the descent without any rounding obeys

    δₜ = (I - ηH)·δₜ₋₁ + errorₜ,  hence along each eigenvector v of H, of curvature λ,
    |vᵀδₜ| ≤ |1 - ηλ|·|vᵀδₜ₋₁| + |v|ᵀ|errorₜ|

Where an epoch shrinks distances, this adds up to 1/(1 - |1 - ηλ|) times the error of one epoch;
where it makes them grow, the bound grows with the weights. The error of an epoch is at most the
roundings of its operations: each is off by u times its result, u = 2⁻²⁴ in float32, and n of them
in a row by γₙ = n·u/(1 - n·u).

Two runs that are further apart than both bounds together do not follow the same mathematics.

Source: N. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 2002, section 3.1.
"""

import numpy as np
import numpy.typing as npt

from gd import theory
from gd.problem import Vector
from gd.run import Run
from gd.variants import VARIANTS

# In a row, besides adding up N points: x and y rounded, w·x, + b, - y, 2·x, their product, the
# division by N, η rounded, η times the gradient; and one to spare for each of x and y.
OPERATIONS = 12


def ulp_distance(a: npt.ArrayLike, b: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Units in the last place from `a` to `b` in float32: the steps of `nextafter` between them.

    Both are rounded to float32 first. Read as integers, the float32 of one sign are in order, each
    one more than the last; those below 0 count down. So 0 and -0 are 0 apart.

    >>> print(ulp_distance(1.0, np.nextafter(np.float32(1), np.float32(2))))
    1
    """
    return np.abs(_ordinal(a) - _ordinal(b))


def _ordinal(values: npt.ArrayLike) -> npt.NDArray[np.int64]:
    with np.errstate(over="ignore"):
        bits = np.asarray(values).astype(np.float32).view(np.int32).astype(np.int64)
    return np.where(bits < 0, -(bits & 0x7FFFFFFF), bits)


def error_bound(run: Run) -> Vector | None:
    """How far rounding can have taken w and b from the exact descent, after each epoch.

    Shape (epochs, 2). The exact descent is plain gradient descent on the problem, from the start
    and with the rate of the settings, nothing rounded. None for optimizers other than plain SGD:
    no bound is proven for them.
    """
    if not run.is_plain:
        return None
    rate = run.settings.learning_rate
    # not `learning_rates`: an error stays in a direction without curvature, too
    curvature, vectors = theory.eigen(run.problem, run.has_bias)
    factors, axes = np.abs(1 - rate * _scale(run) * curvature), np.abs(vectors)
    bound = np.zeros((len(run.history), 2))
    with np.errstate(over="ignore", invalid="ignore"):
        errors = _epoch_errors(run)[:, : len(axes)] @ axes
        bound[:, : len(axes)] = (_accumulate(errors, factors) @ axes.T)[1:]
    return np.nan_to_num(bound, nan=np.inf, posinf=np.inf)


def _accumulate(errors: Vector, factors: Vector) -> Vector:
    """dₜ = factor·dₜ₋₁ + errorₜ in each column, in log₂(rows) steps on the whole array.

    Once each row has the sum of its last n errors, adding factorⁿ times the row n above makes it
    the sum of the last 2n.
    """
    total, lag = errors.copy(), 1
    while lag < len(total):
        total[lag:] += factors**lag * total[:-lag]
        lag *= 2
    return total


def _scale(run: Run) -> int:
    return theory.gradient_scale(run.problem, VARIANTS[run.variant].gradient(run.settings))


def _epoch_errors(run: Run) -> Vector:
    """The largest rounding error in w and b of the start and of each epoch: (epochs + 1, 2)."""
    x, y = np.abs(run.problem.x), np.abs(run.problem.y)
    numbers, rate = np.finfo(run.settings.dtype), run.settings.learning_rate
    unit, smallest = float(numbers.eps) / 2, float(numbers.smallest_subnormal)
    count = len(x) + OPERATIONS
    gamma = count * unit / (1 - count * unit)
    path = np.abs(np.vstack([run.start, np.column_stack([run.columns["w"], run.columns["b"]])]))
    mean_x, mean_y, before = np.mean(x), np.mean(y), path[:-1]
    # the gradient with every term positive, so that none cancels another
    hessian = 2 * np.array([[np.mean(x**2), mean_x], [mean_x, 1.0]])
    slope = before @ hessian + 2 * np.array([np.mean(x * y), mean_y])
    # underflow adds up to the smallest number to the error of each result, and of each factor that
    # is multiplied by the points
    lost = before.sum(axis=1) + 2 * (mean_x + 1) + mean_y
    errors = unit * path + smallest
    errors[1:] += (gamma * rate + smallest) * _scale(run) * slope
    errors[1:] += smallest * (2 + 4 * rate * len(x) * lost[:, None])
    return errors
