"""Numbers as people and spreadsheets write them: 1234.5, 1,234.5, 1234,5 and 1.234,5."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_MOST, _LEAST = np.finfo(np.float64).max, np.finfo(np.float64).smallest_subnormal


@dataclass(frozen=True)
class NumberFormat:
    """One way to write numbers: `decimal` before the fraction, maybe `group` between thousands."""

    name: str
    decimal: str
    group: str
    pattern: re.Pattern[str]

    def value(self, cell: str) -> float:
        """The number that a `cell` of this style says, or what float64 makes of it (`lost`)."""
        return float(cell.replace(self.group, "").replace(self.decimal, ".").replace("−", "-"))


def _style(name: str, decimal: str, group: str) -> NumberFormat:
    whole = rf"(?:\d+|[1-9]\d{{0,2}}(?:\{group}\d{{3}})+)"
    number = rf"[+\-−]?(?:{whole}(?:\{decimal}\d*)?|\{decimal}\d+)(?:[eE][+-]?\d+)?"
    return NumberFormat(name, decimal, group, re.compile(number, re.ASCII))


POINT = _style("decimal point", ".", ",")
COMMA = _style("decimal comma", ",", ".")


def matching_formats(cells: Sequence[str]) -> tuple[NumberFormat, ...]:
    """The styles in which each of `cells` is a number.

    >>> [one.name for one in matching_formats(["1", "2.5"])]
    ['decimal point']
    >>> len(matching_formats(["1", "1.234"]))
    2
    """
    distinct = set(cells)
    return tuple(style for style in (POINT, COMMA) if all(map(style.pattern.fullmatch, distinct)))


def is_number(cell: str) -> bool:
    """Whether `cell` is a number in some style.

    >>> is_number("-1.234,5"), is_number("1e-3"), is_number("=1+1"), is_number("1_000")
    (True, True, False, False)
    """
    return bool(matching_formats([cell]))


def lost(text: str, value: float) -> str:
    """What a number takes where float64 made another of `text`: an infinite one, or 0. Else "".

    >>> lost("1e-400", float("1e-400")), lost("0e-400", 0.0)
    ('0, or numbers of at least 4.940656e-324 in size', '')
    """
    if math.isinf(value):
        return f"numbers up to ±{_MOST:.7g}"
    significant, *_ = text.lower().partition("e")
    if value == 0 and any(one.isdecimal() and int(one) for one in significant):
        return f"0, or numbers of at least {_LEAST:.7g} in size"
    return ""
