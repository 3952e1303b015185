"""A run of some values: what proves that they reach the goals of a task."""

from collections.abc import Mapping
from typing import Any

from gd.errors import InputError
from gd.links.setup import setup
from gd.tasks.checks import all_met
from gd.tasks.task import Task, check
from gd.tasks.work import Pieces, training


def reaches(task: Task, values: Mapping[str, Any]) -> Pieces[bool]:
    """Whether a run with these values reaches the goals; values that are refused do not."""
    runs = []
    try:
        described = setup(values, task.page)
        for variant, settings in described.plans:
            runs.append((yield from training(variant, described.problem, settings)))
    except InputError:
        return False
    return all_met(check(task, *runs, scale=described.scale))
