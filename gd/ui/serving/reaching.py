"""Whether a task can be reached: searched once for all sessions, with progress and a stop."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from gd.tasks import Answer, Search, Task
from gd.ui.serving.computing import Key, forget_stop, is_stopped, work_out

_UNKNOWN = Answer("not found", "The search was stopped.")


def reached(task: Task, values: Mapping[str, Any]) -> tuple[Answer, bool]:
    """What `gd.tasks.reachable` finds; and whether it was stopped by hand."""
    key = _key(task, values)
    begin, title = partial(Search, task, values), "Looking for settings that reach it"
    return work_out(key, begin, _answer, title, Search.total, piece="epoch"), is_stopped(key)


def search_on(task: Task, values: Mapping[str, Any]) -> None:
    """Forget that a search was stopped, so that it comes to its end."""
    forget_stop(_key(task, values))


def _answer(search: Search) -> Answer:
    return search.result or _UNKNOWN


def _key(task: Task, values: Mapping[str, Any]) -> Key:
    fixed = task.fixed_values  # of the task itself, no part of its hash
    return "search", task, tuple(fixed.items()), tuple(values.items())
