"""The class link by which a page was opened: its task, and what it fixes.

The task stands in the address of its own page. Other pages leave it out: there the learner may try
anything, and a line leads back.
"""

from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from gd import tasks
from gd.analysis.formatting import format_number
from gd.data import point_links
from gd.errors import InputError, visible
from gd.links.controls import CONTROLS, IN_NO_LINK, SOURCE_FIELDS, SOURCES, text_of
from gd.links.setup import setup
from gd.tasks import Task
from gd.ui import state
from gd.ui.menu import Entry, pages

ALWAYS_SAID = ("lr", "epochs")  # though they are at their defaults
DEFAULTS = "defaults"  # what the URL says of a start that changes none
MAX_SAID = 40  # characters of a value
CHANGED = (
    "The question, the goals or what is fixed were changed after this link was made: open the link "
    "that you were sent."
)


def current() -> Task | None:
    """The task of the page shown; None where it was not opened by a class link."""
    return st.session_state.get(state.TASK)


def is_open(name: str) -> bool:
    """Whether a control may be turned: each, but on a class link those that it opens."""
    task = current()
    return task is None or task.is_open(name)


def follow(entry: Entry, given: Mapping[str, Any], new_page: bool) -> None:
    """Take the task from the URL, and set what it fixes. Whoever arrives begins with its values.

    given   the values in the URL, by control
    """
    session = st.session_state
    warnings, parameters = session[state.LINK_WARNINGS], st.query_params.to_dict()
    task, before = None, current()
    if any(name in parameters for name in tasks.PARAMETERS):
        try:
            task = _read(entry, parameters)
        except InputError as error:
            warnings["task"] = f"In the link: {error}"
    session[state.TASK] = task
    if task is None:
        return
    if new_page or task != before:
        _note_changes(task, parameters, warnings)
        own = {name: given[name] for name in CONTROLS if name in given}
        defaults = {name: one.default for name, one in CONTROLS.items()}
        start = _start(task, own, parameters.get(state.START), warnings)
        session[state.TASK_START] = {**defaults, **start, **task.fixed_values}
        session.update({**defaults, **own})
        session[state.LAST_TASK] = task
    session.update(task.fixed_values)
    _keep(task)


def _read(entry: Entry, parameters: Mapping[str, str]) -> Task:
    task = tasks.decode(parameters)
    if task.page != entry.path:
        raise InputError("The task", f"one for the page {task.page}", f"the page {entry.path}")
    return task


def _start(
    task: Task, own: dict[str, Any], text: str | None, warnings: MutableMapping[str, str]
) -> dict[str, Any]:
    """Where the open controls began: as the link sets them, unless it says how it did at first.

    text   what it says
    """
    exercise = tasks.exercise_of(task)
    if exercise:
        return exercise.values
    start = own
    try:
        if text is not None:
            start = tasks.parse_values(state.START, "" if text == DEFAULTS else text)
    except InputError as error:
        warnings[state.START] = f"In the link: {error}"
    return start


def _keep(task: Task) -> None:
    """Keep what is open as it is now; the address keeps how it began."""
    session = st.session_state
    start = session[state.TASK_START]
    session[state.TASK_NOW] = {name: session.get(name, start[name]) for name in _opened(task)}
    for name, text in _begun(task).items():
        if name not in st.query_params:
            st.query_params[name] = text


def _opened(task: Task) -> list[str]:
    return [name for name in CONTROLS if task.is_open(name)]


def _begun(task: Task) -> dict[str, str]:
    """The parameter that says how the open controls began, once they are not as they were."""
    session = st.session_state
    start = {name: session[state.TASK_START][name] for name in _opened(task)}
    if start == session[state.TASK_NOW] or tasks.exercise_of(task):
        return {}
    changed = {name: one for name, one in start.items() if one != CONTROLS[name].default}
    return {state.START: tasks.format_values(changed) or DEFAULTS}


def _note_changes(
    task: Task, parameters: Mapping[str, str], warnings: MutableMapping[str, str]
) -> None:
    """Say what the address changed of what the link fixes, and take it out of the address."""
    if not tasks.is_intact(parameters):
        warnings["task"] = CHANGED
    for place, sentence in enumerate(tasks.overridden(task, parameters)):
        warnings[f"fixed {place}"] = sentence
    for name in task.fixed_values:
        warnings.pop(name, None)
        if name in parameters:
            with suppress(StreamlitAPIException):  # of a control drawn before: it writes itself
                del st.query_params[name]


def restore() -> None:
    """Set all controls to what the class link began with."""
    st.session_state.update(st.session_state[state.TASK_START])
    st.session_state[state.LINK_WARNINGS] = {}


def render_way_back() -> None:
    """On other pages, lead back to the task that was begun."""
    task = st.session_state.get(state.LAST_TASK)
    if task is None or current() is not None:
        return
    exercise = tasks.exercise_of(task)
    if exercise and st.session_state[state.PAGE] == "exercises":  # which has a link of its own
        return
    st.page_link(
        pages()[task.page],
        label="Back to the exercise" if exercise else "Back to the class link",
        icon=":material/assignment_return:",
        query_params={**tasks.link(task, st.session_state[state.TASK_NOW]), **_begun(task)},
    )


def said(values: Mapping[str, Any]) -> str:
    """What is fixed, in a line of plain text.

    >>> said({"epochs": 100.0, "w0": 0.0, "data": "norris", "optimizer": "Adam"})
    'Fixed: epochs 100, points Ozone monitors, optimizer Adam.'
    """
    told = [
        f"{_label(name)} {_value(name, value)}"
        for name, value in values.items()
        if name != "runs" and (name in ALWAYS_SAID or value != CONTROLS[name].default)
    ]
    return f"Fixed: {', '.join(told)}." if told else ""


def _label(name: str) -> str:
    label = CONTROLS[name].label
    return label if name in ("x", "y") else label[:1].lower() + label[1:]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = SOURCES.get(value, "") if name == "data" else text_of(value)
    if isinstance(value, float) and not value.is_integer():
        text = format_number(value, digits=7)
    return visible(text if len(text) <= MAX_SAID else f"{text[: MAX_SAID - 1]}…") or "none"


def values_now() -> dict[str, Any]:
    """The values of all controls as a link can carry them: points of a table are written out.

    Raises `InputError` where they are too many, or where a page would refuse one and go on with
    the last valid one: nobody else has that.
    """
    session = st.session_state
    values = {name: session.get(name, control.default) for name, control in CONTROLS.items()}
    if values["data"] in IN_NO_LINK:
        x, y = point_links.format_for_link(session[state.LAST_VALID_POINTS])
        values |= {"data": "typed", "x": x, "y": y}
    setup(values, session[state.PAGE])
    return values


def task_of(
    page: str, question: str, goals: tuple[tasks.Goal, ...], opened: tuple[str, ...]
) -> Task:
    """A task that fixes what is not opened as it is now. Raises `InputError`."""
    shell, values = Task(page, open=opened), values_now()
    names = list(tasks.usable(page)) + list(SOURCE_FIELDS.get(values["data"], ()))
    fixed = {name: values[name] for name in names if not shell.is_open(name)}
    return Task(page, question, goals, opened, fixed)
