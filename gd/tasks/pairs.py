"""Pairs of runs, for goals of two: what might make them the same, or one of them lose."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from gd.links.run_specs import RunSpec, applicable, format_runs
from gd.links.setup import setup
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.tasks.choices import choices_of
from gd.tasks.goals import Goal
from gd.tasks.task import Task

RATES = np.geomspace(1e-4, 1.0, 9)
EPOCHS = (20, 100, 500)


def candidates(task: Task, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Values to try: pairs of runs that might do, and rates and epochs that both have."""
    texts = [values["runs"]]
    if task.is_open("runs"):
        points = len(setup(values, task.page).problem.x)
        texts = [text for goal in task.goals for text in _pairs(goal, values["lr"], points)]
    rates = [values["lr"]]
    if task.is_open("lr"):
        rates += [float(f"{rate:.2g}") for rate in RATES]
    epochs = [values["epochs"], *(EPOCHS if task.is_open("epochs") else ())]
    for count, rate, text, choice in product(epochs, rates, texts, choices_of(task, values)):
        yield {**choice, "epochs": count, "lr": rate, "runs": text}


def _pairs(goal: Goal, rate: float, points: int) -> Iterator[str]:
    if goal.kind == "beats":
        for variant in ("torch_optimizer", "torch_module"):
            yield format_runs([RunSpec(variant, {"optimizer": name}) for name in goal.numbers])
        return
    longer = (None, rate * points, rate / points)
    both = [_variations(variant, longer, points) for variant in goal.numbers]
    yield from (format_runs([a, b]) for a, b in product(*both))


def _variations(variant: str, rates: tuple[float | None, ...], points: int) -> list[RunSpec]:
    """A variant as plain gradient descent, with either gradient, at each of the rates."""
    names = applicable(variant)
    plain = {"optimizer": "SGD", "schedule": "constant", "batch_size": points}
    own: dict[str, Any] = {name: value for name, value in plain.items() if name in names}
    gradients = ({"gradient": "sum"}, {"gradient": "mean"}) if "gradient" in names else ({},)
    return [
        RunSpec(variant, {**own, **gradient, **({} if rate is None else {"lr": rate})})
        for rate, gradient in product(rates, gradients)
        if rate is None or MIN_RATE <= rate <= MAX_RATE
    ]
