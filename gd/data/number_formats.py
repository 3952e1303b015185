"""Numbers as people and spreadsheets write them: 1234.5, 1,234.5, 1234,5 and 1.234,5."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_MAX, _MIN = np.finfo(np.float64).max, np.finfo(np.float64).smallest_subnormal


@dataclass(frozen=True)
class NumberFormat:
    """One way to write numbers.

    name      for messages, such as "decimal point"
    decimal   the mark before the fraction
    group     the mark that may stand between thousands
    pattern   what such a number matches
    """

    name: str
    decimal: str
    group: str
    pattern: re.Pattern[str]

    def value(self, cell: str) -> float:
        """The number in a `cell` of this format, as float64; check it with `out_of_range`."""
        return float(cell.replace(self.group, "").replace(self.decimal, ".").replace("−", "-"))


def _number_format(name: str, decimal: str, group: str) -> NumberFormat:
    whole = rf"(?:\d+|[1-9]\d{{0,2}}(?:\{group}\d{{3}})+)"
    number = rf"[+\-−]?(?:{whole}(?:\{decimal}\d*)?|\{decimal}\d+)(?:[eE][+-]?\d+)?"
    return NumberFormat(name, decimal, group, re.compile(number, re.ASCII))


POINT = _number_format("decimal point", ".", ",")
COMMA = _number_format("decimal comma", ",", ".")


def matching_formats(cells: Sequence[str]) -> tuple[NumberFormat, ...]:
    """The formats in which all of `cells` are numbers.

    >>> [one.name for one in matching_formats(["1", "2.5"])]
    ['decimal point']
    >>> len(matching_formats(["1", "1.234"]))
    2
    """
    distinct = set(cells)
    return tuple(one for one in (POINT, COMMA) if all(map(one.pattern.fullmatch, distinct)))


def is_number(cell: str) -> bool:
    """Whether `cell` is a number in one of the formats.

    >>> is_number("-1.234,5"), is_number("1e-3"), is_number("=1+1"), is_number("1_000")
    (True, True, False, False)
    """
    return bool(matching_formats([cell]))


def out_of_range(text: str, value: float) -> str:
    """What is accepted instead, where float64 made `text` infinite or 0; "" where it did not.

    text    a number as it was written
    value   the same as float64

    >>> out_of_range("1e-400", float("1e-400")), out_of_range("0e-400", 0.0)
    ('0, or numbers of at least 4.940656e-324 in size', '')
    """
    if math.isinf(value):
        return f"numbers up to ±{_MAX:.7g}"
    significant, *_ = text.lower().partition("e")
    if value == 0 and any(one.isdecimal() and int(one) for one in significant):
        return f"0, or numbers of at least {_MIN:.7g} in size"
    return ""
