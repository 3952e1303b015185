"""What people choose before anything else: round learning rates and starts."""

import math
from collections.abc import Iterator

import numpy as np

from gd.problem import Vector

_FAVOURITES = {
    0.01: 0.0,
    0.1: 0.3,
    0.001: 0.5,
    0.05: 1.0,
    0.02: 1.2,
    0.005: 1.5,
    0.5: 1.5,
    1.0: 1.5,
}


def oddness(number: float) -> float:
    """How unlikely someone is to choose `number` as a learning rate: 0 for 0.01.

    >>> oddness(0.01) < oddness(0.02) < oddness(0.07) < oddness(0.012) < oddness(0.01234)
    True
    """
    return _FAVOURITES.get(float(f"{number:.12g}"), 0.5 + 2.0 * significant_digits(number))


def significant_digits(number: float) -> int:
    """How many digits it takes to write `number`, without zeros around them."""
    mantissa = f"{number:.16e}".partition("e")[0]
    shortest = repr(abs(number)).partition("e")[0].replace(".", "").strip("0")
    return max(1, min(len(shortest), len(mantissa.replace(".", "").strip("0-"))))


def simplest(low: float, high: float) -> Iterator[float]:
    """Numbers from `low` to `high`, those with the fewest digits first.

    One for each number of digits, the nearest to the middle.

    >>> list(simplest(0.0136, 0.01384))[:2]
    [0.0137, 0.01372]
    """
    middle, last = (low + high) / 2, None
    if not math.isfinite(middle):
        return
    for digits in range(1, 18):
        number = float(f"{middle:.{digits - 1}e}")
        if low <= number <= high and number != last:
            yield number
            last = number


def round_rates() -> Vector:
    """The learning rates of one or two digits from 1e-6 to 9.9, ascending."""
    mantissas = np.arange(10, 100)
    return np.array([float(f"{m}e{e}") for e in range(-7, 0) for m in mantissas.tolist()])


def rates_of_one_digit() -> Vector:
    """0.000001, 0.000002, … 9."""
    return np.array([float(f"{m}e{e}") for e in range(-6, 1) for m in range(1, 10)])
