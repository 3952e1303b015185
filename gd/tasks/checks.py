"""Whether a run reaches a goal, and how far it is from it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from gd import theory
from gd.analysis.comparison import Comparison, compare
from gd.analysis.formatting import format_number
from gd.analysis.states import states
from gd.data.scaling import Scaled
from gd.problem import Vector
from gd.run import Columns, Run
from gd.tasks.goals import Goal
from gd.tasks.kinds import exact
from gd.theory.forecast import Forecast
from gd.variants import VARIANTS


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


def check_goal(goal: Goal, evidence: Evidence) -> Result:
    """Check one goal."""
    for run in (evidence.run, evidence.other):
        if run is not None and run.stopped_at is not None:
            text = f"The run was stopped after epoch {run.stopped_at:,} of {run.settings.epochs:,}."
            return Result(goal, False, text)
    return Result(goal, *CHECKS[goal.kind](goal, evidence))


def measured(goal: Goal, run: Run, scale: Scaled | None, of: Columns) -> Vector:
    """The number that a goal speaks of, in the units of the points, for each of the states `of`.

    The loss, f(x), w or b: what the run itself computes, scaled back where the points were scaled.
    """
    if goal.kind == "loss-le":
        return of["loss"] * (scale.y_sd**2 if scale else 1.0)
    if goal.kind == "fx":
        x = goal.numbers[0]
        number = np.dtype(run.settings.dtype).type
        at = number((x - scale.x_mean) / scale.x_sd if scale else x)
        y = (of["w"].astype(number) * at + of["b"].astype(number)).astype(np.float64)
        return scale.y_mean + scale.y_sd * y if scale else y
    if scale is None:
        return of[goal.kind]
    slope = of["w"] * scale.y_sd / scale.x_sd
    if goal.kind == "w":
        return slope
    return scale.y_mean + of["b"] * scale.y_sd - slope * scale.x_mean


def meets(goal: Goal, values: Vector) -> np.ndarray:
    """Where the number that a goal speaks of is as the goal wants it."""
    if goal.kind == "loss-le":
        return values <= goal.numbers[0]
    target, tolerance = goal.numbers[-2:]
    return np.abs(values - target) <= tolerance


@np.errstate(over="ignore", invalid="ignore")
def _check_state(goal: Goal, evidence: Evidence) -> tuple[bool, str]:
    """A goal of the last state; or, where it says so, of all states from some epoch on."""
    run = evidence.run
    if run.diverged_at is not None:
        return False, f"The run diverges: its numbers leave the finite range at {_epoch(run)}."
    values = measured(goal, run, evidence.scale, states(run))
    reached = meets(goal, values)
    text = _how_far(goal, float(values[-1]), bool(reached[-1]))
    if goal.within is None or not reached[-1]:
        return bool(reached[-1]), text
    missed = np.flatnonzero(~reached)
    first = int(missed[-1]) + 1 if len(missed) else 0
    return first <= goal.within, f"{text} It takes {first:,} epoch{'s' * (first != 1)}."


def _epoch(run: Run) -> str:
    return f"epoch {run.diverged_at:,}"


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


def _check_largest_rate(goal: Goal, evidence: Evidence) -> tuple[bool, str]:
    run = evidence.run
    rate, variant = run.settings.learning_rate, VARIANTS[run.variant]
    if not run.is_plain:
        return False, f"With {run.settings.optimizer}, no formula gives the largest rate."
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
    first, last = (theory.loss(run.problem, *line) for line in (run.start, run.end))
    text = f"The loss goes from {format_number(first)} to {format_number(last)}"
    return last > first, f"{text}: it {_grows(last > first)}."


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


def optimizer_of(run: Run) -> str:
    """The optimizer of a run; one by hand is plain gradient descent."""
    return run.settings.optimizer if "optimizer" in VARIANTS[run.variant].settings else "SGD"


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
    wrong = _pair(evidence, optimizer_of, goal.numbers)
    if wrong or evidence.other is None:
        return False, wrong
    both = (evidence.run, evidence.other)
    more = [d for d in compare(*both).reasons if d.name != "optimizer"]
    if more:
        return False, f"A and B differ in more than the optimizer: the {more[0]}."
    loss = {optimizer_of(run): theory.loss(run.problem, *run.end) for run in both}
    winner, loser = goal.numbers
    texts = [f"{name} ends at a loss of {format_number(loss[name])}" for name in (winner, loser)]
    diverged = next((r for r in both if r.diverged_at is not None), None)
    if diverged:
        return False, f"The run with {optimizer_of(diverged)} diverges at {_epoch(diverged)}."
    return loss[winner] < loss[loser], f"{texts[0]}, {texts[1]}."


CHECKS: dict[str, Callable[[Goal, Evidence], tuple[bool, str]]] = {
    **dict.fromkeys(("loss-le", "fx", "w", "b"), _check_state),
    "largest-rate": _check_largest_rate,
    "diverges": _check_diverges,
    "same": _check_same,
    "beats": _check_beats,
}


def all_met(results: list[Result]) -> bool:
    """Whether every goal is reached."""
    return bool(results) and all(result.met for result in results)
