"""Why no settings at all can reach the goals of a task, where theory proves it."""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from gd import theory
from gd.analysis.formatting import format_number
from gd.links.controls import SOURCE_FIELDS
from gd.links.setup import Setup
from gd.links.url_values import MAX_RATE
from gd.tasks.checks import largest_rate, no_largest_rate
from gd.tasks.goals import Goal
from gd.tasks.task import Task
from gd.theory.forecast import Forecast
from gd.variants import VARIANTS, Variant

ROUNDINGS = 6  # of a residual: x, y, w, b, the product, the sum, the difference; one is exact
POINTS = ("data", "held_out", *(name for names in SOURCE_FIELDS.values() for name in names))
STARTS = ("w0", "b0", "seed")


def impossible(task: Task, setups: Sequence[Setup], values: Mapping[str, Any]) -> str:
    """A sentence that says why `task` cannot be done; empty where nothing proves it.

    setups   for each choice of the open controls other than numbers, such as the optimizer
    """
    variant = VARIANTS[task.page]
    for one, other in combinations(task.goals, 2):
        if _contradict(one, other):
            return f"Two goals contradict each other: {_quoted(one)} and {_quoted(other)}."
    if any(task.is_open(name) for name in POINTS):
        return ""
    rates = (0.0, MAX_RATE) if task.is_open("lr") else (values["lr"], values["lr"])
    fixed_start = not any(task.is_open(name) for name in STARTS)
    for goal in task.goals:
        reasons = [_why_not(goal, variant, setup, rates, fixed_start) for setup in setups]
        if reasons and all(reasons):
            return reasons[0]
    return ""


def _why_not(
    goal: Goal, variant: Variant, setup: Setup, rates: tuple[float, float], fixed_start: bool
) -> str:
    if goal.kind == "loss-le":
        return _loss(goal.numbers[0], variant, setup)
    if goal.kind == "b" and not variant.has_bias and setup.scale is None:
        target, tolerance = goal.numbers
        return f"{variant.title} has no bias: b stays 0." if abs(target) > tolerance else ""
    if goal.kind == "largest-rate":
        return _rate(goal.numbers[0], variant, setup, rates)
    if goal.kind == "diverges" and fixed_start:
        return _diverges(variant, setup, rates[1])
    return ""


def _quoted(goal: Goal) -> str:
    return f"“{goal.sentence.removesuffix('.')}”"


def _contradict(one: Goal, other: Goal) -> bool:
    """Whether two goals want the same number in two places."""
    if one.kind != other.kind or one.kind not in ("fx", "w", "b"):
        return False
    if one.kind == "fx" and one.numbers[0] != other.numbers[0]:
        return False
    (a, near_a), (b, near_b) = one.numbers[-2:], other.numbers[-2:]
    return abs(a - b) > (near_a + near_b) * (1 + 1e-12)


def _loss(limit: float, variant: Variant, setup: Setup) -> str:
    least = least_loss(variant, setup)
    if limit >= least:
        return ""
    factor = setup.scale.y_sd**2 if setup.scale else 1.0
    best = theory.loss(setup.problem, *theory.optimum(setup.problem, variant.has_bias)) * factor
    line = "line" if variant.has_bias or setup.scale else "line through (0, 0)"
    return f"No line does that: the least-squares {line} has a loss of {format_number(best)}."


def least_loss(variant: Variant, setup: Setup) -> float:
    """What no run of `variant` can report a loss below, whatever its weights; 0 if none is known.

    A run computes each residual with an error of at most c·(|w|·|x| + |b| + |y|), c a few roundings
    of its precision. With d the distance of (w, b) from the optimum, at (w*, b*), the root of the
    computed mean of the squares is at least

        √(L* + ½·λmin·d²) - c·((|w*| + d)·rms x + |b*| + d + rms y)

    whose least value over d is  √L*·√(1 - g²/(½·λmin)) - c·(|w*|·rms x + |b*| + rms y)  with
    g = c·(rms x + 1), if g² < ½·λmin; adding up N squares loses at most another (N + 2) roundings.
    """
    problem, bias = setup.problem, variant.has_bias
    curvature, _ = theory.eigen(problem, bias)
    w, b = theory.optimum(problem, bias)
    least = math.sqrt(theory.loss(problem, w, b))
    unit = float(np.finfo(setup.settings.dtype).eps) / 2
    rms_x, rms_y = (math.sqrt(float(np.mean(values**2))) for values in (problem.x, problem.y))
    c = 1.01 * ROUNDINGS * unit
    g, half = c * (rms_x + 1), 0.5 * float(curvature[0])
    if half <= 0 or g * g >= half:
        return 0.0
    size = abs(w) * rms_x + abs(b) + rms_y
    own = 1e-12 * size  # of this float64 computation of L* itself
    root = (least - own) * math.sqrt(1 - g * g / half) - c * size
    factor = setup.scale.y_sd**2 if setup.scale else 1.0
    return factor * max(root, 0.0) ** 2 * (1 - (len(problem.x) + 2) * unit) * (1 - 1e-12)


def _rate(digits: int, variant: Variant, setup: Setup, rates: tuple[float, float]) -> str:
    if not variant.is_plain(setup.settings, len(setup.problem.x)):
        return no_largest_rate(variant, setup.settings)
    gradient = variant.gradient(setup.settings)
    limit = theory.learning_rates(setup.problem, variant.has_bias, gradient).stability_limit
    if math.isinf(limit):
        return "The points leave every rate without effect: there is no largest."
    sought = largest_rate(limit, digits)
    low, high = rates
    if sought > high or limit <= low:
        allowed = f"{format_number(high)} is" if low == high else f"up to {format_number(high)} are"
        return f"Rates below {format_number(limit)} converge; {allowed} allowed."
    return ""


def _diverges(variant: Variant, setup: Setup, rate: float) -> str:
    """Plain descent below 2/λmax takes the loss down, and so keeps every number in range."""
    if not variant.is_plain(setup.settings, len(setup.problem.x)):
        return ""
    found = Forecast(variant, setup.problem, setup.settings, (rate, rate))
    limit, largest = found.rates.stability_limit, float(np.finfo(setup.settings.dtype).max)
    x, y = np.abs(setup.problem.x).max(), np.abs(setup.problem.y).max()
    sizes = (*found.start, *found.best, found.loss_at_start, x * x, x * y)
    safe = all(abs(size) < math.sqrt(largest) / (16 * len(setup.problem.x)) for size in sizes)
    if not safe or rate >= limit * (1 - 1e-6):
        return ""
    limited = format_number(limit)
    return f"Every rate up to {format_number(rate)} converges: the limit is {limited}."
