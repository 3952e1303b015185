"""Split text into rows of cells: find its delimiter, check that all rows are equally long."""

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
_DELIMITERS = ("\t", ";", "|", ",", _SPACE)  # of two that fit equally well, the first is taken
_SAMPLE = 50_000  # characters: enough to tell delimiters apart

# The start of the first line that is neither blank nor a comment.
_START = re.compile(r"(?:\A|[\r\n])(?=[ \t]*+[^#\s])")
# The line above a table that tells Excel its delimiter.
_SEP_LINE = re.compile(r'"?sep=([\t;|, ])"?(?:\r\n?|\n|\Z)', re.IGNORECASE)


def split_rows(text: str, name: str) -> tuple[list[int], list[list[str]]]:
    """The numbers, counted from 1, and the cells of the rows of `text` that are not blank.

    text   cells divided by tabs, semicolons, bars, commas or spaces, maybe in quotation marks
           (doubled inside a cell); the space around them is removed. 2 to 100 columns, up to
           100,000 rows and a header. Above them, lines that begin with # are comments, and a line
           such as sep=; names the delimiter, as it does for Excel
    name   what the message of an error calls the text

    Raises `InputError` for any other text; it names the row where it can.

    >>> split_rows("x;y\\n1,5;2", "a.csv")
    ([1, 2], [['x', 'y'], ['1,5', '2']])
    """
    first = _START.search(text)
    start = first.end() if first else len(text)
    sep_line = _SEP_LINE.match(text, start)
    start = sep_line.end() if sep_line else start
    skipped, body = _count_lines(text[:start]), text[start:]
    delimiter, width = _find_delimiter(body, sep_line[1] if sep_line else _DELIMITERS)
    if width < 2:
        delimiters = "commas, semicolons, tabs, bars or spaces"
        line = body.partition("\n")[0].strip()
        raise InputError(quote(name), line, f"two or more columns, divided by {delimiters}")
    if width > MAX_COLUMNS:
        raise InputError(quote(name), width, f"2 to {MAX_COLUMNS} columns")
    numbers, rows = [], []
    for number, row in _numbered_rows(body, delimiter, skipped):
        if len(rows) > MAX_POINTS:  # one may be the header
            lines = f"{_count_lines(text):,} lines"
            raise InputError(quote(name), lines, f"up to {MAX_POINTS:,} rows of numbers")
        numbers.append(number)
        rows.append(_check_width(width, number, row))
    return numbers, rows


def _count_lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _find_delimiter(body: str, delimiters: Iterable[str]) -> tuple[str, int]:
    """The one of `delimiters` that fits the beginning of the text best, and its number of columns.

    It gives the most rows the same width and, among equals, the most cells that are numbers:
    "1,5 2,5" has two columns if divided at the space, but three, one of them "5 2", at the commas.
    """
    best, score, sample = (_SPACE, 1), (0.0, 0.0), _sample(body)
    for delimiter in delimiters:
        reader = _reader(sample, delimiter, strict=False)
        rows = [row for row in map(_stripped, reader) if any(row)]
        width, count = next(iter(Counter(map(len, rows)).most_common(1)), (0, 0))
        cells = [cell for row in rows if len(row) == width for cell in row]
        fit = (count / max(1, len(rows)), sum(map(is_number, cells)) / max(1, len(cells)))
        if width > 1 and fit > score:
            best, score = (delimiter, width), fit
    return best


def _sample(body: str) -> str:
    """About 50,000 characters in whole lines; longer lines, maybe a header, are left out."""
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


def _numbered_rows(body: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row that is not blank."""
    reader = _reader(body, delimiter, strict=True)
    number, line = skipped, 0
    try:
        for row in reader:
            number, line = number + 1, reader.line_num
            cells = _stripped(row)
            if any(cells):
                yield number, cells
    except csv.Error:
        text = next(islice(io.StringIO(body, newline=""), line, None))
        takes = (
            f"quotation marks in pairs, around whole cells of up to {MAX_CELL_LENGTH:,} characters"
        )
        raise InputError(f"row {number + 1:,}", text.strip(), takes) from None


def _check_width(width: int, number: int, row: list[str]) -> list[str]:
    if len(row) < width or any(row[width:]):
        raise InputError(f"row {number:,}", len(row), f"{width} cells, as most rows have")
    return row[:width]
