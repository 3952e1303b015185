"""The points that a line is fitted to."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from gd.errors import InputError

MAX_POINTS = 100_000
# Between these, the size of the largest x and of the largest y: its fourth power stays in the range
# of float64, and so do the squares of y/x.
MIN_MAGNITUDE, MAX_MAGNITUDE = 1e-75, 1e75

Vector = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Problem:
    """The points (x[i], y[i]) that f(x) = w·x + b is to run through.

    x, y   1-D, equally long (1 to 100,000 numbers) and finite; kept as read-only float64 arrays.
           `arrays` gives them in the precision of a run

    Two problems with the same points are equal and have the same hash. Raises `InputError` for
    anything else.

    >>> Problem([1, 2, 3, 4], [2, 4, 6, 8]).x
    array([1., 2., 3., 4.])
    """

    x: Vector
    y: Vector

    def __init__(self, x: npt.ArrayLike, y: npt.ArrayLike) -> None:
        object.__setattr__(self, "x", _vector("x", x))
        object.__setattr__(self, "y", _vector("y", y))
        if len(self.x) != len(self.y):
            takes = f"as many numbers as x, which has {len(self.x):,}"
            raise InputError("y", len(self.y), takes)

    def arrays(self, dtype: str) -> tuple[Vector, Vector]:
        """x and y as 1-D arrays of `dtype` ("float32" or "float64").

        Raises `InputError` where `dtype` makes a number infinite or 0, or makes different numbers
        all equal, and where the largest x or y is not between 1e-75 and 1e75 in size: the curvature
        of the loss and the best line are computed from their squares and quotients.
        """
        return _cast("x", self.x, dtype), _cast("y", self.y, dtype)

    def relative_rounding(self, dtype: str) -> float:
        """How far rounding to `dtype` moves x, or y if that is more, as a fraction of its range.

        max |x - x rounded| / (max x - min x),  for points that `arrays` takes

        >>> Problem([1.7e9, 1.7e9 + 160], [1, 2]).relative_rounding("float32")  # 128 apart
        0.2
        """
        return max(_relative_rounding(self.x, dtype), _relative_rounding(self.y, dtype))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return np.array_equal(self.x, other.x) and np.array_equal(self.y, other.y)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy is checked and read-only, too; a hash is valid only in its own process.
        return type(self), (self.x, self.y)

    @cached_property  # a page looks up its caches by problem many times
    def _hash(self) -> int:
        # Adding 0.0 turns -0.0, which equals 0.0, into 0.0, so that equal problems hash alike.
        return hash(((self.x + 0.0).tobytes(), (self.y + 0.0).tobytes()))


def _vector(field: str, values: npt.ArrayLike) -> Vector:
    try:
        vector = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InputError(field, values, "numbers") from None
    if vector.ndim != 1:
        raise InputError(field, f"shape {vector.shape}", "a flat (1-D) sequence of numbers")
    if not 1 <= len(vector) <= MAX_POINTS:
        raise InputError(field, len(vector), f"1 to {MAX_POINTS:,} numbers")
    _refuse(~np.isfinite(vector), field, vector, "a finite number")
    vector.flags.writeable = False
    return vector


def _cast(field: str, vector: Vector, dtype: str) -> Vector:
    with np.errstate(over="ignore", under="ignore"):
        cast = vector.astype(dtype)
    size, limits = np.abs(cast), np.finfo(dtype)
    largest, why = float(limits.max), f"the largest that {dtype} holds"
    if largest > MAX_MAGNITUDE:
        largest, why = MAX_MAGNITUDE, "so that squares and their sums stay finite in float64"
    _refuse(~(size <= largest), field, vector, f"numbers up to ±{largest:.7g}, {why}")
    minimum = (
        f"numbers of at least {limits.smallest_subnormal:.7g} in size, the least that {dtype} holds"
    )
    _refuse((size == 0) & (vector != 0), field, vector, f"0, or {minimum}")
    place = int(size.argmax())
    if 0 < size[place] < MIN_MAGNITUDE:
        takes = (
            f"a largest number of {MIN_MAGNITUDE:g} or more in size, so that its square is not 0"
        )
        raise InputError(field, float(vector[place]), takes)
    low, high = float(vector.min()), float(vector.max())
    if low < high and cast.min() == cast.max():
        got = f"{low:.17g} to {high:.17g}"
        raise InputError(field, got, f"numbers that {dtype} tells apart, as float64 does")
    return cast


def _refuse(bad: npt.NDArray[np.bool_], field: str, vector: Vector, takes: str) -> None:
    """Raise `InputError` for the first number that is `bad`, if any is."""
    if bad.any():
        place = int(bad.argmax())
        raise InputError(f"{field}[{place}]", float(vector[place]), takes)


def _relative_rounding(vector: Vector, dtype: str) -> float:
    spread = float(np.ptp(vector))
    return float(np.abs(vector - vector.astype(dtype)).max()) / spread if spread else 0.0
