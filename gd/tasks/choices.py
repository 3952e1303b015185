"""The choices that open controls leave, beside the numbers: an optimizer, the size of a batch."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from gd.errors import InputError
from gd.links.setup import linked_points, setup
from gd.settings import ARITHMETICS, DTYPES, GRADIENTS, OPTIMIZERS, SCHEDULES
from gd.tasks.task import Task

CHOICES: dict[str, tuple[Any, ...]] = {
    "gradient": GRADIENTS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "standardise": (False, True),
    "dtype": DTYPES,
    "arithmetic": ARITHMETICS,
    "shuffle": (False, True),
}
FEW = 8  # points: with more, only some sizes of batches are chosen


def choices_of(task: Task, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The values with each choice of the open controls; those with the fewest changes first.

    Without those with which no values of the other open controls can be trained. `values` are of
    all controls and can be trained; a choice may change more of what is open, such as the epochs of
    small batches.
    """
    points = len(setup(values, task.page).problem.x)
    found = {**CHOICES, "batch_size": _sizes(points, values["batch_size"])}
    names = [name for name in found if task.is_open(name)]
    every = [dict(zip(names, one, strict=True)) for one in product(*(found[n] for n in names))]
    every.sort(key=lambda one: sum(one[name] != values[name] for name in names))
    trained = ({**values, **one} for one in every)
    return [one for chosen in trained for one in _trainable(task, chosen)]


def all_chosen(task: Task, points: int) -> bool:
    """Whether `choices_of` has every choice that `task` leaves for so many points."""
    return not task.is_open("batch_size") or points <= FEW


def _sizes(points: int, size: float) -> list[int]:
    if points <= FEW:
        return list(range(1, points + 1))
    return sorted({1, 2, FEW, points // 2, points, int(size)})


def _trainable(task: Task, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The values; else, where they are refused, those with easier ones of what is open, if any."""
    at = float(linked_points(values).x[0])
    easier = {"epochs": 1, "w0": 0.0, "b0": 0.0, "test_x": at}
    easier = {name: value for name, value in easier.items() if task.is_open(name)}
    for one in (values, {**values, **easier}):
        try:
            setup(one, task.page)
        except InputError:
            continue
        yield one
        return
