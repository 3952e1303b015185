"""Rows of cells, as they were written, and what is known of them so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Grid:
    """Rows of cells, all equally long.

    numbers     the number of each row in the text, counted from 1
    rows        the cells of each row, without surrounding space
    names       the names of the columns, where something else than the first row gives them
    index       whether the first column only names the rows
    comma       whether commas divide the cells, so that a comma in a number is between thousands
    notes       what was taken for what, in a few words each
    """

    numbers: list[int]
    rows: list[tuple[str, ...]]
    names: Sequence[str] | None = None
    index: bool = False
    comma: bool = False
    notes: list[str] = field(default_factory=list)
