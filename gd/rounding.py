"""How far rounding alone can take two runs apart.

A run's computed step is the exact step of plain gradient descent plus a rounding error, so the
difference of two runs that follow the same mathematics obeys

    Δₜ = (I - ηH)·Δₜ₋₁ + errorₜ(a) - errorₜ(b),  hence
    |Δₜ| ≤ factor·|Δₜ₋₁| + |errorₜ(a)| + |errorₜ(b)|

with factor = max |1 - ηλ| over the curvatures λ. Where an epoch shrinks distances, this adds up to
1/(1 - factor) times the error of one epoch; where it makes them grow, the bound grows with the
weights. The error of an epoch is at most the roundings of its operations: each is off by u times
its result, u = 2⁻²⁴ in float32, and n of them in a row by γₙ = n·u/(1 - n·u).

Source: N. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 2002, section 3.1.
"""

import numpy as np
import numpy.typing as npt

from gd import theory
from gd.problem import Vector
from gd.run import Run
from gd.variants import VARIANTS

# In a row, beside adding up N points: x and y rounded, w·x, + b, - y, 2·x, their product, the
# division by N, η rounded, η times the gradient; and one to spare for each of x and y.
OPERATIONS = 12


def ulps(a: npt.ArrayLike, b: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Units in the last place from `a` to `b` in float32: the steps of `nextafter` between them.

    Both are rounded to float32 first. Read as integers, the float32 of one sign are in order, each
    one more than the last; those below 0 count down. So 0 and -0 are 0 apart.

    >>> print(ulps(1.0, np.nextafter(np.float32(1), np.float32(2))))
    1
    """
    return np.abs(_place(a) - _place(b))


def _place(values: npt.ArrayLike) -> npt.NDArray[np.int64]:
    with np.errstate(over="ignore"):
        bits = np.asarray(values).astype(np.float32).view(np.int32).astype(np.int64)
    return np.where(bits < 0, -(bits & 0x7FFFFFFF), bits)


def bound(a: Run, b: Run) -> Vector:
    """For each epoch that both runs have, how far apart rounding alone can bring (w, b).

    Proven for plain gradient descent. Other optimizers pass an error on in ways of their own:
    for them it is a measure, the sum of the epochs' errors, of which none shrinks.
    """
    epochs = min(len(a.history), len(b.history))
    with np.errstate(over="ignore", invalid="ignore"):
        factor = max(_factor(a), _factor(b))
        errors = _errors(a)[: epochs + 1] + _errors(b)[: epochs + 1]
        reach, apart = np.empty(epochs), float(errors[0])
        for epoch, error in enumerate(errors[1:].tolist()):
            apart = factor * apart + error
            reach[epoch] = apart
    return np.nan_to_num(reach, nan=np.inf, posinf=np.inf)


def _factor(run: Run) -> float:
    """What an epoch makes of a distance, at most."""
    variant, settings = VARIANTS[run.variant], run.settings
    if not variant.is_plain(settings):
        return 1.0
    # not `theory.rates`: in a direction without curvature an error stays, too
    curvature = theory.eigen(run.problem, variant.has_bias)[0] * _times(run)
    return float(np.abs(1 - settings.learning_rate * curvature).max())


def _times(run: Run) -> int:
    summed = VARIANTS[run.variant].gradient(run.settings) == "sum"
    return len(run.problem.x) if summed else 1


def _errors(run: Run) -> Vector:
    """The largest rounding error of the start and of each epoch, as a length in (w, b)."""
    x, y = np.abs(run.problem.x), np.abs(run.problem.y)
    numbers, rate = np.finfo(run.settings.dtype), run.settings.learning_rate * _times(run)
    unit, least = float(numbers.eps) / 2, float(numbers.smallest_subnormal)
    count = len(x) + OPERATIONS
    gamma = count * unit / (1 - count * unit)
    path = np.abs(np.vstack([run.start, run.history[["w", "b"]]]))
    w, b = path[:-1].T
    # the gradient with every term positive: no term is hidden by another that cancels it
    slope_w = 2 * (w * np.mean(x**2) + b * np.mean(x) + np.mean(x * y))
    slope_b = 2 * (w * np.mean(x) + b + np.mean(y)) * VARIANTS[run.variant].has_bias
    errors = unit * np.hypot(*path.T)
    errors[1:] += gamma * rate * np.hypot(slope_w, slope_b)
    # what becomes smaller than the smallest number is off by as much as that
    return errors + least * (2 + rate * count * (2 + 2 * float(x.sum())))
