"""Read a table, from a CSV file or pasted text, and make points of two of its columns."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from gd.data.decoding import decode
from gd.data.delimited import split_rows
from gd.data.number_formats import (
    COMMA,
    POINT,
    NumberFormat,
    is_number,
    matching_formats,
    out_of_range,
)
from gd.errors import InputError, quote, visible
from gd.problem import Problem, Vector

_MISSING = {"nan", "na", "inf", "-inf"}  # missing numbers, not names of columns


@dataclass(frozen=True)
class Table:
    """Columns of text, of which two become the points of a problem.

    columns   their names, plain text, all different; "column 1", … where the text has none
    cells     the text of each column, row by row, without surrounding space
    rows      the number of each row in the text, counted from 1, a header included
    """

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """The names of the columns in which every cell is a number."""
        named = zip(self.columns, self._formats, strict=True)
        return tuple(name for name, matching in named if matching)

    def problem(self, x_column: str | int, y_column: str | int) -> Problem:
        """The points (x, y) of two columns, each given by its name or its place from 0.

        Numbers have a decimal point or a decimal comma, the same all down a column, and maybe the
        other mark between thousands. Where a whole column could be either, as 1.234 and 1,234,
        the other columns decide; if they do not, a point is a decimal point, a comma is refused.

        Raises `InputError` for a column that does not exist, and for a cell that is empty, not a
        number, out of the range of float64, or ambiguous: the message names its row and column.
        """
        return Problem(self._numbers("x column", x_column), self._numbers("y column", y_column))

    @cached_property
    def _formats(self) -> tuple[tuple[NumberFormat, ...], ...]:
        return tuple(matching_formats(cells) for cells in self.cells)

    def _numbers(self, field: str, column: str | int) -> Vector:
        place = self._place(field, column)
        number_format = self._format(place)
        numbers = np.array([number_format.value(cell) for cell in self.cells[place]])
        for row in np.flatnonzero(np.isinf(numbers) | (numbers == 0)).tolist():
            takes = out_of_range(self.cells[place][row], numbers[row])
            if takes:
                raise self._refusal(place, row, takes)
        return numbers

    def _place(self, field: str, column: str | int) -> int:
        if column in self.columns:
            return self.columns.index(str(column))
        if isinstance(column, int) and 0 <= column < len(self.columns):
            return column
        names = ", ".join(quote(name) for name in self.columns[:5])
        more = ", …" if len(self.columns) > 5 else ""
        raise InputError(field, column, f"one of {names}{more}")

    def _format(self, place: int) -> NumberFormat:
        """The format of the numbers in a column."""
        cells, matching = self.cells[place], self._formats[place]
        if not matching:
            raise self._no_number(place)
        marked = next((row for row, cell in enumerate(cells) if "." in cell or "," in cell), None)
        if len(matching) == 1 or marked is None:
            return matching[0]
        # Three digits follow every mark, as in 1.234 or 1,234.
        elsewhere = {one[0] for one in self._formats if len(one) == 1}
        if len(elsewhere) == 1:
            return elsewhere.pop()
        cell = cells[marked]
        if "." in cell and not elsewhere:
            return POINT
        readings = " or ".join(f"{one.value(cell):.15g}" for one in matching)
        raise self._refusal(place, marked, f"numbers that read only one way (not {readings})")

    def _no_number(self, place: int) -> InputError:
        """The refusal of the first cell that is not in the format of most of its column."""

        def misfits(number_format: NumberFormat) -> list[int]:
            matches = map(number_format.pattern.fullmatch, self.cells[place])
            return [row for row, match in enumerate(matches) if not match]

        number_format = min((POINT, COMMA), key=lambda one: len(misfits(one)))
        row = misfits(number_format)[0]
        cell = self.cells[place][row]
        if is_number(cell):
            return self._refusal(
                place, row, f"a number with a {number_format.name}, as most of the column"
            )
        return self._refusal(place, row, "a number" if cell else "a number, no empty cell")

    def _refusal(self, place: int, row: int, takes: str) -> InputError:
        field = f"row {self.rows[row]:,}, column {quote(self.columns[place])}"
        return InputError(field, self.cells[place][row], takes)


def read_table(data: bytes | str, name: str) -> Table:
    """The table in a CSV file or in pasted text.

    data   up to 5,000,000 bytes or characters, 100,000 rows and 100 columns, divided by commas,
           semicolons, tabs, bars or spaces (`gd.data.decoding`, `gd.data.delimited`). The first row
           is a header if none of its cells is a number. Blank rows are left out; everything else
           is kept as text, nothing is evaluated
    name   what the message of an error calls it

    Raises `InputError` for data that is not such a table.

    >>> table = read_table("ort;länge;preis\\na;1,5;1.200\\nb;2;800", "pasted text")
    >>> table.numeric
    ('länge', 'preis')
    >>> table.problem("länge", "preis").y
    array([1200.,  800.])
    """
    numbers, rows = split_rows(decode(data, name), name)
    names = [""] * len(rows[0])
    if not any(is_number(cell) or cell.lower() in _MISSING for cell in rows[0]):
        names, rows, numbers = rows[0], rows[1:], numbers[1:]
    if not rows:
        raise InputError(quote(name), len(rows), "at least one row of numbers")
    return Table(_distinct(names), tuple(zip(*rows, strict=True)), tuple(numbers))


def _distinct(names: list[str]) -> tuple[str, ...]:
    """The names, each on one line, with nothing invisible in it, none empty, all different."""
    distinct: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = visible(" ".join(name.split())) or f"column {place}"
        candidate, times = plain, 1
        while candidate in distinct:
            times += 1
            candidate = f"{plain} ({times})"
        distinct.append(candidate)
    return tuple(distinct)


def to_csv(problem: Problem) -> str:
    """The points as CSV text with the header x,y: `read_table` gives the same float64 numbers.

    >>> to_csv(Problem([1, 2], [0.1, 1e300]))
    'x,y\\n1.0,0.1\\n2.0,1e+300\\n'
    """
    return pd.DataFrame({"x": problem.x, "y": problem.y}).to_csv(index=False, lineterminator="\n")
