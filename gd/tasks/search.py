"""Whether the goals of a task can be reached with the controls that it leaves open, and how.

"reachable" is proved by a run that `check` passes, "impossible" by theory (`gd.tasks.proofs`) or by
trying all there is; all else is "not found".
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd import theory
from gd.errors import InputError
from gd.links.controls import CONTROLS, text_of
from gd.links.run_specs import parse_runs
from gd.links.setup import Setup, setup
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.problem import Vector
from gd.tasks import pairs
from gd.tasks.checks import all_met, largest_rate
from gd.tasks.choices import choices_of
from gd.tasks.exhaustion import exhaust
from gd.tasks.linear import linear, solve
from gd.tasks.proofs import POINTS, impossible
from gd.tasks.simulation import simulate
from gd.tasks.task import COMPARE, Task, check
from gd.tasks.work import Pieces, Work, training
from gd.variants import VARIANTS, Variant

REACHABLE, IMPOSSIBLE, NOT_FOUND = "reachable", "impossible", "not found"
GRID, ZOOMS, TRIES = 300, 3, 6  # rates of a simulation, closer looks, runs after each
EPOCHS = (500, 5_000)  # simulated in turn where the number of epochs is open
SEEDS = 5


@dataclass(frozen=True)
class Answer:
    """What is known of a task.

    verdict   "reachable", "impossible" or "not found"
    text      how, or why, in a sentence or two
    values    the value of each control with which a run reaches the goals; None if none is known
    """

    verdict: str
    text: str
    values: Mapping[str, Any] | None = None


class Search(Work[Answer]):
    """The search for settings that reach the goals of a task, piece by piece.

    values   of all controls, where the search begins; those that are not open stay as they are
    """

    total = 120_000  # epochs, trained or simulated, after which it gives up: about 10 s

    def __init__(self, task: Task, values: Mapping[str, Any]) -> None:
        super().__init__(_searching(task, {**values, **task.fixed_values}))
        self._task = task

    def advance(self) -> bool:
        """Do the next piece; False once there is an answer."""
        going = super().advance()
        if going and self.epochs > self.total:
            self.result = _not_found(self._task)
            return False
        return going


def reachable(task: Task, values: Mapping[str, Any]) -> Answer:
    """The answer of a `Search`, in one go.

    >>> from gd.links.setup import read_values
    >>> from gd.tasks.goals import Goal
    >>> task = Task("numpy_by_hand", goals=(Goal("w", (2, 0.01)),), open=("lr",))
    >>> print(reachable(task, read_values({"lr": "1e-6"})).text)
    A run reaches it with Learning rate 0.01.
    """
    return Search(task, values).finish()


def _searching(task: Task, values: dict[str, Any]) -> Pieces[Answer]:
    if not task.goals:
        return Answer(NOT_FOUND, "There is no goal yet.")
    try:
        setup(values)
        if (yield from _proved(task, values)):
            return Answer(REACHABLE, "The settings to begin with already reach it.", values)
    except InputError as error:
        return Answer(NOT_FOUND, str(error))
    if task.page != COMPARE:
        return (yield from _of_one_run(task, values))
    for candidate in pairs.candidates(task, values):
        if (yield from _proved(task, candidate)):
            return _found(task, values, candidate)
    return _not_found(task)


def _of_one_run(task: Task, values: dict[str, Any]) -> Pieces[Answer]:
    choices = choices_of(task, values)
    why = impossible(task, [setup(one) for one in choices], values)
    if why:
        return Answer(IMPOSSIBLE, why)
    starts = [start for one in choices for start in _starts(task, one)]
    for longest in EPOCHS if task.is_open("epochs") else EPOCHS[:1]:
        for start in starts:
            found = yield from _by_rates(task, start, longest)
            if found:
                return _found(task, values, (yield from _rounded(task, found)))
    tried = yield from exhaust(task, choices)
    if tried.reached and (yield from _proved(task, tried.reached)):
        return _found(task, values, tried.reached)
    if tried.complete:
        return Answer(IMPOSSIBLE, f"All {tried.count:,} possible settings were tried: none does.")
    return _not_found(task)


def _rounded(task: Task, values: dict[str, Any]) -> Pieces[dict[str, Any]]:
    """The values with as few digits of the learning rate as reach the goals, too."""
    for digits in range(1, 7) if task.is_open("lr") else ():
        shorter = {**values, "lr": float(f"{values['lr']:.{digits}g}")}
        if (yield from _proved(task, shorter)):
            return shorter
    return values


def _not_found(task: Task) -> Answer:
    other = " Other points were not tried." * any(task.is_open(name) for name in POINTS)
    return Answer(NOT_FOUND, f"A search found no settings; there may be some.{other}")


def _found(task: Task, before: Mapping[str, Any], after: Mapping[str, Any]) -> Answer:
    texts = [
        f"{CONTROLS[name].label} {text_of(after[name])}"
        for name in CONTROLS
        if task.is_open(name) and after[name] != before[name]
    ]
    return Answer(REACHABLE, f"A run reaches it with {', '.join(texts)}.", after)


def _proved(task: Task, values: Mapping[str, Any]) -> Pieces[bool]:
    """Whether a run with these values reaches the goals: the proof that they can be reached."""
    try:
        described = setup(values)
        plans = [(task.page, described.settings)]
        if task.page == COMPARE:
            specs = parse_runs(values["runs"])[:2]
            plans = [(one.variant, one.settings(described.settings)) for one in specs]
        runs = []
        for variant, settings in plans:
            runs.append((yield from training(variant, described.problem, settings)))
    except InputError:
        return False
    return all_met(check(task, runs[0], runs[1] if len(runs) > 1 else None, described.scale))


def _starts(task: Task, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The values, and with the starts that might reach the goals, as far as the start is open."""
    yield values
    variant = VARIANTS[task.page]
    if task.is_open("seed") and "seed" in variant.settings:
        yield from ({**values, "seed": seed} for seed in range(SEEDS))
    free = [name for name in ("w0", "b0") if task.is_open(name) and name in variant.settings]
    if not free or (values["seed"] is not None and not task.is_open("seed")):
        return
    found = setup(values)
    begun = {**values, "seed": None} if task.is_open("seed") else values
    best = theory.optimum(found.problem, variant.has_bias)
    yield {**begun, **{name: best["wb".index(name[0])] for name in free}}
    goals = [one for goal in task.goals if (one := linear(goal, found.scale))]
    if goals and variant.is_plain(found.settings, len(found.problem.x)):
        starts = _start_for(variant, found, goals, free, (values["w0"], values["b0"]))
        yield {**begun, **dict(zip(free, starts, strict=True))}


def _start_for(
    variant: Variant,
    found: Setup,
    goals: list[Any],
    free: list[str],
    given: tuple[float, float],
) -> list[float]:
    """The start from which plain descent ends at the goals: θₜ - θ* = (I - ηH)ᵗ (θ₀ - θ*)."""
    settings, problem = found.settings, found.problem
    curvature, vectors = theory.eigen(problem, variant.has_bias)
    scale = theory.gradient_scale(problem, variant.gradient(settings))
    factors = (1 - settings.learning_rate * scale * curvature) ** settings.epochs
    step = np.eye(2)
    step[: len(vectors), : len(vectors)] = vectors * factors @ vectors.T
    best = np.array(theory.optimum(problem, variant.has_bias))
    places = ["wb".index(name[0]) for name in free]
    kept = np.array(given)
    kept[places] = 0.0
    offset = best + step @ (kept - best)
    return [float(one) for one in solve(goals, step[:, places], offset)]


def _by_rates(task: Task, values: dict[str, Any], longest: int) -> Pieces[dict[str, Any] | None]:
    """Values with a rate and a number of epochs that reach the goals, None if none is found."""
    variant, found = VARIANTS[task.page], setup(values)
    fixed = found.settings.epochs
    epochs = (1, longest) if task.is_open("epochs") else (fixed, fixed)
    rates = _rates(task, variant, found)
    states = tuple(goal for goal in task.goals if goal.kind in ("loss-le", "fx", "w", "b"))
    if not states:
        for rate in rates:
            if (yield from _proved(task, one := {**values, "lr": rate, "epochs": epochs[1]})):
                return one
        return None
    for _ in range(ZOOMS):
        best = yield from simulate(variant, found, states, rates, epochs)
        order = np.argsort(best.excess, kind="stable")
        for place in order[:TRIES]:
            if not best.excess[place] <= 1.001:
                break
            rate, count = float(best.rates[place]), int(best.epochs[place])
            if (yield from _proved(task, one := {**values, "lr": rate, "epochs": count})):
                return one
        if len(rates) < 2 or not math.isfinite(best.excess[order[0]]):
            return None
        around = np.clip([order[0] - 1, order[0] + 1], 0, len(rates) - 1)
        low, high = best.rates[around]
        rates = np.linspace(low, high, GRID)
    return None


def _rates(task: Task, variant: Variant, found: Setup) -> Vector:
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
        rates = np.geomspace(1e-4 * limit, 1.2 * limit, GRID)
        if not variant.is_plain(found.settings, len(found.problem.x)):
            rates = np.union1d(rates, np.geomspace(1e-4, MAX_RATE, GRID))
    return np.unique([float(f"{r:.3g}") for r in np.clip(rates, MIN_RATE, MAX_RATE)])
