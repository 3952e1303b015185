"""Learning rates, and numbers of epochs, with which a run reaches the goals of a task."""

import math
from typing import Any

import numpy as np

from gd import theory
from gd.links.setup import Setup, setup
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.problem import Vector
from gd.tasks.checks import largest_rate
from gd.tasks.exhaustion import has_beginnings, longest, updates_per_epoch
from gd.tasks.measures import STATES
from gd.tasks.simulation import run_each, simulate
from gd.tasks.task import Task
from gd.tasks.trial import reaches
from gd.tasks.work import Pieces
from gd.variants import VARIANTS

GRID, ZOOMS, TRIES = 300, 3, 6  # rates of a simulation, closer looks, runs after each
FEW = 12  # rates of real runs, and lengths of runs whose rate falls
MANY = 60  # such lengths where the rate is not open

Found = dict[str, Any] | None


def by_rates(task: Task, values: dict[str, Any], most: int) -> Pieces[Found]:
    """Values with a rate and a number of epochs that reach the goals, None if none is found.

    most   the most epochs to try where their number is open
    """
    variant, found = VARIANTS[task.page], setup(values, task.page)
    plain = variant.is_plain(found.settings, len(found.problem.x))
    if not plain and any(goal.kind == "largest-rate" for goal in task.goals):
        return None
    for epochs in _epochs(task, found, most):
        if any(goal.kind in STATES for goal in task.goals):
            one = yield from _by_states(task, values, epochs)
        else:
            one = yield from _by_runs(task, values, epochs[1])
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
    lengths = np.geomspace(1, most, FEW if task.is_open("lr") else MANY).round()
    return [(count, count) for count in np.unique(lengths).astype(int).tolist()]


def _by_runs(task: Task, values: dict[str, Any], epochs: int) -> Pieces[Found]:
    for rate in _rates(task, values, FEW):
        if (yield from reaches(task, one := {**values, "lr": float(rate), "epochs": epochs})):
            return one
    return None


def _by_states(task: Task, values: dict[str, Any], epochs: tuple[int, int]) -> Pieces[Found]:
    """Try many rates, prove those that come nearest by runs, and look closer around the best."""
    found = setup(values, task.page)
    simulated = updates_per_epoch(task, found) == 1
    count = GRID if simulated else FEW
    rates = _rates(task, values, count)
    for _ in range(ZOOMS):
        best = yield from (simulate if simulated else run_each)(task, values, rates, epochs)
        order = np.argsort(best.excess, kind="stable")
        for place in order[:TRIES]:
            if not best.excess[place] <= 1.001:
                break
            rate, length = float(best.rates[place]), int(best.epochs[place])
            if (yield from reaches(task, one := {**values, "lr": rate, "epochs": length})):
                return one
        if len(rates) < 2 or not math.isfinite(best.excess[order[0]]):
            return None
        around = np.clip([order[0] - 1, order[0] + 1], 0, len(rates) - 1)
        low, high = best.rates[around]
        rates = np.linspace(low, high, count)
    return None


def _rates(task: Task, values: dict[str, Any], count: int) -> Vector:
    """The rates to try: with few digits, around the limits of the problem where there are any."""
    variant, found = VARIANTS[task.page], setup(values, task.page)
    if not task.is_open("lr"):
        return np.array([found.settings.learning_rate])
    gradient = variant.gradient(found.settings)
    limit = theory.learning_rates(found.problem, variant.has_bias, gradient).stability_limit
    limit = limit if math.isfinite(limit) else 1.0
    kinds = {goal.kind: goal for goal in task.goals}
    if "largest-rate" in kinds:
        sought = largest_rate(limit, kinds["largest-rate"].numbers[0])
        return np.clip([sought], MIN_RATE, MAX_RATE)
    if "diverges" in kinds:
        rates = [1.1 * limit, 2 * limit, 10 * limit, MAX_RATE]
    else:
        rates = np.geomspace(1e-4 * limit, 1.2 * limit, count)
        if not variant.is_plain(found.settings, len(found.problem.x)):
            rates = np.union1d(rates, np.geomspace(1e-4, MAX_RATE, count))
    return np.unique([float(f"{r:.3g}") for r in np.clip(rates, MIN_RATE, MAX_RATE)])
