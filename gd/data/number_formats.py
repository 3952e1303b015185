"""Numbers as people and spreadsheets write them: 1234.5, 1,234.5, 1234,5, 1.234,5 and 1 234,5."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_MAX, _MIN = np.finfo(np.float64).max, np.finfo(np.float64).smallest_subnormal

# Between thousands, in any format: spaces, of which three do not break a line, and apostrophes.
_GROUPS = " \u00a0\u2009\u202f'’"
_BETWEEN = "\0"  # cells, while many are matched at once


@dataclass(frozen=True)
class NumberFormat:
    """One way to write numbers.

    name      for messages, such as "decimal point"
    decimal   the mark before the fraction
    group     the mark that may stand between thousands; spaces and apostrophes may, too
    pattern   what such a number matches
    column    what many of them match, each with a NUL behind it
    """

    name: str
    decimal: str
    group: str
    pattern: re.Pattern[str]
    column: re.Pattern[str]

    def value(self, cell: str) -> float:
        """The number in a `cell` of this format, as float64; check it with `out_of_range`."""
        return float(cell.translate(self._marks))

    def values(self, cells: Sequence[str]) -> list[float]:
        """The numbers in `cells` of this format, as `value` gives them."""
        text = _BETWEEN.join(cells).translate(self._marks)
        return list(map(float, text.split(_BETWEEN))) if cells else []

    def matches(self, cells: Sequence[str]) -> bool:
        """Whether all of `cells` are numbers in this format; a column at once is ten times as fast.

        >>> COMMA.matches(["1,5", "1.234"]), COMMA.matches(["1.5"])
        (True, False)
        """
        text = _BETWEEN.join([*cells, ""])
        return text.count(_BETWEEN) == len(cells) and bool(self.column.fullmatch(text))

    @property
    def groups(self) -> str:
        """The marks that may stand between thousands."""
        return self.group + _GROUPS

    @property
    def _marks(self) -> dict[int, int | None]:
        return _MARKS[self.decimal]


def _number_format(name: str, decimal: str, group: str) -> NumberFormat:
    grouped = "|".join(rf"(?:{re.escape(one)}\d{{3}})++" for one in group + _GROUPS)
    whole = rf"(?:[1-9]\d{{0,2}}(?:{grouped})(?!\d)|\d++)"
    number = rf"[+\-−]?(?:{whole}(?:\{decimal}\d*+)?|\{decimal}\d++)(?:[eE][+-]?\d++)?"
    pattern = re.compile(number, re.ASCII)
    return NumberFormat(name, decimal, group, pattern, re.compile(rf"(?:{number}\0)*+", re.ASCII))


POINT = _number_format("decimal point", ".", ",")
COMMA = _number_format("decimal comma", ",", ".")
_MARKS = {
    one.decimal: str.maketrans(one.decimal + "−", ".-", one.group + _GROUPS)
    for one in (POINT, COMMA)
}


def matching_formats(cells: Sequence[str]) -> tuple[NumberFormat, ...]:
    """The formats in which all of `cells` are numbers.

    >>> [one.name for one in matching_formats(["1", "2.5"])]
    ['decimal point']
    >>> len(matching_formats(["1", "1.234"]))
    2
    """
    return tuple(one for one in (POINT, COMMA) if one.matches(cells))


def is_number(cell: str) -> bool:
    """Whether `cell` is a number in one of the formats.

    >>> is_number("-1.234,5"), is_number("1e-3"), is_number("=1+1"), is_number("1_000")
    (True, True, False, False)
    """
    return bool(POINT.pattern.fullmatch(cell) or COMMA.pattern.fullmatch(cell))


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
