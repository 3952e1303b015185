"""Trying all there is: where the open controls leave few settings, and the epochs of each run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd.analysis.states import settled, states
from gd.links.setup import Setup, setup
from gd.run import Run
from gd.settings import MAX_EPOCHS
from gd.tasks.checks import measured
from gd.tasks.task import Task
from gd.tasks.work import Pieces
from gd.training import Training

FINITE = {"epochs", "gradient", "optimizer", "standardise", "dtype", "arithmetic", "test_x"}
MAX_WORK = 60_000  # epochs: some seconds


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
    """Try all settings that `task` leaves open, if they are finitely many, and not too many.

    A run of t epochs is the beginning of a longer one: the longest of each choice has them all.
    """
    longest = MAX_EPOCHS if task.is_open("epochs") else 0
    work = sum(longest or int(values["epochs"]) for values in choices)
    states_only = all(goal.kind in ("loss-le", "fx", "w", "b") for goal in task.goals)
    if not set(task.open) <= FINITE or not states_only or work > MAX_WORK:
        return Tried()
    doubtful = False
    for values in choices:
        epochs = longest or int(values["epochs"])
        described = setup({**values, "epochs": epochs})
        run = yield from _until_settled(task.page, described)
        surely, perhaps = _reached(task, run, described)
        if not task.is_open("epochs"):
            last = len(run.history) if run.diverged_at is None else epochs
            surely, perhaps = surely & {last}, perhaps & {last}
        if surely:
            return Tried(reached={**values, "epochs": min(surely) if longest else epochs})
        doubtful |= bool(perhaps)
    return Tried(not doubtful, work)


def _until_settled(page: str, described: Setup) -> Pieces[Run]:
    """A run to its end, or until plain descent has come to weights that it no longer moves.

    Then it never will: its step depends on the weights alone.
    """
    work, before = Training(page, described.problem, described.settings), 0.0
    while work.advance():
        yield work.epochs - before
        before, run = work.epochs, work.run()
        if run.is_plain and settled(run) is not None:
            return run
    return work.run()


def _reached(task: Task, run: Run, described: Setup) -> tuple[set[int], set[int]]:
    """The numbers of epochs that meet all goals, and those that might, but for rounding.

    The loss after the last epoch is computed afresh, so that it may differ in its last digits from
    the loss that a longer run reports for the same weights.
    """
    of = {name: values[1:] for name, values in states(run).items()}
    count = len(of["loss"])
    surely, perhaps = np.ones(count, bool), np.ones(count, bool)
    y = described.points.y
    for goal in task.goals:
        values = measured(goal, run, described.scale, of)
        if goal.kind == "loss-le":
            limit, slack = goal.numbers[0], 1e-5 * goal.numbers[0]
            slack += 1e3 * float(np.finfo(run.settings.dtype).eps) ** 2 * float(np.mean(y**2))
            off = values
        else:
            target, limit = goal.numbers[-2:]
            off, slack = np.abs(values - target), 1e-12 * limit
        met, nearly = off <= limit, off <= limit + slack
        if goal.within is not None:
            early = np.arange(1, count + 1) <= goal.within
            fixed = not task.is_open("epochs")
            met, nearly = (
                _since(one, goal.within) if fixed else one & early for one in (met, nearly)
            )
        surely, perhaps = surely & met, perhaps & nearly
    found = [set((np.flatnonzero(one) + 1).tolist()) for one in (surely, perhaps)]
    return found[0], found[1]


def _since(met: np.ndarray, within: int) -> np.ndarray:
    """Where a goal has been met without a break since `within` epochs or fewer."""
    late = ~met.copy()
    late[: within - 1] = False
    return met & ~np.logical_or.accumulate(late)
