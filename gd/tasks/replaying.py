"""Answers replayed: trained again, and checked."""

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

from gd.errors import InputError
from gd.links.setup import setup
from gd.tasks.answers import Row, read_answer, read_links
from gd.tasks.checks import Result
from gd.tasks.task import Task, check
from gd.tasks.work import Pieces, Work, training

Known = MutableMapping[tuple[Any, ...], tuple[Result, ...]]  # by `Row.key` and goals


class Replay:
    """The answers of a paste, replayed piece by piece: `advance` it until it says False.

    Short trainings come before long ones, so that an absurd link holds up no other; answers that
    train the same are trained once.

    text    many answers, as `read_links` takes them
    task    what was asked, if it is known
    known   what earlier replays found; this one adds what it finds
    rows    the answers in the order of the paste; at first unread, then read, at last replayed

    Raises `InputError` as `read_links` does.
    """

    def __init__(self, text: str, task: Task | None = None, known: Known | None = None) -> None:
        lines = read_links(text)
        self.rows = [Row("", "")] * len(lines)
        self._work = Work(self._replay(lines, task, {} if known is None else known))

    @property
    def done(self) -> int:
        """How many answers are replayed, or found to be unreadable."""
        return sum(row.is_done for row in self.rows)

    def advance(self) -> bool:
        """Do the next piece; False once nothing is left to do."""
        return self._work.advance()

    def finish(self) -> list[Row]:
        """Do all that is left, and return the rows."""
        return self._work.finish()

    def _replay(self, lines: list[str], task: Task | None, known: Known) -> Pieces[list[Row]]:
        for place, line in enumerate(lines):
            self.rows[place] = read_answer(line, task)
            yield 0
        waiting = [place for place, row in enumerate(self.rows) if not row.is_done]
        for place in sorted(waiting, key=lambda place: self.rows[place].epochs):
            self.rows[place] = yield from _replayed(self.rows[place], known)
        return self.rows


def replay(line: str, task: Task | None = None) -> Row:
    """The row of a single answer."""
    row = read_answer(line, task)
    return row if row.is_done else Work(_replayed(row, {})).finish()


def _replayed(row: Row, known: Known) -> Pieces[Row]:
    assert row.task is not None
    key = (*row.key, row.task.goals)
    results = known.get(key)
    if results is None:
        try:
            results = known[key] = yield from _results(row, row.task)
        except InputError as error:
            return replace(row, wrong=str(error))
    return replace(row, results=results)


def _results(row: Row, task: Task) -> Pieces[tuple[Result, ...]]:
    assert row.values is not None
    described, runs = setup(row.values, task.page), []
    for variant, settings in described.plans:
        runs.append((yield from training(variant, described.problem, settings)))
    return tuple(check(task, *runs, scale=described.scale))
