"""Starts, and seeds, from which a run might reach the goals of a task."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from gd import theory
from gd.links.setup import Setup, setup
from gd.tasks.linear import Linear, linear, solve
from gd.tasks.task import Task
from gd.variants import VARIANTS, Variant

SEEDS = 5


def starts(task: Task, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The values, and with the starts that might reach the goals, as far as the start is open."""
    yield values
    variant = VARIANTS[task.page]
    for name in ("seed", "batch_seed"):
        if task.is_open(name):
            yield from ({**values, name: seed} for seed in range(SEEDS))
    free = [name for name in ("w0", "b0") if task.is_open(name) and name in variant.settings]
    if not free or (values["seed"] is not None and not task.is_open("seed")):
        return
    found = setup(values, task.page)
    begun = {**values, "seed": None} if task.is_open("seed") else values
    best = theory.optimum(found.problem, variant.has_bias)
    yield {**begun, **{name: best["wb".index(name[0])] for name in free}}
    goals = [one for goal in task.goals if (one := linear(goal, found.scale))]
    constant = variant.schedule_name(found.settings) == "constant"
    if goals and constant and variant.rule_name(found.settings) == "SGD":
        start = _start_for(variant, found, goals, free, (values["w0"], values["b0"]))
        yield {**begun, **dict(zip(free, start, strict=True))}


def _start_for(
    variant: Variant,
    found: Setup,
    goals: list[Linear],
    free: list[str],
    given: tuple[float, float],
) -> list[float]:
    """The start from which descent ends at the goals: θₜ - θ* = (I - ηH)ᵗ (θ₀ - θ*).

    Mini-batches do so on average.
    """
    settings, problem = found.settings, found.problem
    updates = settings.epochs * variant.updates_per_epoch(settings, len(problem.x))
    curvature, vectors = theory.eigen(problem, variant.has_bias)
    scale = theory.gradient_scale(problem, variant.gradient(settings))
    factors = (1 - settings.learning_rate * scale * curvature) ** updates
    step = np.eye(2)
    step[: len(vectors), : len(vectors)] = vectors * factors @ vectors.T
    best = np.array(theory.optimum(problem, variant.has_bias))
    places = ["wb".index(name[0]) for name in free]
    kept = np.array(given)
    kept[places] = 0.0
    offset = best + step @ (kept - best)
    return [float(one) for one in solve(goals, step[:, places], offset)]
