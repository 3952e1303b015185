"""The answers of a class as a table, and as CSV."""

import csv
import io
from collections import Counter
from collections.abc import Hashable, Sequence

import pandas as pd

from gd.errors import visible
from gd.tasks.answers import Row
from gd.tasks.task import Task

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def same_as(rows: Sequence[Row]) -> list[int | None]:
    """For each row the number, from 1, of the first row that trains the same; None if it is it."""
    first: dict[Hashable, int] = {}
    found = []
    for number, row in enumerate(rows, start=1):
        same = first.setdefault(row.key, number) if row.key else number
        found.append(None if same == number else same)
    return found


def state_of(row: Row) -> str:
    """Whether an answer is met: yes, no, not replayed (yet), unreadable, or refused though read."""
    if row.wrong:
        return "unreadable" if row.values is None else "refused"
    return ("yes" if row.met else "no") if row.is_done else "not replayed"


def main_task(rows: Sequence[Row]) -> Task | None:
    """What most answers are to: what was asked, if that is known, for others are refused."""
    counted = Counter(row.task for row in rows if row.results)
    return counted.most_common(1)[0][0] if counted else None


def remarks(row: Row, task: Task | None) -> list[str]:
    """What is odd about an answer, among answers of which most are to `task`."""
    other = ["Answers another task."] if row.results and row.task != task else []
    return [*other, *row.remarks]


def table(rows: Sequence[Row]) -> pd.DataFrame:
    """The rows as a table, in texts but for the number of the row."""
    task = main_task(rows)
    lines = [
        {
            "row": number,
            "who": row.who,
            "met": state_of(row),
            "what is missing": row.wrong or " ".join(f"Missed: {one}" for one in row.missing),
            "settings": row.settings,
            "remarks": " ".join(remarks(row, task)),
            "same as": f"row {same}" if same else "",
            "link": visible(row.link),
        }
        for number, (row, same) in enumerate(zip(rows, same_as(rows), strict=True), start=1)
    ]
    return pd.DataFrame(lines)


def to_csv(rows: Sequence[Row]) -> str:
    """The table as CSV. A cell that a spreadsheet would take for a formula begins with an '."""
    found, out = table(rows), io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(found.columns)
    for line in found.itertuples(index=False):
        writer.writerow([_guarded(str(cell)) for cell in line])
    return out.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell[:1] in _FORMULA else cell
