"""A column of text: what its cells are taken for, and their numbers."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from gd.data.dates import Days, in_words, parse_dates
from gd.data.number_formats import (
    COMMA,
    POINT,
    NumberFormat,
    is_number,
    matching_formats,
    out_of_range,
)
from gd.errors import InputError
from gd.problem import Vector

_TOKENS = (
    "na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "-nan", "nat", "null", "none", "nil", "?",
    "-", "--", "---", "–", "—", "*", "**", "***", ".", "..", "...", "…",
)  # fmt: skip
# "Na" and "nA" are left as names: of sodium, and of a current.
MISSING = frozenset(
    ["", *_TOKENS, *map(str.upper, _TOKENS), "NaN", "NaT", "Nan", "Null", "None", "Nil"]
)

_LONGEST = 60  # characters of a number with its unit
_SYMBOL = "$€£¥₹₽₩₺₿"
_PREFIX = re.compile(rf"([A-Z]{{0,3}}[{_SYMBOL}]|[A-Z]{{3}}(?=\s))\s?")
# A unit starts with a letter or a sign; digits are only in m2 and the like. "1e" is half a number.
_SUFFIX = re.compile(
    rf"\s?((?![eE]\Z)[^\W\d_](?:[^\W\d_]|[²³⁻¹/·*^°]|(?<=[a-z^])[23](?!\d))*"
    rf"|[%‰°{_SYMBOL}][^\W\d_]?)\Z"
)


@dataclass(frozen=True)
class Unit:
    """What stands before or behind each number of a column, such as $ or kg."""

    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return self.prefix or self.suffix

    def bare(self, cell: str) -> str | None:
        """The number alone, None where `cell` is not in this unit."""
        sign = cell[:1] if cell[:1] in "+-−" and self.prefix else ""
        rest = cell.removeprefix(sign)
        if not rest.startswith(self.prefix) or not rest.endswith(self.suffix):
            return None
        end = len(rest) - len(self.suffix)
        return sign + rest[len(self.prefix) : end].strip()


def unit_of(cell: str) -> Unit | None:
    """The unit of a number, None where `cell` is no number with a unit.

    >>> [str(unit_of(cell)) for cell in ("-$65,000", "40 m²", "41%", "1e", "0x10")]
    ['$', 'm²', '%', 'None', 'None']
    """
    if len(cell) > _LONGEST:
        return None
    prefix = _PREFIX.match(cell.lstrip("+-−"))
    suffix = None if prefix else _SUFFIX.search(cell)
    found = Unit(prefix[1] if prefix else "", suffix[1] if suffix else "")
    bare = found.bare(cell)
    return found if str(found) and bare is not None and is_number(bare) else None


@dataclass(frozen=True)
class Column:
    """A column of a table: its cells, row by row, without surrounding space."""

    name: str
    cells: tuple[str, ...]

    @cached_property
    def missing(self) -> frozenset[int]:
        """The places of the rows whose cell is empty or says that the number is missing."""
        return frozenset(place for place, cell in enumerate(self.cells) if cell in MISSING)

    @cached_property
    def present(self) -> tuple[str, ...]:
        """The other cells."""
        if not self.missing:
            return self.cells
        return tuple(cell for cell in self.cells if cell not in MISSING)

    @cached_property
    def unit(self) -> Unit:
        """The unit that all numbers have, an empty one where they have none."""
        found = unit_of(self.present[0]) if self.present else None
        if found and all(found.bare(cell) is not None for cell in self.present):
            return found
        return Unit()

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The cells that are present, without their unit."""
        if not str(self.unit):
            return self.present
        return tuple(self.unit.bare(cell) or "" for cell in self.present)

    @cached_property
    def formats(self) -> tuple[NumberFormat, ...]:
        """The formats in which all the cells present are numbers."""
        return matching_formats(self.bare) if self.bare else ()

    @cached_property
    def _dates(self) -> tuple[datetime, Days] | InputError | None:
        if self.formats:
            return None
        try:
            return parse_dates(self.present)
        except InputError as error:
            return error

    @property
    def first_date(self) -> datetime | None:
        """The earliest date, from which days are counted; None for numbers and text."""
        return self._dates[0] if isinstance(self._dates, tuple) else None

    @property
    def numeric(self) -> bool:
        """Whether every cell is a number or a date, or missing."""
        return bool(self.formats) or self.first_date is not None

    @property
    def label(self) -> str:
        """The name with what its numbers are in, for an axis: “Salary ($)”."""
        if self.first_date:
            return f"{self.name} (days from {in_words(self.first_date)})"
        return f"{self.name} ({self.unit})" if str(self.unit) else self.name

    def values(self, number_format: NumberFormat | None) -> Vector:
        """The numbers, nan where they are missing; without a format, dates in days.

        Raises `Misfit` for a cell that float64 makes infinite or 0.
        """
        filled = np.full(len(self.cells), np.nan)
        places = np.ones(len(self.cells), bool)
        places[list(self.missing)] = False
        if isinstance(self._dates, tuple):
            filled[places] = self._dates[1]
            return filled
        if number_format:
            filled[places] = number_format.values(self.bare)
        for row in np.flatnonzero(np.isinf(filled) | (filled == 0)).tolist():
            takes = out_of_range(self.unit.bare(self.cells[row]) or "", filled[row])
            if takes:
                raise Misfit(row, takes)
        return filled

    def misfit(self) -> "Misfit":
        """Why this column, which is not `numeric`, is none: its first cell that does not fit."""
        if isinstance(self._dates, InputError):
            return Misfit(self.cells.index(str(self._dates.got)), self._dates.takes)
        if not self.present:
            empty = not self.cells[0]
            return Misfit(0, "a number, no empty cell" if empty else "a number")
        units = [unit_of(cell) for cell in self.present]
        common = max(set(units), key=units.count) or Unit()

        def misfits(number_format: NumberFormat) -> list[int]:
            return [
                row
                for row, cell in enumerate(self.cells)
                if cell not in MISSING
                and not number_format.pattern.fullmatch(common.bare(cell) or "")
            ]

        number_format = min((POINT, COMMA), key=lambda one: len(misfits(one)))
        row = misfits(number_format)[0]
        if is_number(common.bare(self.cells[row]) or ""):
            return Misfit(row, f"a number with a {number_format.name}, as most of the column")
        if str(common):
            return Misfit(row, f"a number with “{common}”, as most of the column")
        return Misfit(row, "a number")


class Misfit(Exception):  # noqa: N818 - named after what it is
    """A cell that cannot be used: the place of its row, and what would be taken instead."""

    def __init__(self, row: int, takes: str) -> None:
        super().__init__(row, takes)
        self.row, self.takes = row, takes
