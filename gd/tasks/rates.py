"""Learning rates, and numbers of epochs, with which a run reaches the goals of a task."""

import math
from typing import Any

import numpy as np

from gd import theory
from gd.links.setup import Setup, setup
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.problem import Vector
from gd.tasks.checks import largest_rate
from gd.tasks.exhaustion import beginnings, has_beginnings, longest, updates_per_epoch
from gd.tasks.goals import Goal
from gd.tasks.measures import STATES
from gd.tasks.simulation import simulate
from gd.tasks.task import Task
from gd.tasks.trial import reaches
from gd.tasks.work import Pieces, training
from gd.variants import VARIANTS, Variant

GRID, ZOOMS, TRIES = 300, 3, 6  # rates of a simulation, closer looks, runs after each
FEW = 12  # rates for runs that cannot be simulated

Found = dict[str, Any] | None


def by_rates(task: Task, values: dict[str, Any], most: int) -> Pieces[Found]:
    """Values with a rate and a number of epochs that reach the goals, None if none is found.

    most   the most epochs to try where their number is open
    """
    variant, found = VARIANTS[task.page], setup(values, task.page)
    states = tuple(goal for goal in task.goals if goal.kind in STATES)
    simulated = bool(states) and updates_per_epoch(task, found) == 1
    rates = _rates(task, variant, found, GRID if simulated else FEW)
    for epochs in _epochs(task, found, most):
        if simulated:
            one = yield from _by_simulation(task, values, states, rates, epochs)
        elif states and epochs[0] < epochs[1]:
            one = yield from _by_beginnings(task, values, states, rates, epochs[1])
        else:
            one = yield from _by_runs(task, values, rates, epochs[1])
        if one:
            return one
    return None


def _epochs(task: Task, found: Setup, most: int) -> list[tuple[int, int]]:
    """The least and the largest number of epochs, to try one pair after the other."""
    if not task.is_open("epochs"):
        return [(found.settings.epochs, found.settings.epochs)]
    most = min(most, longest(task, found))
    if has_beginnings(task, found):
        return [(1, most)]
    return [(count, count) for count in sorted({math.ceil(most / n) for n in (25, 5, 1)})]


def _by_runs(task: Task, values: dict[str, Any], rates: Vector, epochs: int) -> Pieces[Found]:
    for rate in rates:
        if (yield from reaches(task, one := {**values, "lr": float(rate), "epochs": epochs})):
            return one
    return None


def _by_beginnings(
    task: Task, values: dict[str, Any], states: tuple[Goal, ...], rates: Vector, most: int
) -> Pieces[Found]:
    """As `_by_runs`, with the shorter runs that the longest ones begin with."""
    for rate in rates:
        one = {**values, "lr": float(rate), "epochs": most}
        described = setup(one, task.page)
        run = yield from training(task.page, described.problem, described.settings)
        for epochs in sorted(beginnings(states, run, described)[0])[:TRIES]:
            if (yield from reaches(task, shorter := {**one, "epochs": epochs})):
                return shorter
    return None


def _by_simulation(
    task: Task,
    values: dict[str, Any],
    states: tuple[Goal, ...],
    rates: Vector,
    epochs: tuple[int, int],
) -> Pieces[Found]:
    """Simulate many rates, run those that come nearest, and look closer around the best."""
    variant, found = VARIANTS[task.page], setup(values, task.page)
    for _ in range(ZOOMS):
        best = yield from simulate(variant, found, states, rates, epochs)
        order = np.argsort(best.excess, kind="stable")
        for place in order[:TRIES]:
            if not best.excess[place] <= 1.001:
                break
            rate, count = float(best.rates[place]), int(best.epochs[place])
            if (yield from reaches(task, one := {**values, "lr": rate, "epochs": count})):
                return one
        if len(rates) < 2 or not math.isfinite(best.excess[order[0]]):
            return None
        around = np.clip([order[0] - 1, order[0] + 1], 0, len(rates) - 1)
        low, high = best.rates[around]
        rates = np.linspace(low, high, GRID)
    return None


def _rates(task: Task, variant: Variant, found: Setup, count: int) -> Vector:
    """The rates to try: with few digits, around the limits of the problem where there are any."""
    if not task.is_open("lr"):
        return np.array([found.settings.learning_rate])
    gradient = variant.gradient(found.settings)
    limit = theory.learning_rates(found.problem, variant.has_bias, gradient).stability_limit
    limit = limit if math.isfinite(limit) else 1.0
    kinds = {goal.kind: goal for goal in task.goals}
    if "largest-rate" in kinds:
        rates = [largest_rate(limit, kinds["largest-rate"].numbers[0])]
    elif "diverges" in kinds:
        rates = [1.1 * limit, 2 * limit, 10 * limit, MAX_RATE]
    else:
        rates = np.geomspace(1e-4 * limit, 1.2 * limit, count)
        if not variant.is_plain(found.settings, len(found.problem.x)):
            rates = np.union1d(rates, np.geomspace(1e-4, MAX_RATE, count))
    return np.unique([float(f"{r:.3g}") for r in np.clip(rates, MIN_RATE, MAX_RATE)])
