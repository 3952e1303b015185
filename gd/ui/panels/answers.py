"""What a class reached, as HTML: in a sentence, by goal, and answer by answer."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from gd import tasks
from gd.links.controls import CONTROLS
from gd.tasks import Row, Task
from gd.ui.menu import address

MAX_SETTINGS = 160  # characters; the CSV file has all
STATES = {  # of an answer: the class of its cell, and its words
    "yes": ("gd-met", "✓ met"),
    "no": ("gd-unmet", "○ not yet"),
    "unreadable": ("gd-unreadable", "✕ unreadable"),
    "refused": ("gd-unreadable", "✕ refused"),
    "not replayed": ("", "… not replayed"),
}
COLUMNS = ("", "Who", "Goals", "What is missing", "Settings", "Remarks", "Link")


def headline(rows: Sequence[Row]) -> str:
    """How many met all goals, and what became of the others, in a sentence.

    >>> headline([Row("", "", wrong="The line takes a link.")])
    '0 of 1 met all goals; 1 cannot be read.'
    """
    count = Counter(map(tasks.state_of, rows))
    same = sum(number is not None for number in tasks.same_as(rows))
    parts = [f"{count['yes']:,} of {len(rows):,} met all goals"]
    if count["unreadable"]:
        parts.append(f"{count['unreadable']:,} cannot be read")
    if count["refused"]:
        parts.append(f"{count['refused']:,} {'is' if count['refused'] == 1 else 'are'} refused")
    if same:
        parts.append(f"{same:,} {'is' if same == 1 else 'are'} the same as another")
    if count["not replayed"]:
        parts.append(f"{count['not replayed']:,} not replayed")
    return f"{'; '.join(parts)}."


def goal_list(rows: Sequence[Row], task: Task | None) -> str:
    """How many of the answers to `task` met each of its goals, as HTML."""
    answers = [row.results for row in rows if row.results and row.task == task]
    if task is None or not answers:
        return ""
    met = [sum(result.met for result in results) for results in zip(*answers, strict=True)]
    goals = "".join(
        f"<li><b>{number:,} of {len(answers):,}</b> {escape(goal.sentence)}</li>"
        for number, goal in zip(met, task.goals, strict=True)
    )
    others = sum(bool(row.results) for row in rows) - len(answers)
    note = (
        f"<p class='gd-note'>{others:,} answer{'s are' if others > 1 else ' is'} to another task. "
        "Give the class link, and only answers to it count.</p>"
    )
    return f"<ul class='gd-goals'>{goals}</ul>{note if others else ''}"


def answer_table(rows: Sequence[Row], task: Task | None, not_met: bool = False) -> str:
    """The answers as HTML: all, or those that have not met the goals.

    task   whose goals are known to those who read it
    """
    head = "".join(f"<th scope='col'>{name or '<span>Row</span>'}</th>" for name in COLUMNS)
    body = "".join(
        _line(number, row, same, task)
        for number, (row, same) in enumerate(zip(rows, tasks.same_as(rows), strict=True), start=1)
        if not (not_met and row.met)
    )
    return f"<table class='gd-answers'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _line(number: int, row: Row, same: int | None, task: Task | None) -> str:
    look, word = STATES[tasks.state_of(row)]
    remarks = [f"Same as row {same}."] if same else []
    settings = row.settings
    if len(settings) > MAX_SETTINGS:
        settings = f"{settings[:MAX_SETTINGS]}…"
    missing = row.missing
    if row.task == task and row.results:
        missing = [one.text for one in row.results if not one.met]
    cells = {
        "number": f"{number:,}",
        "who": f"<bdi>{escape(row.who)}</bdi>" if row.who else "",
        look: f"<b>{word}</b>",
        "missing": _paragraphs(missing),
        "settings": escape(settings),
        "remarks": _paragraphs([*remarks, *tasks.remarks(row, task)]),
        "link": _link(number, row),
    }
    return f"<tr>{''.join(f'<td class={name!r}>{cell}</td>' for name, cell in cells.items())}</tr>"


def _paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _link(number: int, row: Row) -> str:
    """What opens an answer here, wherever its link leads."""
    if row.task is None or row.values is None:
        return ""
    known = {*tasks.PARAMETERS, *CONTROLS}
    own = {name: text for name, text in row.parameters.items() if name in known}
    href = escape(address(row.task.page, own))
    return f"<a href='{href}' target='_blank' aria-label='Open answer {number:,}'>Open</a>"
