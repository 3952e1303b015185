"""The points that a line is fitted to."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from gd.errors import InputError

MOST_POINTS = 100_000
MOST_SIZE = 1e75  # of a number to be trained on in float64: its fourth power is finite, too

Vector = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Problem:
    """The points (x[i], y[i]) that f(x) = w·x + b is to run through.

    `x` and `y` are 1-D, equally long (1 to 100,000) and finite. They are kept as read-only
    float64 arrays; `arrays` gives them in the precision of a run. Two problems with the same
    points are equal and hash alike.

    Raises `InputError` for anything else.

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

        Raises `InputError` where a number is too large for `dtype`, or for its square to be a
        float64: the curvature of the loss is made of squares.
        """
        return _cast("x", self.x, dtype), _cast("y", self.y, dtype)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return np.array_equal(self.x, other.x) and np.array_equal(self.y, other.y)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy is checked and read-only, too; a hash holds in its own process only.
        return type(self), (self.x, self.y)

    @cached_property  # a page looks up what it has kept by its problem many times
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
    if not 1 <= len(vector) <= MOST_POINTS:
        raise InputError(field, len(vector), f"1 to {MOST_POINTS:,} numbers")
    bad = np.flatnonzero(~np.isfinite(vector))
    if len(bad):
        place = int(bad[0])
        raise InputError(f"{field}[{place}]", float(vector[place]), "a finite number")
    vector.flags.writeable = False
    return vector


def _cast(field: str, vector: Vector, dtype: str) -> Vector:
    with np.errstate(over="ignore"):
        cast = vector.astype(dtype)
    largest, why = float(np.finfo(dtype).max), f"the largest that {dtype} holds"
    if largest > MOST_SIZE:
        largest, why = MOST_SIZE, "so that squares and their sums stay finite in float64"
    bad = np.flatnonzero(~(np.abs(cast) <= largest))
    if len(bad):
        place = int(bad[0])
        takes = f"numbers up to ±{largest:.7g}, {why}"
        raise InputError(f"{field}[{place}]", float(vector[place]), takes)
    return cast
