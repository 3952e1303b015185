"""Whether a run reaches a goal, and how far it is from it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from gd import theory
from gd.analysis.cloud import cloud
from gd.analysis.comparison import Comparison, compare
from gd.analysis.formatting import format_number
from gd.data.scaling import Scaled
from gd.run import Run
from gd.settings import Settings
from gd.tasks.goals import Goal
from gd.tasks.kinds import exact
from gd.tasks.measures import STATES, after_epochs, allowed, distance, measured
from gd.theory.forecast import Forecast
from gd.variants import VARIANTS, Variant


@dataclass(frozen=True)
class Result:
    """Whether a run reaches `goal`; `text` says how far it is from it, as plain text."""

    goal: Goal
    met: bool
    text: str


@dataclass(frozen=True)
class Evidence:
    """What goals look at: a run, the run beside it, and how the points were scaled for them."""

    run: Run
    other: Run | None = None
    scale: Scaled | None = None

    @property
    def units(self) -> float:
        """What makes a loss of the run one in the units of the points."""
        return self.scale.y_sd**2 if self.scale else 1.0

    def loss(self, run: Run, line: tuple[float, float]) -> float:
        """The loss of a line, (w, b) as trained, on all points, in their units."""
        return theory.loss(run.problem, *line) * self.units


def check_goal(goal: Goal, evidence: Evidence) -> Result:
    """Check one goal."""
    for run in (evidence.run, evidence.other):
        if run is not None and run.stopped_at is not None:
            text = f"The run was stopped after {run.unit} {run.stopped_at:,} of {run.updates:,}."
            return Result(goal, False, text)
    return Result(goal, *CHECKS[goal.kind](goal, evidence))


@np.errstate(over="ignore", invalid="ignore")
def _check_state(goal: Goal, evidence: Evidence) -> tuple[bool, str]:
    """A goal of the last state; or, where it says so, of all states from some epoch on."""
    run = evidence.run
    if run.diverged_at is not None:
        return False, f"The run diverges: its numbers leave the finite range at {_epoch(run)}."
    values = measured(goal, run, evidence.scale, after_epochs(run))
    reached = distance(goal, values) <= allowed(goal)
    text = _how_far(goal, float(values[-1]), bool(reached[-1]))
    if goal.within is None or not reached[-1]:
        return bool(reached[-1]), text
    missed = np.flatnonzero(~reached)
    first = int(missed[-1]) + 1 if len(missed) else 0
    return first <= goal.within, f"{text} It takes {first:,} epoch{'s' * (first != 1)}."


def _epoch(run: Run) -> str:
    return f"{run.unit} {run.diverged_at:,}"


def _how_far(goal: Goal, value: float, met: bool) -> str:
    names = {"loss-le": "The loss", "fx": f"f({exact(goal.numbers[0])})"}
    name, said = names.get(goal.kind, goal.kind), format_number(value)
    if not np.isfinite(value):
        return f"{name} ends beyond what can be computed."
    if goal.kind == "loss-le":
        over = "" if met else f", {format_number(value - goal.numbers[0])} too much"
        return f"{name} ends at {said}{over}."
    target, tolerance = goal.numbers[-2:]
    distance = abs(value - target)
    over = "" if met else f": {format_number(distance - tolerance)} too far"
    if distance == 0:
        return f"{name} ends at {said} exactly."
    return f"{name} ends at {said}, {format_number(distance)} from {exact(target)}{over}."


def largest_rate(limit: float, digits: int) -> float:
    """The largest number of so many significant digits that is less than `limit`.

    A limit within 1e-12 of such a number is taken for that number: it is only as exact.

    >>> largest_rate(0.11977, 2), largest_rate(0.125, 3), largest_rate(1 / 30, 1)
    (0.11, 0.124, 0.03)
    """
    below = Decimal(limit) * (1 - Decimal("1e-12"))
    unit = Decimal(1).scaleb(below.adjusted() - digits + 1)
    return float(below.quantize(unit, ROUND_FLOOR))


def no_largest_rate(variant: Variant, settings: Settings) -> str:
    """Why no formula gives the largest rate of a run that is not plain gradient descent."""
    why = variant.rule_name(settings)
    if why == "SGD":
        falls = variant.schedule_name(settings) != "constant"
        why = "a falling rate" if falls else "mini-batches"
    return f"With {why}, no formula gives the largest rate."


def _check_largest_rate(goal: Goal, evidence: Evidence) -> tuple[bool, str]:
    run = evidence.run
    rate, variant = run.settings.learning_rate, VARIANTS[run.variant]
    if not run.is_plain:
        return False, no_largest_rate(variant, run.settings)
    rates = theory.learning_rates(run.problem, run.has_bias, variant.gradient(run.settings))
    if not rates.curvature:
        return False, "The points leave every rate without effect: there is no largest."
    factor = 1 - rate * rates.curvature[-1]
    text = f"At {exact(rate)}, an epoch multiplies the error by {format_number(factor, 4)} in the "
    text += "steepest direction"
    if rate >= rates.stability_limit:
        return False, f"{text}: it does not converge."
    if rate < largest_rate(rates.stability_limit, goal.numbers[0]):
        return False, f"{text}: it converges, and so does a larger rate."
    return True, f"{text}; from {format_number(rates.stability_limit)} on it does not converge."


def _check_diverges(_: Goal, evidence: Evidence) -> tuple[bool, str]:
    run, rate = evidence.run, evidence.run.settings.learning_rate
    if run.diverged_at is not None:
        return True, f"Its numbers leave the finite range at {_epoch(run)}."
    if run.is_plain:
        found = Forecast(VARIANTS[run.variant], run.problem, run.settings, (rate, rate))
        factor = format_number(found.growth_factor, 4)
        grows = found.diverges
        return grows, f"An epoch multiplies the error by {factor}: it {_grows(grows)}."
    first, last = (evidence.loss(run, line) for line in (run.start, run.end))
    text = f"The loss goes from {format_number(first)} to {format_number(last)}"
    if not last > first:
        return False, f"{text}: it {_grows(False)}."
    wandering, level = cloud(run), float(np.var(run.problem.y)) * evidence.units
    if wandering is not None:
        grows = wandering.predicted is None
        does = "make the error grow" if grows else "keep the error in bounds"
        return grows, f"{text}: at this rate its batches {does}."
    if last <= level:  # a run that began at the best line, and wanders about it
        return False, f"{text}, no more than the {format_number(level)} of a level line."
    return True, f"{text}: it {_grows(True)}."


def _grows(grows: bool) -> str:
    return "grows" if grows else "does not grow"


def _pair(evidence: Evidence, names: Callable[[Run], str], wanted: tuple[str, ...]) -> str:
    """Why the two runs are not those that a goal speaks of; empty if they are."""
    if evidence.other is None:
        return "There is only one run: Compare has two."
    found = [names(run) for run in (evidence.run, evidence.other)]
    if sorted(found) == sorted(wanted):
        return ""
    return f"A and B are {' and '.join(found)}."


def _title(run: Run) -> str:
    return VARIANTS[run.variant].title


def _rule(run: Run) -> str:
    return VARIANTS[run.variant].rule_name(run.settings)


def _check_same(goal: Goal, evidence: Evidence) -> tuple[bool, str]:
    titles = tuple(VARIANTS[name].title for name in goal.numbers)
    wrong = _pair(evidence, _title, titles)
    if wrong or evidence.other is None:
        return False, wrong
    found = compare(evidence.run, evidence.other)
    met = bool(found.epochs) and (found.identical or found.within_rounding)
    return met, f"A and B {found.verdict}{'' if met else _apart(found)}."


def _apart(found: Comparison) -> str:
    if not found.epochs:
        return ""
    return f"; w is up to {format_number(found.w.size)} apart, in epoch {found.w.epoch:,}"


def _check_beats(goal: Goal, evidence: Evidence) -> tuple[bool, str]:
    wrong = _pair(evidence, _rule, goal.numbers)
    if wrong or evidence.other is None:
        return False, wrong
    both = (evidence.run, evidence.other)
    more = [d for d in compare(*both).reasons if d.name != "optimizer"]
    if more:
        return False, f"A and B differ in more than the optimizer: the {more[0]}."
    loss = {_rule(run): evidence.loss(run, run.end) for run in both}
    winner, loser = goal.numbers
    texts = [f"{name} ends at a loss of {format_number(loss[name])}" for name in (winner, loser)]
    diverged = next((r for r in both if r.diverged_at is not None), None)
    if diverged:
        return False, f"The run with {_rule(diverged)} diverges at {_epoch(diverged)}."
    return loss[winner] < loss[loser], f"{texts[0]}, {texts[1]}."


CHECKS: dict[str, Callable[[Goal, Evidence], tuple[bool, str]]] = {
    **dict.fromkeys(STATES, _check_state),
    "largest-rate": _check_largest_rate,
    "diverges": _check_diverges,
    "same": _check_same,
    "beats": _check_beats,
}


def all_met(results: list[Result]) -> bool:
    """Whether every goal is reached."""
    return bool(results) and all(result.met for result in results)
