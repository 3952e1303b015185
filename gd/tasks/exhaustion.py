"""Trying all there is: where the open controls leave few settings, and the epochs of each run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd.analysis.states import settled
from gd.links.setup import Setup, setup
from gd.run import Run
from gd.settings import MAX_EPOCHS
from gd.tasks.choices import CHOICES, all_chosen
from gd.tasks.goals import Goal
from gd.tasks.measures import STATES, allowed, farthest
from gd.tasks.task import Task
from gd.tasks.work import Pieces, training
from gd.training import MAX_UPDATES
from gd.variants import VARIANTS

FINITE = {*CHOICES, "epochs", "batch_size", "test_x"}
MAX_WORK = 60_000  # updates: some seconds


@dataclass(frozen=True)
class Tried:
    """What trying all settings gave.

    complete   whether all were tried, and each misses the goals by more than rounding
    count      how many
    reached    values that seem to reach the goals, if there are any
    """

    complete: bool = False
    count: int = 0
    reached: Mapping[str, Any] | None = None


def exhaust(task: Task, choices: Sequence[Mapping[str, Any]]) -> Pieces[Tried]:
    """Try all settings that `task` leaves open, if they are finitely many, and not too many."""
    setups = [setup(values, task.page) for values in choices]
    if not _finite(task, setups):
        return Tried()
    is_open, doubtful, count = task.is_open("epochs"), False, 0
    for values, described in zip(choices, setups, strict=True):
        epochs = longest(task, described)
        last = setup({**values, "epochs": epochs}, task.page)
        run = yield from training(task.page, last.problem, last.settings, _at_rest)
        surely, perhaps = _reached(task.goals, run, last)
        if not is_open:
            end = {epochs if run.diverged_at is not None else len(run.epoch_ends["epoch"])}
            surely, perhaps = surely & end, perhaps & end
        if surely:
            return Tried(reached={**values, "epochs": min(surely) if is_open else epochs})
        doubtful |= bool(perhaps)
        count += epochs if is_open else 1
    return Tried(not doubtful, count)


def longest(task: Task, described: Setup) -> int:
    """The epochs of the longest run that `task` allows."""
    if not task.is_open("epochs"):
        return described.settings.epochs
    return min(MAX_EPOCHS, MAX_UPDATES // updates_per_epoch(task, described))


def updates_per_epoch(task: Task, described: Setup) -> int:
    """The batches of an epoch on the page of `task`."""
    points = len(described.problem.x)
    return VARIANTS[task.page].updates_per_epoch(described.settings, points)


def has_beginnings(task: Task, described: Setup) -> bool:
    """Whether a run of t epochs is the beginning of a longer one.

    At a constant rate, it is. A rate that falls does so according to the number of all updates.
    """
    return VARIANTS[task.page].schedule_name(described.settings) == "constant"


def _finite(task: Task, setups: Sequence[Setup]) -> bool:
    """Whether all settings, and each number of epochs, can be tried by a run a choice."""
    points = len(setups[0].problem.x)
    if not set(task.open) <= FINITE or not all_chosen(task, points):
        return False
    if not all(goal.kind in STATES for goal in task.goals):
        return False
    if task.is_open("epochs") and not all(has_beginnings(task, one) for one in setups):
        return False
    return sum(longest(task, one) * updates_per_epoch(task, one) for one in setups) <= MAX_WORK


def _at_rest(run: Run) -> bool:
    """Whether plain descent has come to weights that it no longer moves.

    Then it never will: its step depends on the weights alone; and, where the points are shuffled,
    on the order in which their numbers are added up.
    """
    return run.is_plain and not run.settings.shuffle and settled(run) is not None


def _reached(goals: tuple[Goal, ...], run: Run, described: Setup) -> tuple[set[int], set[int]]:
    """The numbers of epochs after which a run meets all `goals`, and might, but for rounding.

    The loss after the last epoch is computed afresh, so that it may differ in its last digits from
    the loss that a longer run reports for the same weights.
    """
    surely, perhaps = (np.ones(len(run.epoch_ends["epoch"]) + 1, bool) for _ in range(2))
    for goal in goals:
        far, limit = farthest(goal, run, described.scale), allowed(goal)
        slack = 1e-12 * limit
        if goal.kind == "loss-le":
            eps, size = float(np.finfo(run.settings.dtype).eps), np.mean(described.points.y**2)
            slack = 1e-5 * limit + 1e3 * eps**2 * float(size)
        surely, perhaps = surely & (far <= limit), perhaps & (far <= limit + slack)
    found = [set(np.flatnonzero(one).tolist()) - {0} for one in (surely, perhaps)]
    return found[0], found[1]
