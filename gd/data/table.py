"""Read a table, from a file or pasted text, and make points of two of its columns."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np
import pandas as pd

from gd.data import default_columns, headers
from gd.data.columns import Column, Misfit
from gd.data.decoding import decode
from gd.data.delimited import split_rows
from gd.data.literals import read_literals
from gd.data.number_formats import COMMA, POINT, NumberFormat
from gd.data.workbook import SIGNATURE, read_workbook
from gd.errors import InputError, quote
from gd.problem import MAX_POINTS, Problem, Vector

FIRST_ROW = ("names", "data")
_BRACKETED = re.compile(r"(?=[^\[]*\[)[\s\[\]\d.eE+-]*")  # as NumPy prints arrays


@dataclass(frozen=True)
class Table:
    """Columns of text, of which two become the points of a problem.

    columns   their names, plain text, all different; "column 1", … where the text has none
    cells     the text of each column, row by row, without surrounding space
    rows      the number of each row in the text, counted from 1, a header included
    first     what the first row was taken for: "names" or "data"; "" where names have no row
    unnamed   the places of columns to which a header gives no name, or that only name the rows
    comma     whether commas divide the cells: then a comma in a number is between thousands
    notes     what else was taken for what, in a few words each
    """

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    first: str = "data"
    unnamed: frozenset[int] = frozenset()
    comma: bool = field(default=False, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """The names of the columns in which every cell is a number or a date, or missing."""
        return tuple(column.name for column in self._columns if column.numeric)

    @cached_property
    def default(self) -> tuple[str, str]:
        """The names of the two columns that a person would pick first: x and y."""
        x, y = default_columns.pick(self._columns, self.unnamed)
        return self.columns[x], self.columns[y]

    def problem(self, x_column: str | int, y_column: str | int) -> Problem:
        """The points (x, y) of two columns, each given by its name or its place from 0.

        Numbers have a decimal point or a decimal comma, the same all down a column, maybe a mark
        between thousands, and maybe a unit or a currency, the same all down. Where a whole column
        could be either, as 1.234 and 1,234, the other columns decide; if they do not, a point is a
        decimal point, and a comma is refused, unless commas divide the cells. Dates become days
        from the first one. Rows in which one of the two is missing are left out (`left_out`).

        Raises `InputError` for a column that does not exist, and for a cell that is not a number,
        out of the range of float64, or ambiguous: the message names its row and column.
        """
        x, y = self._numbers("x column", x_column), self._numbers("y column", y_column)
        kept = ~(np.isnan(x) | np.isnan(y))
        if not kept.any():
            names = f"Columns {quote(self.label(x_column))} and {quote(self.label(y_column))}"
            raise InputError(names, 0, "at least one row with a number in both")
        return Problem(x[kept], y[kept])

    def left_out(self, x_column: str | int, y_column: str | int) -> tuple[int, ...]:
        """The places, from 0, of the rows that `problem` leaves out: a cell is missing there."""
        x, y = self._column("x column", x_column), self._column("y column", y_column)
        return tuple(sorted(x.missing | y.missing))

    def label(self, column: str | int) -> str:
        """The name of a column with what its numbers are in, for an axis: “Salary ($)”."""
        return self._column("column", column).label

    def first_date(self, column: str | int) -> datetime | None:
        """The date from which `problem` counts the days of a column; None if it has no dates."""
        return self._column("column", column).first_date

    def note(self, x_column: str | int, y_column: str | int) -> str:
        """What was taken for what, in one line; "" where nothing needs to be said.

        >>> read_table("a;b\\n1,5;3 kg\\n2;NA", "text").note("a", "b")
        'a: decimal comma; b: in kg; 1 row left out (row 3)'
        """
        said = list(self.notes)
        for column in dict.fromkeys([x_column, y_column]):
            found = self._column("column", column)
            how = self._how(found)
            said += [f"{found.name}: {', '.join(how)}"] if how else []
        rows = self.left_out(x_column, y_column)
        if rows:
            which = f"row {self.rows[rows[0]]:,}"
            said.append(
                f"{len(rows):,} rows left out ({which} first)"
                if len(rows) > 1
                else f"1 row left out ({which})"
            )
        return "; ".join(said)

    def _how(self, column: Column) -> list[str]:
        if column.first_date:
            return [column.label.removeprefix(f"{column.name} (").removesuffix(")")]
        if not column.formats:
            return []
        found = self._format(self._place("column", column.name))
        text = "".join(column.bare)
        how = [found.name] if found.decimal in text and found is COMMA else []
        if any(mark in text for mark in found.groups):
            how.append("thousands separators")
        return [*how, f"in {column.unit}"] if str(column.unit) else how

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        return tuple(map(Column, self.columns, self.cells))

    def _column(self, field: str, column: str | int) -> Column:
        return self._columns[self._place(field, column)]

    def _numbers(self, field: str, name: str | int) -> Vector:
        place = self._place(field, name)
        column = self._columns[place]
        if not column.numeric:
            raise self._refusal(place, column.misfit())
        try:
            return column.values(self._format(place) if column.formats else None)
        except Misfit as misfit:
            raise self._refusal(place, misfit) from None

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
        column = self._columns[place]
        matching = column.formats
        elsewhere = {one.formats[0] for one in self._columns if len(one.formats) == 1}
        if matching == (COMMA,) and self.comma and POINT in elsewhere:
            # "20,22" between commas, beside 1.5: a list, or a spreadsheet's slip
            takes = "numbers with a decimal point, as other columns have"
            raise self._refusal(place, Misfit(self._first(column, ","), takes))
        marked = any("." in cell or "," in cell for cell in column.bare)
        if len(matching) == 1 or not marked:
            return matching[0]
        # Three digits follow every mark, as in 1.234 or 1,234.
        if len(elsewhere) == 1:
            return elsewhere.pop()
        row = self._first(column, ".", ",")
        cell = column.unit.bare(column.cells[row]) or ""
        if not elsewhere and ("." in cell or self.comma):
            return POINT
        readings = " or ".join(f"{one.value(cell):.15g}" for one in matching)
        takes = f"numbers that read only one way (not {readings})"
        raise self._refusal(place, Misfit(row, takes))

    def _first(self, column: Column, *marks: str) -> int:
        return next(
            row
            for row, cell in enumerate(column.cells)
            if row not in column.missing and any(mark in cell for mark in marks)
        )

    def _refusal(self, place: int, misfit: Misfit) -> InputError:
        field = f"row {self.rows[misfit.row]:,}, column {quote(self.columns[place])}"
        return InputError(field, self.cells[place][misfit.row], misfit.takes)


def read_table(data: bytes | str, name: str, first: str | None = None) -> Table:
    """The table in a file or in pasted text.

    data    up to 5,000,000 bytes or characters, 100,000 rows and 1,000 columns: divided by commas,
            semicolons, tabs, bars or spaces (`gd.data.decoding`, `gd.data.delimited`), a workbook
            (`gd.data.workbook`), or lists as in Python or JSON (`gd.data.literals`). Blank rows
            are left out; everything else is kept as text, nothing is evaluated
    name    what the message of an error calls it
    first   what the first row is, "names" or "data"; None if that is to be found out
            (`gd.data.headers`)

    Raises `InputError` for data that is not such a table.

    >>> table = read_table("ort;länge;preis\\na;1,5;1.200\\nb;2;800", "pasted text")
    >>> table.numeric, table.default
    (('länge', 'preis'), ('länge', 'preis'))
    >>> table.problem("länge", "preis").y
    array([1200.,  800.])
    """
    if isinstance(data, bytes) and data.startswith(SIGNATURE):
        grid = read_workbook(data, name)
    else:
        text = decode(data, name)
        if _BRACKETED.fullmatch(text[:100_000]):
            text = text.translate(str.maketrans("[]", "  "))
        grid = read_literals(text, name) or split_rows(text, name)
    if not 0 < len(grid.rows) <= MAX_POINTS + 1:  # one may be the header
        few = f"{len(grid.rows):,} rows" if grid.rows else 0
        takes = (
            f"up to {MAX_POINTS:,} rows of numbers" if grid.rows else "at least one row of numbers"
        )
        raise InputError(quote(name), few, takes)
    grid = headers.turned(grid) if first is None else grid
    elsewhere = grid.names is not None
    names = headers.take_names(grid, first)
    if not grid.rows:
        raise InputError(quote(name), 0, "at least one row of numbers")
    named = any(names)
    unnamed = {place for place, one in enumerate(names) if named and not one}
    return Table(
        headers.distinct(names),
        tuple(zip(*grid.rows, strict=True)),
        tuple(grid.numbers),
        "" if elsewhere else "names" if named else "data",
        frozenset(unnamed | ({0} if grid.index else set())),
        grid.comma,
        tuple(grid.notes),
    )


def to_csv(problem: Problem) -> str:
    """The points as CSV text with the header x,y: `read_table` gives the same float64 numbers.

    >>> to_csv(Problem([1, 2], [0.1, 1e300]))
    'x,y\\n1.0,0.1\\n2.0,1e+300\\n'
    """
    return pd.DataFrame({"x": problem.x, "y": problem.y}).to_csv(index=False, lineterminator="\n")
