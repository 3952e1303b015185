"""A task in a link: its parameters, readable, with a version and a checksum.

    task=1.torch_module.5f0a91c2&ask=Which+rate%3F&goal=fx-5-9.99-0.005&open=lr&fixed=epochs-100

The checksum is over everything else. It guards against slips, such as a link that was cut or edited
by hand, and not against fraud: whoever reads this can make one.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from gd.errors import InputError, quote
from gd.links import controls
from gd.links.controls import CONTROLS, text_of
from gd.tasks.goals import format_goals, parse_goals
from gd.tasks.task import Task

PARAMETERS = ("task", "ask", "goal", "open", "fixed")
VERSION = "1"
BETWEEN, BEFORE_VALUE = "..", "-"

_HEAD = re.compile(r"([0-9]+)\.([a-z_]+)\.([0-9a-f]{8})")
# a value may hold the separator, as the runs of Compare do, but never before a control's name
_NEXT = re.compile(rf"\.\.(?=(?:{'|'.join(CONTROLS)})-)")


def encode(task: Task) -> dict[str, str]:
    """The parameters of a link for `task`.

    >>> encode(Task("torch_module", open=("lr",), fixed={"epochs": 100}))
    {'task': '1.torch_module.145267d3', 'open': 'lr', 'fixed': 'epochs-100'}
    """
    texts = {
        "ask": task.question,
        "goal": format_goals(task.goals),
        "open": BETWEEN.join(task.open),
        "fixed": format_values(task.fixed),
    }
    stated = "\0".join([VERSION, task.page, *texts.values()])
    checksum = sha256(stated.encode()).hexdigest()[:8]
    head = f"{VERSION}.{task.page}.{checksum}"
    return {"task": head, **{name: text for name, text in texts.items() if text}}


def decode(parameters: Mapping[str, str]) -> Task:
    """The task of a link's parameters; others are left alone. Raises `InputError`."""
    head = _HEAD.fullmatch(parameters.get("task", ""))
    if head and head[1] != VERSION:
        takes = f"version {VERSION}, the only one that this app knows"
        raise InputError("A class link", f"version {head[1]}", takes)
    if not head:
        takes = f"a version, a page and a checksum, as in {VERSION}.torch_module.145267d3"
        raise InputError("task", parameters.get("task", ""), takes)
    goal, names = parameters.get("goal", ""), parameters.get("open", "")
    return Task(
        head[2],
        parameters.get("ask", ""),
        parse_goals(goal) if goal else (),
        tuple(names.split(BETWEEN)) if names else (),
        parse_values("fixed", parameters.get("fixed", "")),
    )


def format_values(values: Mapping[str, Any]) -> str:
    """The values of controls, by name, in one parameter."""
    return BETWEEN.join(f"{name}{BEFORE_VALUE}{text_of(one)}" for name, one in values.items())


def parse_values(field: str, text: str) -> dict[str, Any]:
    """What `format_values` wrote into the parameter `field`. Raises `InputError`.

    >>> parse_values("fixed", "epochs-100..optimizer-Adam")
    {'epochs': 100, 'optimizer': 'Adam'}
    """
    found: dict[str, Any] = {}
    for part in _NEXT.split(text) if text else ():
        name, separator, value = part.partition(BEFORE_VALUE)
        if not separator or name not in CONTROLS or name in found:
            takes = "controls, each once with its value, as in epochs-100..optimizer-Adam"
            raise InputError(field, part, takes)
        found[name] = CONTROLS[name].parse(value)
    return found


def is_class_link(parameters: Mapping[str, str]) -> bool:
    """Whether a link carries a task."""
    return "task" in parameters


def is_intact(parameters: Mapping[str, str]) -> bool:
    """Whether the checksum of a link fits what it states. Raises `InputError` as `decode` does."""
    return encode(decode(parameters))["task"] == parameters["task"]


def link(task: Task, values: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of a link that opens `task` with the open controls at `values`, by name.

    The teacher's link, with the values to begin with; and a solution, with those that were found.
    """
    own = {name: value for name, value in values.items() if task.is_open(name)}
    source = {"data": values.get("data", task.fixed.get("data", CONTROLS["data"].default))}
    found = controls.link({**own, **source})
    return {**encode(task), **{name: text for name, text in found.items() if task.is_open(name)}}


def overridden(task: Task, parameters: Mapping[str, str]) -> list[str]:
    """A sentence for each control that `task` fixes and the rest of the link sets otherwise."""
    sentences = []
    for name, value in task.fixed_values.items():
        given = parameters.get(name)
        if given is not None and not _same(name, given, value):
            label = CONTROLS[name].label
            said = quote(text_of(value)) if isinstance(value, str) else text_of(value) or "none"
            sentences.append(f"{label} is fixed at {said}; the link sets {quote(given)}.")
    return sentences


def _same(name: str, text: str, value: Any) -> bool:
    try:
        found = CONTROLS[name].parse(text)
    except InputError:
        return False
    if name in ("x", "y"):
        return found.replace(" ", "") == value.replace(" ", "")
    return found == value
