"""The cells of an Excel workbook (.xlsx), as text."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime, time
from itertools import islice
from typing import Any

from gd.data.decoding import MAX_BYTES
from gd.data.framing import MAX_COLUMNS, even_out
from gd.data.grid import Grid
from gd.errors import InputError, quote
from gd.problem import MAX_POINTS

SIGNATURE = b"PK\x03\x04"
_MAX_UNPACKED = 10 * MAX_BYTES  # bytes; a file that unpacks to more was made to
_MAX_ROWS = MAX_POINTS + 1_000  # with a title and the like


def read_workbook(data: bytes, name: str) -> Grid:
    """The rows of the first sheet of a workbook that has two columns or more.

    Formulas count as the values that were saved with them; nothing is evaluated.

    openpyxl reads it row by row. python-calamine is eight times as fast, but makes room for all
    cells up to the last one: a file of 5 kB with something in the last cell ends the server.

    Raises `InputError` for anything else.
    """
    takes = "text such as CSV, or a workbook (.xlsx)"
    if len(data) > MAX_BYTES:
        raise InputError(quote(name), len(data), f"up to {MAX_BYTES:,} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        if "xl/workbook.xml" not in {member.filename for member in members}:
            raise InputError(quote(name), data[:4], f"{takes}, no other zip archive")
        # zipfile never unpacks more of a member than is written there
        unpacked = sum(member.file_size for member in members)
        if unpacked > _MAX_UNPACKED:
            takes = f"a workbook of up to {_MAX_UNPACKED:,} bytes when unpacked"
            raise InputError(quote(name), unpacked, takes)
        return _first_table(data, name)
    except InputError:
        raise
    except Exception:  # whatever a damaged file makes of zipfile, the XML parser or openpyxl
        raise InputError(quote(name), data[:4], f"{takes} that is not damaged") from None


def _first_table(data: bytes, name: str) -> Grid:
    import openpyxl  # noqa: PLC0415 - 0.3 s, that only workbooks need

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        # What a sheet says of its size may be wrong.
        sheet.reset_dimensions()
        grid = _grid(sheet.iter_rows(values_only=True), name)
        if grid.rows and len(grid.rows[0]) > 1:
            even_out(grid, name)
            if len(book.worksheets) > 1:
                grid.notes.append(f"sheet {quote(sheet.title)}")
            return grid
    raise InputError(quote(name), len(book.worksheets), "a sheet with two or more columns")


def _grid(rows: Iterable[tuple[Any, ...]], name: str) -> Grid:
    grid = Grid([], [])
    for number, values in enumerate(islice(rows, 2 * _MAX_ROWS), 1):
        if len(values) > MAX_COLUMNS:
            raise InputError(f"row {number:,}", len(values), f"up to {MAX_COLUMNS:,} cells")
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            grid.numbers.append(number)
            grid.rows.append(tuple(cells))
        if len(grid.rows) > _MAX_ROWS:
            takes = f"up to {MAX_POINTS:,} rows of numbers"
            raise InputError(quote(name), f"{_MAX_ROWS:,} rows or more", takes)
    first = min((_leading(row) for row in grid.rows), default=0)
    width = max(map(len, grid.rows), default=0) - first
    grid.rows = [row[first:] + ("",) * (width - len(row) + first) for row in grid.rows]
    return grid


def _leading(row: tuple[str, ...]) -> int:
    return next(place for place, cell in enumerate(row) if cell)


def _text(value: Any) -> str:
    """A cell as text, numbers in their shortest exact form."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time() else value)
    return repr(value) if isinstance(value, float) else str(value).strip()
