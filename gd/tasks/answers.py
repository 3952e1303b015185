"""What a class hands in, a line each: who, and a link that holds a task and its solution."""

import csv
import html
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from gd.errors import InputError, quote, visible
from gd.links.controls import CONTROLS, applicable, text_of
from gd.links.setup import Setup, setup
from gd.settings import Settings
from gd.tasks import encoding
from gd.tasks.checks import Result, all_met
from gd.tasks.task import PAGES, Task
from gd.training import MANY_POINTS
from gd.variants import VARIANTS

MAX_LINKS = 500
MAX_LINK = 8_000  # characters; no browser's address that works here is as long
# An address; or what has a ? in it, from the beginning of a word: else it would take n² steps.
_LINK = re.compile(r"https?://[^\s\"'<>]+|(?<![^\s\"'<>,;])[^\s\"'<>,;]*\?[^\s\"'<>]+")
# From there on, what stands behind a link is the next column. Numbers behind a comma may be points.
_NEXT_COLUMN = re.compile(r"[,;](?=[^\d.+-])")
# What a sentence, a mail program or a list puts around a link, and what cannot be seen.
_BEFORE, _BEHIND = " ,;'<([{*|“„‘«", " ,;.:!?)]}*_|”“’»\u200b\ufeff"
_CHANGED = "The question, the goals or what is fixed were changed after the link was made."


@dataclass(frozen=True)
class Row:
    """An answer.

    who          what stood before the link in its line, if anything
    link         the link as it was handed in, cut where it is too long
    parameters   those of the link
    wrong        why it cannot be replayed; empty if it can
    task         what it answers
    values       the value of every control
    remarks      what is odd about it, a sentence each
    key          equal for two answers that train the same
    epochs       how many it trains in all its runs, or updates of mini-batches; of many points, one
                 counts for several
    results      a result for each goal; none before it is replayed
    """

    who: str
    link: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""
    task: Task | None = None
    values: Mapping[str, Any] | None = None
    remarks: tuple[str, ...] = ()
    key: tuple[Any, ...] = ()
    epochs: float = 0.0
    results: tuple[Result, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it is known what it reaches, or that it cannot be replayed."""
        return bool(self.wrong or self.results)

    @property
    def met(self) -> bool:
        """Whether every goal is reached."""
        return all_met(list(self.results))

    @property
    def missing(self) -> list[str]:
        """Why it is not met: a text for each goal that it misses, or why it cannot be replayed."""
        if self.wrong:
            return [self.wrong]
        return [f"{one.goal.sentence} {one.text}" for one in self.results if not one.met]

    @property
    def settings(self) -> str:
        """The open controls as they were left; empty where it cannot be replayed."""
        if self.wrong or self.task is None or self.values is None:
            return ""
        shown = {name: one for name, one in self.values.items() if self.task.is_open(name)}
        shown = applicable({"data": self.values["data"], **shown})
        texts = (
            f"{CONTROLS[name].label} {text_of(one) or 'none'}"
            for name, one in shown.items()
            if self.task.is_open(name)
        )
        return visible("; ".join(texts))


def read_links(text: str) -> list[str]:
    """The lines of a paste that are not empty. Raises `InputError` for more than 500."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= MAX_LINKS:
        takes = f"1 to {MAX_LINKS} lines with a link each"
        raise InputError("The list of answers", f"{len(lines):,} lines", takes)
    return lines


def read_parameters(link: str) -> dict[str, str]:
    """The parameters of a link to any host; of one that is named twice, the last.

    Raises `InputError`.
    """
    try:
        query = urlsplit(link).query if "?" in link else link
    except ValueError as error:  # a host in half a bracket
        raise InputError("The link", link, f"an address ({quote(str(error))})") from None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise InputError("The link", "more than 100 parameters", "100 or fewer") from None
    return dict(pairs)


def read_task(text: str) -> Task:
    """The task of a class link, as it was given out. Raises `InputError`."""
    link = _split(text)[1] or text.strip()
    parameters = _class_link(link)
    task = encoding.decode(parameters)
    if not encoding.is_intact(parameters):
        raise InputError("The class link", link, "the link as it was made, unchanged")
    if not task.goals:
        raise InputError("The class link", "one without a goal", "one with a goal at least")
    return task


def _class_link(link: str) -> dict[str, str]:
    if len(link) > MAX_LINK:
        raise InputError("The link", link, f"up to {MAX_LINK:,} characters")
    parameters = read_parameters(link)
    if not encoding.is_class_link(parameters):
        raise InputError("The link", link, "the parameters of a class link, task among them")
    return parameters


def read_answer(line: str, task: Task | None = None) -> Row:
    """The answer in a line; its row says what will be trained, or what is wrong.

    task   what was asked, if it is known: an answer to another task is no answer
    """
    who, link = _split(line)
    row = Row(who, link if len(link) <= MAX_LINK else f"{link[:60]}…")
    try:
        if not link:
            raise InputError("The line", line, "a link")
        row = replace(row, parameters=_class_link(link))
        found = encoding.decode(row.parameters)
        values = found.values(row.parameters)
        row = replace(row, task=found, values=values)
        if task is not None:
            _check_asked(row.parameters, found, task)
        row = replace(row, remarks=tuple(_remarks(link, row.parameters, found)))
        if not found.goals:
            raise InputError("The task", "none", "a goal at least")
        described = setup(values, found.page)
    except InputError as error:
        return replace(row, wrong=str(error))
    return replace(row, key=_key(found, described), epochs=_epochs(described))


def _check_asked(parameters: Mapping[str, str], task: Task, asked: Task) -> None:
    """Raise `InputError` for an answer to another task than was asked."""
    wanted = encoding.encode(asked)
    if encoding.encode(task) != wanted:
        other = f"task {parameters['task']}"
        got = "one changed or cut" if parameters["task"] == wanted["task"] else other
        raise InputError("The answer", got, "the question, goals and fixed settings as given out")


def _split(line: str) -> tuple[str, str]:
    """What stands before the link in a line, and the link; empty where there is none.

    Of several, the one of a task.
    """
    links = list(_LINK.finditer(line[: 4 * MAX_LINK]))
    if not links:
        return "", ""
    found = next((one for one in links if "task" in one[0]), links[0])
    # what touches a link is none of it: (https://…
    start = found.start() + max(0, found[0].partition("?")[0].find("http"))
    link = line[start : found.end()]
    link = html.unescape(link) if "&amp;" in link else link
    names, separator, value = link.rpartition("=")
    link = f"{names}{separator}{_NEXT_COLUMN.split(value, 1)[0]}".rstrip(_BEHIND)
    return _who(line[:start]), _unwrapped(link)


def _who(text: str) -> str:
    """What stands before a link: the cells of a sheet's row, or a text."""
    text = re.sub(r"[\r\n]", " ", text.lstrip("\ufeff"))
    cells = next(csv.reader([text], delimiter="\t" if "\t" in text else ","), [])
    who = visible(", ".join(" ".join(cell.split()) for cell in cells if cell.strip()))
    return who.lstrip(" ,;'*|").rstrip(_BEFORE).removesuffix(' "')[:100]


def _unwrapped(link: str) -> str:
    """The link of a task, as a mail program had it: within one of its own, or with = as =3D."""
    if "task=3D" in link:
        return link.replace("=3D", "=")
    if "task=" not in link and "task%3D" in link:
        with suppress(InputError):
            return next((one for one in read_parameters(link).values() if "task=" in one), link)
    return link


def _remarks(link: str, parameters: Mapping[str, str], task: Task) -> Iterator[str]:
    if not encoding.is_intact(parameters):
        yield _CHANGED
    yield from encoding.overridden(task, parameters)
    path = urlsplit(link).path.rstrip("/").rpartition("/")[2]
    if path in PAGES and path != task.page:
        yield f"The link leads to the page {path}; the task is about {task.page}."


def _epochs(described: Setup) -> float:
    points = len(described.problem.x)
    updates = sum(
        settings.epochs * VARIANTS[variant].updates_per_epoch(settings, points)
        for variant, settings in described.plans
    )
    return updates * (1 + points / MANY_POINTS)


def _key(task: Task, described: Setup) -> tuple[Any, ...]:
    """What the results depend on. Of the points their checksum: there may be 100,000."""
    digest = sha256()
    for problem in (described.points, described.problem):  # the latter without those held out
        digest.update(problem.x.tobytes() + problem.y.tobytes())
    return task.page, digest.digest(), *(_run_key(*plan) for plan in described.plans)


def _run_key(variant: str, settings: Settings) -> tuple[Any, ...]:
    """What a run depends on: a seed, or the start; a seed of the shuffling only if it shuffles."""
    arguments = VARIANTS[variant].arguments(settings)
    if arguments.get("seed") is not None:
        arguments |= {"w0": None, "b0": None}
    if not settings.shuffle:
        arguments.pop("batch_seed", None)
    return variant, settings.dtype, *arguments.values()
