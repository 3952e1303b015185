"""Printed lines in a table that scrolls."""

from collections.abc import Iterable, Sequence
from html import escape


def line_table(heads: Sequence[str], rows: Iterable[tuple[Sequence[str], bool]], label: str) -> str:
    """The rows (their cells, and whether the lines match) as HTML; those that do not are tinted."""
    body = "".join(
        f"<tr{'' if same else ' class=gd-red'}>{_cells(cells)}</tr>" for cells, same in rows
    )
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in heads)
    return (
        f"<div class='gd-replay' tabindex='0' role='region' aria-label='{escape(label)}'><table>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(cells: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)
