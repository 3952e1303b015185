"""Split text into rows of cells: find its delimiter, and where the table begins and ends."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from gd.data.framing import (
    COMMENT,
    MAX_COLUMNS,
    RULE,
    Row,
    even_out,
    is_value,
    leave_out_comments,
    name_by_comment,
)
from gd.data.grid import Grid
from gd.errors import InputError, quote
from gd.problem import MAX_POINTS

MAX_CELL_LENGTH = csv.field_size_limit()

_SPACE, _SPACES, _FIXED = " ", "  ", "fixed width"
# Of two that fit equally well, the first is taken. Two spaces or more may divide cells in which
# there are single ones.
_DELIMITERS = ("\t", ";", "|", ",", _SPACES, _SPACE)
_RUN = {_SPACES: re.compile(r"\s{2,}|\t"), _SPACE: re.compile(r"[ \t]+")}
_SAMPLE = 50_000  # characters: enough to tell delimiters apart
_MAX_LINE = 1_000  # characters, of a table of fixed width

# The start of the first line that is neither blank nor a comment.
_START = re.compile(r"(?:\A|[\r\n])(?=[ \t]*+[^#%\s])")
# The line above a table that tells Excel its delimiter.
_SEP_LINE = re.compile(r'"?sep=([\t;|, ])"?(?:\r\n?|\n|\Z)', re.IGNORECASE)


def split_rows(text: str, name: str) -> Grid:
    """The rows of `text`, with their numbers, counted from 1; blank ones are left out.

    text   cells divided by tabs, semicolons, bars, commas or spaces, or set in columns of fixed
           width, maybe in quotation marks (doubled inside a cell); the space around them is
           removed. 2 to 1,000 columns, up to 100,000 rows. Left out are lines that begin with # or
           %, lines of dashes, and text above the table. A line such as sep=; names the delimiter,
           as it does for Excel
    name   what the message of an error calls the text

    Raises `InputError` for any other text; it names the row where it can.

    >>> grid = split_rows("x;y\\n1,5;2", "a.csv")
    >>> grid.numbers, grid.rows
    ([1, 2], [('x', 'y'), ('1,5', '2')])
    """
    first = _START.search(text)
    start = first.end() if first else len(text)
    sep_line = _SEP_LINE.match(text, start)
    above = text[:start].strip().rpartition("\n")[2]
    start = sep_line.end() if sep_line else start
    skipped, body = _count_lines(text[:start]), text[start:]
    delimiter, width = _find_delimiter(body, sep_line[1] if sep_line else _DELIMITERS)
    if width < 2:
        delimiters = "commas, semicolons, tabs, bars or spaces"
        line = body.partition("\n")[0].strip()
        raise InputError(quote(name), line, f"two or more columns, divided by {delimiters}")
    grid = Grid([], [], comma=delimiter == ",")
    for number, row in _numbered_rows(body, delimiter, skipped):
        if len(grid.rows) > MAX_POINTS + 1_000:  # some may be titles, comments, names
            lines = f"{_count_lines(text):,} lines"
            raise InputError(quote(name), lines, f"up to {MAX_POINTS:,} rows of numbers")
        if any(row[MAX_COLUMNS:]):  # at once: a single row can have a million cells
            raise InputError(quote(name), len(row), f"2 to {MAX_COLUMNS:,} columns")
        grid.numbers.append(number)
        grid.rows.append(row)
    leave_out_comments(grid)
    even_out(grid, name)
    if above.startswith(COMMENT):
        cells = _stripped(next(_reader(above.lstrip("#% "), delimiter, strict=False), ()))
        name_by_comment(grid, cells)
    return grid


def _count_lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _find_delimiter(body: str, delimiters: Iterable[str]) -> tuple[str, int]:
    """The one of `delimiters` that fits the beginning of the text best, and its number of columns.

    It gives the most rows the same width and, among equals, the most cells that are numbers:
    "1,5 2,5" has two columns if divided at the space, but three, one of them "5 2", at the commas.
    """
    best, score, sample = (_SPACE, 1), (0.0, 0.0), _sample(body)
    for delimiter in delimiters:
        rows = [row for row in map(_stripped, _reader(sample, delimiter, False)) if any(row)]
        width, count = next(iter(Counter(map(len, rows)).most_common(1)), (0, 0))
        cells = [cell for row in rows if len(row) == width for cell in row]
        fit = (count / max(1, len(rows)), sum(map(is_value, cells)) / max(1, len(cells)))
        if width > 1 and fit > score:
            best, score = (delimiter, width), fit
    if best[0] in (_SPACE, _SPACES) and score[0] < 1:
        rows = [row for row in _reader(sample, best[0], False) if row]
        spans = _spans(body) if len(set(map(len, rows[1:]))) > 1 else []  # a header may be short
        fixed = [row for _, row in _fixed_rows(sample, 0)] if len(spans) > 1 else []
        if fixed and _count_values(fixed) >= _count_values(rows):
            return _FIXED, len(spans)
    return best


def _count_values(rows: Iterable[Sequence[str]]) -> int:
    return sum(is_value(cell) for row in rows for cell in row)


def _sample(body: str) -> str:
    """About 50,000 characters in whole lines; longer lines, maybe a header, are left out."""
    lines, size = [], 0
    for line in io.StringIO(body, newline=""):
        if len(line) <= _SAMPLE and not (line.startswith(COMMENT) or RULE.fullmatch(line)):
            lines.append(line)
            size += len(line)
        if size > _SAMPLE:
            break
    return "".join(lines) or body[:_SAMPLE]


def _reader(body: str, delimiter: str, strict: bool):
    lines: Iterable[str] = io.StringIO(body, newline="")
    run = _RUN.get(delimiter)
    if run:
        delimiter = "\t"
        lines = (run.sub("\t", line.strip()) for line in lines)
    # A space after a comma, say, is no part of the cell.
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)


def _stripped(row: Iterable[str]) -> Row:
    return tuple(map(str.strip, row))  # a tuple, of which the garbage collector soon loses sight


def _numbered_rows(body: str, delimiter: str, skipped: int) -> Iterator[tuple[int, Row]]:
    """Yield the number and the cells of each row that is not blank."""
    if delimiter == _FIXED:
        yield from _fixed_rows(body, skipped)
        return
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


def _spans(body: str) -> list[tuple[int, int]]:
    """Where the columns of a table of fixed width begin and end: between them, all is blank."""
    lines = [line.rstrip() for line in body.splitlines() if not line.startswith(COMMENT)]
    lines = [line for line in lines if line and not RULE.fullmatch(line)]
    longest = max(map(len, lines), default=0)
    if not 0 < longest <= _MAX_LINE or "\t" in body or longest * len(lines) > 2 * len(body):
        return []
    characters = np.array(lines, dtype=f"U{longest}").view("U1").reshape(len(lines), longest)
    filled = ((characters != " ") & (characters != "")).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _fixed_rows(body: str, skipped: int) -> Iterator[tuple[int, Row]]:
    spans = _spans(body)
    for number, line in enumerate(body.splitlines(), skipped + 1):
        if line.strip() and not line.startswith(COMMENT) and not RULE.fullmatch(line):
            yield number, tuple(line[begin:end].strip() for begin, end in spans)
