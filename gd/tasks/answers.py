"""What a class hands in: links, each replayed, and the table of what they reach."""

import csv
import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd

from gd.errors import InputError, visible
from gd.links.controls import CONTROLS, applicable, text_of
from gd.links.run_specs import parse_runs
from gd.links.setup import Setup, setup
from gd.tasks import encoding
from gd.tasks.checks import Result, all_met
from gd.tasks.task import COMPARE, Task, check
from gd.tasks.work import Pieces, Work, training
from gd.variants import VARIANTS

MAX_LINKS = 500
MAX_LINK = 8_000  # characters; no browser's address that works here is as long
_LINK = re.compile(r"https?://[^\s\"'<>]+|[^\s\"'<>,;]*\?[^\s\"'<>]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Row:
    """An answer.

    who       what stood before the link in its line, if anything
    link      the link as it was handed in, cut where it is too long
    wrong     why it could not be replayed; empty if it could
    task      what it answers
    values    the value of every control
    results   a result for each goal
    remarks   what is odd about it, a sentence each
    key       equal for two answers that train the same
    """

    who: str
    link: str
    wrong: str = ""
    task: Task | None = None
    values: Mapping[str, Any] | None = None
    results: tuple[Result, ...] = ()
    remarks: tuple[str, ...] = ()
    key: tuple[Any, ...] = ()

    @property
    def met(self) -> bool:
        """Whether every goal is reached."""
        return all_met(list(self.results))

    @property
    def settings(self) -> str:
        """The open controls as they were left."""
        if self.task is None or self.values is None:
            return ""
        shown = {name: one for name, one in self.values.items() if self.task.is_open(name)}
        shown = applicable({"data": self.values["data"], **shown})
        texts = (
            f"{CONTROLS[name].label} {text_of(one) or 'none'}"
            for name, one in shown.items()
            if self.task.is_open(name)
        )
        return "; ".join(texts)


def read_links(text: str) -> list[str]:
    """The lines of a paste that are not empty. Raises `InputError` for more than 500."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= MAX_LINKS:
        takes = f"1 to {MAX_LINKS} lines with a link each"
        raise InputError("The list of answers", f"{len(lines):,} lines", takes)
    return lines


def read_parameters(link: str) -> dict[str, str]:
    """The parameters of a link to any host; of one that is named twice, the last."""
    query = urlsplit(link).query if "?" in link else link
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise InputError("The link", "more than 100 parameters", "100 or fewer") from None
    return dict(pairs)


def replaying(line: str, task: Task | None = None) -> Pieces[Row]:
    """Replay the answer in a line, piece by piece; its row says what it reaches, or what is wrong.

    task   what was asked, if it is known: an answer to another task is no answer
    """
    who, link = _split(line)
    row = Row(who, link)
    try:
        if not link:
            raise InputError("The line", line, "a link")
        if len(link) > MAX_LINK:
            row = replace(row, link=f"{link[:60]}…")
            raise InputError("The link", link, f"up to {MAX_LINK:,} characters")
        parameters = read_parameters(link)
        if not encoding.is_class_link(parameters):
            raise InputError("The link", link, "the parameters of a class link, task among them")
        found = encoding.decode(parameters)
        values = found.values(parameters)
        row = replace(
            row, task=found, values=values, remarks=tuple(_remarks(link, parameters, found))
        )
        if task is not None and encoding.encode(found) != encoding.encode(task):
            raise InputError("The answer", f"task {parameters['task']}", "the task that was asked")
        if not found.goals:
            raise InputError("The task", "none", "a goal at least")
        described = setup(values)
        plans = _plans(found, described, values)
        runs = []
        for variant, settings in plans:
            runs.append((yield from training(variant, described.problem, settings)))
        results = check(found, runs[0], runs[1] if len(runs) > 1 else None, described.scale)
        key = (found.page, described.problem, *(_key(*plan) for plan in plans))
        return replace(row, results=tuple(results), key=key)
    except InputError as error:
        return replace(row, wrong=str(error))
    except ValueError as error:  # of urlsplit: a host in half a bracket
        return replace(row, wrong=visible(f"The link cannot be read: {error}."))


def replay(line: str, task: Task | None = None) -> Row:
    """The row of a line; `replaying` in one go."""
    return Work(replaying(line, task)).finish()


def replay_all(text: str, task: Task | None = None) -> Pieces[list[Row]]:
    """The rows of a paste of many answers, piece by piece. Raises `InputError` as `read_links`."""
    rows = []
    for line in read_links(text):
        rows.append((yield from replaying(line, task)))
        yield 0
    return rows


def _split(line: str) -> tuple[str, str]:
    """What stands before the link in a line, and the link; empty where there is none."""
    found = _LINK.search(line[: 4 * MAX_LINK])
    if not found:
        return "", ""
    link = html.unescape(found[0]) if "&amp;" in found[0] else found[0]
    who = visible(" ".join(line[: found.start()].split())).strip(" ,;\"'")
    return who[:100], link.rstrip(",;)").strip()


def _remarks(link: str, parameters: Mapping[str, str], task: Task) -> Iterator[str]:
    if not encoding.is_intact(parameters):
        yield "The question, the goals or what is fixed were changed after the link was made."
    yield from encoding.overridden(task, parameters)
    path = urlsplit(link).path.rstrip("/").rpartition("/")[2]
    if path in (*VARIANTS, COMPARE) and path != task.page:
        yield f"The link leads to the page {path}; the task is about {task.page}."


def _plans(task: Task, described: Setup, values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The runs to train: the page's variant, or A and B of Compare."""
    if task.page != COMPARE:
        return [(task.page, described.settings)]
    return [
        (run.variant, run.settings(described.settings)) for run in parse_runs(values["runs"])[:2]
    ]


def _key(variant: str, settings: Any) -> tuple[Any, ...]:
    """What a run depends on: with a seed, not the start that it replaces."""
    arguments = VARIANTS[variant].arguments(settings)
    if arguments.get("seed") is not None:
        arguments |= {"w0": None, "b0": None}
    return variant, settings.dtype, *arguments.values()


def table(rows: list[Row]) -> pd.DataFrame:
    """The rows as a table; `same as` is the first row that trains the same."""
    first: dict[Any, int] = {}
    lines = []
    for number, row in enumerate(rows, start=1):
        same = first.setdefault(row.key, number) if row.key else number
        missed = [
            f"Missed: {result.goal.sentence} {result.text}"
            for result in row.results
            if not result.met
        ]
        lines.append(
            {
                "row": number,
                "who": row.who,
                "met": "unreadable" if row.wrong else "yes" if row.met else "no",
                "what is missing": row.wrong or " ".join(missed),
                "settings": row.settings,
                "remarks": " ".join(row.remarks),
                "same as": "" if same == number else f"row {same}",
                "link": visible(row.link),
            }
        )
    return pd.DataFrame(lines)


def to_csv(rows: list[Row]) -> str:
    """The table as CSV. A cell that a spreadsheet would take for a formula begins with an '."""
    found, out = table(rows), io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(found.columns)
    for line in found.itertuples(index=False):
        writer.writerow([_guarded(str(cell)) for cell in line])
    return out.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell[:1] in _FORMULA else cell
