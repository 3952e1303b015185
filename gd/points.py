"""Points as the text of a link: numbers separated by commas."""

import math
from urllib.parse import urlencode

from gd.errors import InputError
from gd.numerals import lost
from gd.problem import MOST_POINTS, Problem, Vector

MOST_IN_A_LINK = 2_000


def written(problem: Problem) -> tuple[str, str]:
    """x and y as text that `read` takes, each number in its shortest exact form.

    >>> written(Problem([1, 2.5], [0.1, 1e300]))
    ('1, 2.5', '0.1, 1e300')
    """
    return _text(problem.x), _text(problem.y)


def in_a_link(problem: Problem) -> tuple[str, str]:
    """x and y as `written`, for the parameters x and y of a link.

    Raises `InputError` where the two take more than 2,000 characters of it: longer links do not
    pass everywhere.
    """
    x, y = written(problem)
    length = len(urlencode({"x": x, "y": y}))
    if length > MOST_IN_A_LINK:
        raise InputError("The link", length, f"up to {MOST_IN_A_LINK:,} characters of points")
    return x, y


def read(x: str, y: str) -> Problem:
    """The points from two lists of numbers, separated by commas.

    Raises `InputError`.

    >>> read("1, 2.5", "2, 4").x
    array([1. , 2.5])
    """
    return Problem(_numbers("x", x), _numbers("y", y))


def _text(numbers: Vector) -> str:
    # Without the plus of 1e+300, which means a space in a URL.
    texts = (repr(number).removesuffix(".0").replace("e+", "e") for number in numbers.tolist())
    return ", ".join(texts)


def _numbers(field: str, text: str) -> list[float]:
    parts = text.split(",")
    if len(parts) > MOST_POINTS:
        raise InputError(field, len(parts), f"1 to {MOST_POINTS:,} numbers")
    return [_number(f"Entry {place:,} of {field}", part) for place, part in enumerate(parts, 1)]


def _number(label: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    takes = "a number, as in 1, 2.5, 4" if math.isnan(value) else lost(text, value)
    if takes:
        raise InputError(label, text.strip(), takes)
    return value
