"""Which two columns of a table a person would pick first."""

import re
from collections.abc import Collection, Sequence

from gd.data.columns import Column

# Columns that only number the rows.
_INDEX = re.compile(
    r"unnamed.*|row|row[ ._]?(names?|id|n(um(ber)?|o)?)|index|idx|(.*[ _.-])?id|#|n[ro]\.?|num|"
    r"obs|observation|case|key|serial|s\.? ?no\.?|lfd\.? ?nr\.?",
    re.IGNORECASE,
)
_X = re.compile(r"x|year|date|time|t|month|week|day|jahr|datum|zeit", re.IGNORECASE)
_Y = re.compile(r"y|target|response", re.IGNORECASE)


def pick(columns: Sequence[Column], unnamed: Collection[int]) -> tuple[int, int]:
    """The places of x and y.

    Columns that number the rows come last among those of numbers, and before them those with fewer
    than three different numbers, or more missing than there. Of the others, x is the first that is
    called x or is a time, else the first that is not called y; y is one that is called y, or the
    first other.

    columns   all columns of the table, two or more
    unnamed   the places of those to which the header gives no name
    """
    rank = {place: _rank(column, place in unnamed) for place, column in enumerate(columns)}
    ordered = sorted(rank, key=lambda place: (rank[place], place))
    best = [place for place in ordered if rank[place] == 0]
    if len(best) < 2:
        best = sorted(ordered[:2], key=lambda place: (rank[place] > 2, place))
    named_x = [one for one in best if _X.fullmatch(columns[one].name)]
    dates = [one for one in best if columns[one].first_date]
    not_y = [one for one in best if not _Y.fullmatch(columns[one].name)]
    x = [*named_x, *dates, *not_y, *best][0]
    others = [one for one in best if one != x]
    return x, next((one for one in others if _Y.fullmatch(columns[one].name)), others[0])


def _rank(column: Column, unnamed: bool) -> int:
    """0 for a column to pick, up to 3 for text."""
    if not column.numeric:
        return 3
    if _INDEX.fullmatch(column.name) or (unnamed and _counts(column.cells)):
        return 2
    few = len(set(column.present)) < 3 or 2 * len(column.missing) > len(column.cells)
    return 1 if few else 0


def _counts(cells: Sequence[str]) -> bool:
    """Whether the cells are whole numbers, all different."""
    return all(cell.isdecimal() for cell in cells) and len(set(cells)) == len(cells)
