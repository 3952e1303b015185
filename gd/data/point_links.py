"""Points as the text of a link: numbers separated by commas."""

import math
from urllib.parse import urlencode

from gd.data.number_formats import out_of_range
from gd.errors import InputError
from gd.problem import MAX_POINTS, Problem, Vector

MAX_LINK_LENGTH = 2_000


def format_points(problem: Problem) -> tuple[str, str]:
    """x and y as text that `parse_points` takes, each number in its shortest exact form.

    >>> format_points(Problem([1, 2.5], [0.1, 1e300]))
    ('1, 2.5', '0.1, 1e300')
    """
    return _text(problem.x), _text(problem.y)


def format_for_link(problem: Problem) -> tuple[str, str]:
    """x and y as `format_points` gives them, for the parameters x and y of a link.

    Raises `InputError` where they take more than 2,000 characters: not every program accepts
    longer links.
    """
    x, y = format_points(problem)
    length = len(urlencode({"x": x, "y": y}))
    if length > MAX_LINK_LENGTH:
        raise InputError("The link", length, f"up to {MAX_LINK_LENGTH:,} characters of points")
    return x, y


def parse_points(x: str, y: str) -> Problem:
    """The points from two lists of numbers, separated by commas, as in "1, 2.5, 4".

    Raises `InputError` for an entry that is not a number in the range of float64, and as `Problem`
    does.

    >>> parse_points("1, 2.5", "2, 4").x
    array([1. , 2.5])
    """
    return Problem(_numbers("x", x), _numbers("y", y))


def _text(numbers: Vector) -> str:
    # Without the plus of 1e+300, which means a space in a URL.
    texts = (repr(number).removesuffix(".0").replace("e+", "e") for number in numbers.tolist())
    return ", ".join(texts)


def _numbers(field: str, text: str) -> list[float]:
    parts = text.split(",")
    if len(parts) > MAX_POINTS:
        raise InputError(field, len(parts), f"1 to {MAX_POINTS:,} numbers")
    return [_number(f"Entry {place:,} of {field}", part) for place, part in enumerate(parts, 1)]


def _number(label: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    takes = "a number, as in 1, 2.5, 4" if math.isnan(value) else out_of_range(text, value)
    if takes:
        raise InputError(label, text.strip(), takes)
    return value
