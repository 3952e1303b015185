"""Where a table begins and ends among rows of cells: comments, titles and rules are left out."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import compress

from gd.data.columns import unit_of
from gd.data.grid import Grid
from gd.data.number_formats import is_number
from gd.errors import InputError, quote

MAX_COLUMNS = 1_000

Row = tuple[str, ...]
COMMENT = ("#", "%")
# Lines of dashes, with which Markdown, psql and others rule their tables.
RULE = re.compile(r"[\s|]*[:+]*(?:--|==|:-|-:|\|-)[\s|:+=-]*")
_RULED = "-=+:"
# What psql and pandas write below a table.
_FOOTER = re.compile(r"\(\d+ rows?\)|\[\d+ rows x \d+ columns\]")


def is_value(cell: str) -> bool:
    """Whether `cell` is a number, maybe with a unit."""
    return is_number(cell) or unit_of(cell) is not None


def leave_out_comments(grid: Grid) -> None:
    """Leave out comments, rules, a footer, and the bars at both ends of each row."""
    comments = [row[0].startswith(COMMENT) for row in grid.rows]
    if 0 < sum(comments) < len(comments) / 2:
        # A comment of several cells could be a row: #ff0000,3
        numbered = compress(zip(grid.numbers, grid.rows, strict=True), comments)
        rows = [number for number, row in numbered if len(row) > 1]
        if rows:
            more = f"{len(rows):,} rows taken for comments (row {rows[0]:,} first)"
            grid.notes.append(more if len(rows) > 1 else f"row {rows[0]:,} taken for a comment")
        _keep(grid, lambda place: not comments[place])
    if any(map(_is_rule, grid.rows)):
        _keep(grid, lambda place: not _is_rule(grid.rows[place]))
    if grid.rows and _FOOTER.fullmatch(" ".join(grid.rows[-1])):
        _keep(grid, lambda place: place < len(grid.rows) - 1)
    while grid.rows and not any(row[0] for row in grid.rows) and len(grid.rows[0]) > 2:
        grid.rows = [row[1:] for row in grid.rows]


def _is_rule(row: Row) -> bool:
    return not row[0].strip(_RULED) and bool(RULE.fullmatch("|".join(row)))


def _keep(grid: Grid, wanted: Callable[[int], bool]) -> None:
    places = [place for place in range(len(grid.rows)) if wanted(place)]
    grid.numbers = [grid.numbers[place] for place in places]
    grid.rows = [grid.rows[place] for place in places]


def even_out(grid: Grid, name: str) -> None:
    """Make all rows equally long: leave out the text above, complete a short header."""
    width = _width(grid.rows)
    begin = _begin(grid, width)
    header = grid.rows[begin - 1] if begin else ()
    short = len(header) == width - 1 and all(map(_is_name, header))
    if short and (width > 2 or _counts([row[0] for row in grid.rows[begin:]])):
        grid.index, begin = True, begin - 1
        grid.rows[begin] = ("", *header)
    if begin:
        above = f"rows 1 to {grid.numbers[begin - 1]:,}" if begin > 1 else "row 1"
        grid.notes.append(f"{above} left out, above the table")
    if width > MAX_COLUMNS:
        raise InputError(quote(name), width, f"2 to {MAX_COLUMNS:,} columns")
    grid.numbers, grid.rows = grid.numbers[begin:], grid.rows[begin:]
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        if len(row) != width and (len(row) < width or any(row[width:])):
            raise InputError(f"row {number:,}", len(row), f"{width} cells, as most rows have")
    if any(len(row) > width for row in grid.rows):
        grid.rows = [row[:width] for row in grid.rows]


def _width(rows: Sequence[Row]) -> int:
    """How many cells most rows have, but for a delimiter at their end."""
    counted = Counter(map(len, rows)).most_common(1)
    width = counted[0][0] if counted else 0
    nothing_last = all(len(row) < width or not row[width - 1] for row in rows)
    return width - 1 if width > 2 and nothing_last else width


def _begin(grid: Grid, width: int) -> int:
    """The place of the first row of the table, below titles and other text.

    They are rows of other widths, before the first row of the table that has a number.
    """
    rows = grid.rows
    fits = [len(row) >= width and not any(row[width:]) for row in rows]
    data = (n for n, row in enumerate(rows) if fits[n] and any(map(is_number, row)))
    first = next(data, len(rows))
    # In a spreadsheet all rows are as wide: a title stands alone in its row, above names.
    wide = next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
    names = wide < len(rows) and all(_is_name(cell) for cell in rows[wide] if cell)
    titles = [n for n in range(first) if not fits[n] or (names and n < wide and len(rows[n]) > 1)]
    if any(is_number(next(filter(None, rows[n]))) for n in titles):
        return 0
    return titles[-1] + 1 if titles and first < len(rows) else 0


def _is_name(cell: str) -> bool:
    return bool(cell) and not is_value(cell)


def _counts(cells: Sequence[str]) -> bool:
    """Whether the cells are 0, 1, 2, … or 1, 2, 3, …"""
    first = cells[0] if cells else ""
    return first in ("0", "1") and list(cells) == [str(int(first) + n) for n in range(len(cells))]


def name_by_comment(grid: Grid, cells: Row) -> None:
    """Take the names of columns from the comment above them, as `numpy.savetxt` writes them."""
    if not grid.rows or len(cells) != len(grid.rows[0]) or not all(map(_is_name, cells[1:])):
        return
    if any(map(is_number, grid.rows[0])) and not is_number(cells[0]):
        grid.names = cells
