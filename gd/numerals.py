"""Numbers as people and spreadsheets write them: 1234.5, 1,234.5, 1234,5 and 1.234,5."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """One way to write numbers: `decimal` before the fraction, maybe `group` between thousands."""

    name: str
    decimal: str
    group: str
    pattern: re.Pattern[str]

    def value(self, cell: str) -> float:
        """The number that a `cell` of this style says; infinite if too large for float64."""
        return float(cell.replace(self.group, "").replace(self.decimal, ".").replace("−", "-"))


def _style(name: str, decimal: str, group: str) -> Style:
    whole = rf"(?:\d+|[1-9]\d{{0,2}}(?:\{group}\d{{3}})+)"
    number = rf"[+\-−]?(?:{whole}(?:\{decimal}\d*)?|\{decimal}\d+)(?:[eE][+-]?\d+)?"
    return Style(name, decimal, group, re.compile(number, re.ASCII))


POINT = _style("decimal point", ".", ",")
COMMA = _style("decimal comma", ",", ".")


def styles(cells: Sequence[str]) -> tuple[Style, ...]:
    """The styles in which each of `cells` is a number.

    >>> [style.name for style in styles(["1", "2.5"])], len(styles(["1", "1.234"]))
    (['decimal point'], 2)
    """
    distinct = set(cells)
    return tuple(style for style in (POINT, COMMA) if all(map(style.pattern.fullmatch, distinct)))


def is_number(cell: str) -> bool:
    """Whether `cell` is a number in some style.

    >>> is_number("-1.234,5"), is_number("1e-3"), is_number("=1+1"), is_number("1_000")
    (True, True, False, False)
    """
    return bool(styles([cell]))
