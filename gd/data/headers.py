"""Which rows of a table are the names of its columns, and which its data."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from gd.data.columns import MISSING, unit_of
from gd.data.grid import Grid
from gd.data.number_formats import is_number, matching_formats
from gd.errors import visible

_YEARS = range(1500, 2101)
_SAMPLE = 200  # rows, of which the kinds of the columns are told
_INFINITE = frozenset(["-inf", "-Inf", "-infinity", "-Infinity"])


def turned(grid: Grid) -> Grid:
    """Two long rows of numbers, each maybe behind its name, as two columns."""
    rows = grid.rows
    if grid.names is not None or len(rows) != 2 or len(rows[0]) < 3 or grid.index:
        return grid
    named = all(row[0] and not is_number(row[0]) for row in rows)
    values = [row[1:] if named else row for row in rows]
    if len(values[0]) < 2 or not all(map(is_number, [*values[0], *values[1]])):
        return grid
    grid.names = [row[0] for row in rows] if named else ["x", "y"]
    grid.rows = list(zip(*values, strict=True))
    grid.numbers = list(range(1, len(grid.rows) + 1))
    grid.notes.append("two long rows taken for two columns")
    return grid


def take_names(grid: Grid, first: str | None) -> Sequence[str]:
    """Take the names off the rows of `grid`, and return them; "" where there are none.

    first   "names" or "data": what the first row is; None if that is to be found out
    """
    names = grid.names
    if names is None or first is not None:
        is_header = is_names(grid.rows) if first is None else first == "names"
        names = grid.rows[0] if is_header else [""] * len(grid.rows[0])
        if is_header:
            grid.numbers, grid.rows = grid.numbers[1:], grid.rows[1:]
            names = _with_units(names, grid) if first is None else names
    return names


def is_names(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is the names of the columns.

    It is where no cell is a number. It also is where all numbers are whole and unlike those below:
    years, say, over a column of sizes, or 1, 2, 3 in equal steps, and other cells are above text.

    >>> is_names([["area", "2001", "2011"], ["North", "12.5", "13.1"]])
    True
    >>> is_names([["born", "1950"], ["North", "1948"]])
    False
    """
    header, below = rows[0], rows[1:_SAMPLE]
    numbers = [place for place, cell in enumerate(header) if is_number(cell)]
    if not numbers:
        return not all(cell in MISSING or cell in _INFINITE for cell in header)
    if not below or not all(header[place].isdecimal() for place in numbers):
        return False
    for place, cell in enumerate(header):
        text = not any(is_number(row[place]) for row in below)
        if place not in numbers and cell not in ("", *MISSING) and not text:
            return False
    values = [int(header[place]) for place in numbers]
    if len(set(values)) < len(values):
        return False
    return _unlike_below(numbers, header, below) or (
        len(numbers) < len(header) and _in_steps(values) and not _steps_below(numbers, below)
    )


def _unlike_below(
    numbers: list[int], header: Sequence[str], below: Sequence[Sequence[str]]
) -> bool:
    """Whether the header has years, over columns whose numbers are none of about their size."""
    if not all(int(header[place]) in _YEARS for place in numbers):
        return False
    for place in numbers:
        values = _numbers([row[place] for row in below])
        if any(0.5 < abs(value) / int(header[place]) < 2 for value in values):
            return False
    return any(_numbers([row[place] for row in below]) for place in numbers)


def _numbers(cells: Sequence[str]) -> list[float]:
    found = [(cell, matching_formats([cell])) for cell in cells]
    return [formats[0].value(cell) for cell, formats in found if formats]


def _in_steps(values: Sequence[float]) -> bool:
    """Whether there are three or more, each the same step above the one before."""
    steps = {b - a for a, b in pairwise(values)}
    return len(values) > 2 and len(steps) == 1 and 0 not in steps


def _steps_below(numbers: list[int], below: Sequence[Sequence[str]]) -> bool:
    return any(_in_steps(_numbers([row[place] for place in numbers])) for row in below)


def _with_units(names: Sequence[str], grid: Grid) -> Sequence[str]:
    """The names, with the units of the row below where there is one: it is taken off the rows."""
    if len(grid.rows) < 2:
        return names
    units, below = grid.rows[0], grid.rows[1:_SAMPLE]
    numeric = [
        all(is_number(row[place]) or row[place] in MISSING for row in below)
        and any(is_number(row[place]) for row in below)
        for place in range(len(names))
    ]
    over = [unit for unit, is_numeric in zip(units, numeric, strict=True) if is_numeric and unit]
    if not over or not all(_is_unit(unit) for unit in over):
        return names
    grid.notes.append(f"row {grid.numbers[0]:,} taken for units")
    grid.numbers, grid.rows = grid.numbers[1:], grid.rows[1:]
    given = zip(names, units, numeric, strict=True)
    return [f"{name} ({unit.strip('()[]')})" if n and unit else name for name, unit, n in given]


def _is_unit(cell: str) -> bool:
    """Whether a cell over numbers can be a unit: short, no number, not missing."""
    if len(cell) > 12 or cell in MISSING or is_number(cell) or unit_of(cell):
        return False
    return not any(one.isdecimal() for one in cell.rstrip("23)]")) and "inf" not in cell.lower()


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each on one line, with nothing invisible in it, none empty, all different."""
    distinct: dict[str, None] = {}
    for place, name in enumerate(names, start=1):
        plain = visible(" ".join(name.split())) or f"column {place}"
        candidate, times = plain, 1
        while candidate in distinct:
            times += 1
            candidate = f"{plain} ({times})"
        distinct[candidate] = None
    return tuple(distinct)
