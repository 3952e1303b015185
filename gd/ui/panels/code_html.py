"""Code as HTML: a line with its indentation, and two codes side by side."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest
from typing import NamedTuple

GAP = "…"  # stands for lines left out


class Line(NamedTuple):
    """A line of code, and its number in its file, if it is in one."""

    text: str
    number: int | None = None


Row = tuple[Line | None, Line | None, bool]  # left, right, and whether they differ


def with_code(text: str) -> str:
    """A text as HTML, what stands between backticks as code.

    >>> with_code("`a<b` is")
    '<code>a&lt;b</code> is'
    """
    return re.sub("`(.*?)`", r"<code>\1</code>", escape(text))


def code_line(line: str, number: int | None = None) -> str:
    """A line of code as HTML, its comment and its indentation marked."""
    code, sign, comment = line.partition("#")
    comment = f"<i>{escape(sign + comment)}</i>" if sign else ""
    indent = len(line) - len(line.lstrip())
    style = f' style="--indent: {indent}ch"' if indent else ""
    numbered = f" data-line={number}" if number else ""
    return f"<span{numbered}{style}>{escape(code)}{comment}</span>"


def two_codes(right: Sequence[Line], wrong: Sequence[Line]) -> str:
    """Rows of a table, line beside line; those that differ have the colours of A and B.

    What both do alike before their loop is left out, but for the line after what differs.
    """
    rows = list(_aligned(right, wrong))
    loop = next((k for k, (line, _, _) in enumerate(rows) if line and _begins_loop(line)), 0)
    drawn, gap = [], False
    for k, (a, b, differ) in enumerate(rows):
        if k < loop and not any(row[2] for row in rows[max(0, k - 1) : k + 1]):
            gap = True
            continue
        if gap:
            drawn.append(_row(Line(GAP), Line(GAP), False))
            gap = False
        drawn.append(_row(a, b, differ))
    return "".join(drawn)


def _begins_loop(line: Line) -> bool:
    return line.text.startswith("for ")


def _aligned(right: Sequence[Line], wrong: Sequence[Line]) -> Iterator[Row]:
    texts = [[line.text for line in lines] for lines in (right, wrong)]
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        for a, b in zip_longest(right[a0:a1], wrong[b0:b1]):
            yield a, b, kind != "equal"


def _row(a: Line | None, b: Line | None, differ: bool) -> str:
    cells = (_cell(line, f" class={name}" * differ) for line, name in ((a, "gd-a"), (b, "gd-b")))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(line: Line | None, kind: str) -> str:
    if line is None:
        return "<td></td>"
    code = f"<code>{code_line(*line)}</code>"
    return f"<td{kind}><mark>{code}</mark></td>" if kind else f"<td>{code}</td>"
