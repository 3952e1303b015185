"""The choices that open controls leave, beside the numbers: an optimizer, a precision."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from gd.errors import InputError
from gd.links.setup import setup
from gd.settings import ARITHMETICS, DTYPES, GRADIENTS, OPTIMIZERS
from gd.tasks.task import Task

CHOICES: dict[str, tuple[Any, ...]] = {
    "gradient": GRADIENTS,
    "optimizer": OPTIMIZERS,
    "standardise": (False, True),
    "dtype": DTYPES,
    "arithmetic": ARITHMETICS,
}


def choices_of(task: Task, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The values with each choice of the open controls; those with the fewest changes first.

    Without those with which the points cannot be trained on.
    """
    names = [name for name in CHOICES if task.is_open(name)]
    every = [dict(zip(names, one, strict=True)) for one in product(*(CHOICES[n] for n in names))]
    every.sort(key=lambda one: sum(one[name] != values[name] for name in names))
    found = []
    for one in every:
        try:
            setup({**values, **one})
        except InputError:
            continue
        found.append({**values, **one})
    return found
