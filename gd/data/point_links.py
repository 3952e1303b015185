"""Points as the text of a link: numbers separated by commas."""

from urllib.parse import urlencode

from gd.data.number_formats import POINT, NumberFormat, matching_formats, out_of_range
from gd.data.number_lists import split_list
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
    """The points from two lists of numbers, as in "1, 2.5, 4", "[1, 2.5, 4]" or "1; 2,5; 4".

    Commas, semicolons or spaces divide the numbers (`gd.data.number_lists`). Between semicolons, a
    comma is a decimal comma.

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
    entries = split_list(text)
    if len(entries) > MAX_POINTS:
        raise InputError(field, len(entries), f"1 to {MAX_POINTS:,} numbers")
    formats = matching_formats(entries)
    marked = next((entry for entry in entries if "," in entry), None)
    if len(formats) > 1 and marked is not None:
        readings = " or ".join(f"{one.value(marked):.15g}" for one in formats)
        raise InputError(field, marked, f"numbers that read only one way (not {readings})")
    found = formats[0] if formats else POINT
    return [_number(f"Entry {n:,} of {field}", entry, found) for n, entry in enumerate(entries, 1)]


def _number(label: str, text: str, number_format: NumberFormat) -> float:
    if not number_format.pattern.fullmatch(text) or len(text.split()) > 1:  # 2 345: one or two?
        raise InputError(label, text, "a number, as in 1, 2.5, 4")
    value = number_format.value(text)
    takes = out_of_range(text, value)
    if takes:
        raise InputError(label, text, takes)
    return value
