"""Where many rates lead at once, without any rounding: candidates, which a run then proves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd import theory
from gd.links.setup import Setup, setup
from gd.problem import Vector
from gd.run import Run
from gd.tasks.goals import Goal
from gd.tasks.linear import Linear, linear
from gd.tasks.measures import STATES, allowed, farthest
from gd.tasks.task import Task
from gd.tasks.work import Pieces, training
from gd.theory.optimizer_rules import RULES
from gd.theory.schedules import rate_factors
from gd.theory.sweep import descend
from gd.variants import VARIANTS

PIECE = 64  # epochs between two looks at the clock
LEAST = 1e-300  # of a limit to divide by


@dataclass(frozen=True)
class Best:
    """How near each rate comes to all goals, and after how many epochs.

    excess   the largest, over the goals, of its distance from the target in units of what is
             allowed: up to 1 all goals are met
    epochs   after which it is that small
    """

    rates: Vector
    excess: Vector
    epochs: np.ndarray


def simulate(
    task: Task, values: Mapping[str, Any], rates: Vector, epochs: tuple[int, int]
) -> Pieces[Best]:
    """How near each of `rates` comes to the goals after a number of epochs within `epochs`.

    The goals are those of a single state. The first epoch that meets all is taken, else the
    nearest. A rate that falls does so up to the last of the epochs: it is for (T, T) alone. Of
    mini-batches this says nothing.
    """
    pieces = _simulating(task, setup(values, task.page), rates, epochs)
    while True:
        # not around the loop below: what it sets would hold for others between two pieces
        with np.errstate(all="ignore"):
            try:
                done = next(pieces)
            except StopIteration as ended:
                return ended.value
        yield done


def run_each(
    task: Task, values: Mapping[str, Any], rates: Vector, epochs: tuple[int, int]
) -> Pieces[Best]:
    """As `simulate`, by a real run at each rate: also of mini-batches."""
    first, last = epochs
    nearest, when = np.full(len(rates), np.inf), np.full(len(rates), last)
    for place, rate in enumerate(rates.tolist()):
        described = setup({**values, "lr": rate, "epochs": last}, task.page)
        run = yield from training(task.page, described.problem, described.settings)
        ends = _excess(_of_states(task), run, described)[first:]
        if len(ends):  # else it diverges before
            met = np.flatnonzero(ends <= 1)
            best = int(met[0] if len(met) else np.argmin(ends))
            nearest[place], when[place] = ends[best], first + best
    return Best(rates, nearest, when)


@np.errstate(over="ignore")
def _excess(goals: tuple[Goal, ...], run: Run, described: Setup) -> Vector:
    """The largest excess over `goals` after 0, 1, 2, … epochs."""
    largest = np.zeros(len(run.epoch_ends["epoch"]) + 1)
    for goal in goals:
        found = farthest(goal, run, described.scale) / max(allowed(goal), LEAST)
        largest = np.maximum(largest, found)
    return np.where(np.isnan(largest), np.inf, largest)


def _of_states(task: Task) -> tuple[Goal, ...]:
    return tuple(goal for goal in task.goals if goal.kind in STATES)


def _simulating(
    task: Task, described: Setup, rates: Vector, epochs: tuple[int, int]
) -> Pieces[Best]:
    variant, goals = VARIANTS[task.page], _of_states(task)
    problem, bias = described.problem, variant.has_bias
    best = np.array(theory.optimum(problem, bias))
    size = 2 if bias else 1
    start = np.subtract(variant.start(described.settings), best)[:size]
    scale = theory.gradient_scale(problem, variant.gradient(described.settings))
    rule = RULES[variant.rule_name(described.settings)]
    factors = rate_factors(variant.schedule_name(described.settings), epochs[1])
    hessian = theory.hessian(problem)[:size, :size]
    judge = _Judge(goals, described, best, theory.loss(problem, *best))
    nearest, when = np.full(len(rates), np.inf), np.full(len(rates), epochs[1])
    first, last = epochs
    late = np.zeros(len(rates))  # of goals that have to hold from an earlier epoch on
    for epoch, (distance, gradient) in enumerate(
        descend(rule, hessian, start, rates * scale, factors)
    ):
        state = distance, gradient
        late = np.maximum(late, judge.excess(*state, judge.held_since(epoch)))
        if epoch >= first:
            excess = np.maximum(late, judge.excess(*state, judge.goals))
            better = (excess < nearest) & (nearest > 1)
            nearest, when = np.where(better, excess, nearest), np.where(better, epoch, when)
        if epoch == last or (first < last and (nearest <= 1).all()):
            break
        if epoch % PIECE == PIECE - 1:
            yield PIECE
    return Best(rates, nearest, when)


Stated = tuple[Goal, Linear | None]


class _Judge:
    """How far states are from goals."""

    def __init__(self, goals: tuple[Goal, ...], setup: Setup, best: Vector, least: float) -> None:
        self.goals: list[Stated] = [(goal, linear(goal, setup.scale)) for goal in goals]
        self._best, self._least = best, least
        self._units = setup.scale.y_sd**2 if setup.scale else 1.0

    def held_since(self, epoch: int) -> list[Stated]:
        """The goals that have to hold from `epoch` on, or have had to before."""
        return [one for one in self.goals if one[0].within is not None and one[0].within <= epoch]

    def excess(self, distance: Vector, gradient: Vector, goals: list[Stated]) -> Vector:
        """The largest excess over `goals`, shape (rates,), at the distance δ with its gradient."""
        weights = np.zeros((2, distance.shape[1])) + self._best[:, None]
        weights[: len(distance)] += distance
        loss = self._units * (self._least + 0.5 * (distance * gradient).sum(axis=0))
        largest = np.zeros(distance.shape[1])
        for goal, of in goals:
            if of is None:
                found = loss / max(allowed(goal), LEAST)
            else:
                found = np.abs(of.value(weights) - of.target) / of.tolerance
            largest = np.maximum(largest, found)
        return np.where(np.isfinite(largest), largest, np.inf)
