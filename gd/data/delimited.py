"""From text to rows of cells: which delimiter it uses, and whether each row has as many cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from gd.data.number_formats import is_number
from gd.errors import InputError, quote
from gd.problem import MAX_POINTS

MAX_COLUMNS = 100
MAX_CELL_LENGTH = csv.field_size_limit()

_SPACE, _SPACES = " ", re.compile(r"[ \t]+")
_DELIMITERS = ("\t", ";", "|", ",", _SPACE)  # of two that fit as well, the first is taken
_SAMPLE = 50_000  # characters: enough to tell delimiters apart

# Where the first line begins that is neither blank nor a comment.
_BEGIN = re.compile(r"(?:\A|[\r\n])(?=[ \t]*+[^#\s])")
# The line above a table that tells Excel its delimiter.
_TOLD = re.compile(r'"?sep=([\t;|, ])"?(?:\r\n?|\n|\Z)', re.IGNORECASE)


def split_rows(text: str, name: str) -> tuple[list[int], list[list[str]]]:
    """The rows of `text` that are not blank: their numbers, counted from 1, and their cells.

    Cells are divided by tabs, semicolons, bars, commas or spaces, may stand in quotation marks
    (a mark within is doubled), and lose the space around them. Lines above that begin with # are
    comments; a line such as sep=; after them tells the delimiter, as it does to Excel. Two columns
    or more, all rows equally long. `name` is what the text is called.

    Raises `InputError`, naming the row where it can, for anything else.

    >>> split_rows("x;y\\n1,5;2", "a.csv")
    ([1, 2], [['x', 'y'], ['1,5', '2']])
    """
    begin = _BEGIN.search(text)
    start = begin.end() if begin else len(text)
    told = _TOLD.match(text, start)
    start = told.end() if told else start
    above, body = _lines(text[:start]), text[start:]
    delimiter, width = _delimiter(body, told[1] if told else _DELIMITERS)
    if width < 2:
        marks = "commas, semicolons, tabs, bars or spaces"
        first = body.partition("\n")[0].strip()
        raise InputError(quote(name), first, f"two or more columns, divided by {marks}")
    if width > MAX_COLUMNS:
        raise InputError(quote(name), width, f"2 to {MAX_COLUMNS} columns")
    numbers, rows = [], []
    for number, row in _numbered(body, delimiter, above):
        if len(rows) > MAX_POINTS:  # one may be the header
            lines = f"{_lines(text):,} lines"
            raise InputError(quote(name), lines, f"up to {MAX_POINTS:,} rows of numbers")
        numbers.append(number)
        rows.append(_of_width(width, number, row))
    return numbers, rows


def _lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _delimiter(body: str, delimiters: Iterable[str]) -> tuple[str, int]:
    """Which of `delimiters` explains the beginning of the text best, and how many columns it makes.

    That is the one that gives the most rows the same width; of those, the most cells that are
    numbers: "1,5 2,5" is two columns by its space, and three, "5 2" among them, by its commas.
    """
    best, score, sample = (_SPACE, 1), (0.0, 0.0), _sample(body)
    for delimiter in delimiters:
        reader = _reader(sample, delimiter, strict=False)
        rows = [row for row in map(_stripped, reader) if any(row)]
        width, count = next(iter(Counter(map(len, rows)).most_common(1)), (0, 0))
        cells = [cell for row in rows if len(row) == width for cell in row]
        found = (count / max(1, len(rows)), sum(map(is_number, cells)) / max(1, len(cells)))
        if width > 1 and found > score:
            best, score = (delimiter, width), found
    return best


def _sample(body: str) -> str:
    """About 50,000 characters: whole lines, without longer ones, such as a header of long names."""
    lines, size = [], 0
    for line in io.StringIO(body, newline=""):
        if len(line) <= _SAMPLE:
            lines.append(line)
            size += len(line)
        if size > _SAMPLE:
            break
    return "".join(lines) or body[:_SAMPLE]


def _reader(body: str, delimiter: str, strict: bool):
    lines: Iterable[str] = io.StringIO(body, newline="")
    if delimiter == _SPACE:
        lines = (_SPACES.sub(_SPACE, line.strip()) for line in lines)
    skip = delimiter != _SPACE  # the space after a comma, say
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=skip, strict=strict)


def _stripped(row: list[str]) -> list[str]:
    return [cell.strip() for cell in row]


def _numbered(body: str, delimiter: str, above: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, and their numbers."""
    reader = _reader(body, delimiter, strict=True)
    number, line = above, 0
    try:
        for row in reader:
            number, line = number + 1, reader.line_num
            cells = _stripped(row)
            if any(cells):
                yield number, cells
    except csv.Error:
        begin = next(islice(io.StringIO(body, newline=""), line, None))
        takes = (
            f"quotation marks in pairs, around whole cells of up to {MAX_CELL_LENGTH:,} characters"
        )
        raise InputError(f"row {number + 1:,}", begin.strip(), takes) from None


def _of_width(width: int, number: int, row: list[str]) -> list[str]:
    if len(row) < width or any(row[width:]):
        raise InputError(f"row {number:,}", len(row), f"{width} cells, as most rows have")
    return row[:width]
