"""What may have printed a log, in exact arithmetic: points, ways to move, views, rates, starts."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from gd.doctor.dynamics import Dynamics
from gd.doctor.evidence import Evidence, View, residuals
from gd.doctor.explanations import factor, factors
from gd.doctor.fitting import Fit, batched, begins_at, fit, screen
from gd.doctor.mistaken import mistaken
from gd.doctor.ordinary import oddness, rates_of_one_digit, round_rates, simplest
from gd.doctor.seeds import seeded_starts
from gd.problem import Problem, Vector
from gd.theory.optimizer_rules import RULES

FEW = 8  # lines from which a fit begins
CLOSE = 1.3  # root mean square, in tolerances, of a fit worth a training
DECIMALS = 8  # of the round starts that are tried near a fitted one
_TENTHS = tuple(round(sign * n / 10, 1) for n in range(1, 21) for sign in (1, -1))
STARTS = [(start,) for start in (*_TENTHS, 10.0, 5.0, 3.0, 4.0)]
STARTS_WITH_BIAS = [
    *((0.5, 0.5), (1.0, 1.0), (0.1, 0.1), (0.0, 1.0), (1.0, 0.5)),
    *((start, 0.0) for start in _TENTHS),
]
FEW_STARTS = 8  # of them, where the log does not say which it is
BEGIN = ((0.0, 0.0), (0.6, -0.6), (-0.6, 0.6))  # where the search for a start begins


def usual_points() -> list[Problem]:
    """The points of the lessons: x = 1, 2, 3, 4 and y = 2x; then other numbers of them."""
    return [Problem(range(1, n + 1), range(2, 2 * n + 1, 2)) for n in (4, 5, 3, 10)]


def ways_to_move(problem: Problem, evidence: Evidence) -> list[Dynamics]:
    """Plain gradient descent first, then torch's optimizers; with one weight, then with a bias."""
    weights = [True] if "b" in evidence.columns else [False, True]
    names = ("SGD", *RULES)
    right = [Dynamics(problem, bias, name) for name in names for bias in weights]
    return [*right, *mistaken(problem, weights)]


def views(evidence: Evidence, points: int) -> dict[View, float]:
    """How the log may show a training, each with how unusual it is."""
    found: dict[View, float] = {}
    base = -1 if evidence.epochs[0] else 0
    for offset, late in ((base, 0.0), (-1 - base, 3.0)):
        shown = (
            ((offset, offset + 1), 0.0),
            ((offset, offset), 2.0),
            ((offset + 1, offset + 1), 2.5),
        )
        for (loss, weights), unusual in shown:
            if "loss" not in evidence.columns:
                loss = weights - 1  # noqa: PLW2901  (of what is not shown, the usual)
            elif len(evidence.columns) == 1:
                weights = loss + 1  # noqa: PLW2901
            shifts = {role: loss if role == "loss" else weights for role in evidence.columns}
            if evidence.epochs[0] + min(shifts.values()) < 0:
                continue
            for times in factors(points) if "loss" in evidence.columns else (1.0,):
                found.setdefault(View(loss, weights, times), late + unusual)
    return found


def scales(dynamics: Dynamics) -> list[float]:
    """The factors between the rate in a notebook and that for the mean squared error."""
    points = len(dynamics.problem.x)
    if not dynamics.linear or dynamics.mistake:
        return [1.0]
    return sorted({factor(loss, points) for loss in ("mse", "half", "sum", "half_sum")})


def _scaled(dynamics: Dynamics, rates: Vector) -> Vector:
    """The `rates` of a notebook, for any of its losses, as those for the mean squared error."""
    return np.unique(np.outer(scales(dynamics), rates).round(14))


def from_zero(evidence: Evidence, dynamics: Dynamics, shown: list[View]) -> list[Fit]:
    """Round rates from a start of zeros."""
    rates = _scaled(dynamics, round_rates())
    if not dynamics.sign:  # nothing moves: one rate is as good as another
        rates = np.array([0.01])
    return _screen(evidence, dynamics, rates, [(0.0,) * dynamics.size], shown)


def from_round_starts(evidence: Evidence, dynamics: Dynamics, shown: list[View]) -> list[Fit]:
    """Round rates from other round starts, and from those that torch draws for the usual seeds.

    All of them where the log tells of the start, so that hardly any is left; else the first few.
    """
    starts = STARTS_WITH_BIAS if dynamics.bias else STARTS
    telling = [view for view in shown if evidence.start(view).tells]
    rates = _scaled(dynamics, round_rates())
    found = _screen(evidence, dynamics, rates, starts, telling)
    if dynamics.bias and telling:
        seeded = _screen(evidence, dynamics, rates, [*seeded_starts()], telling)
        found += [replace(one, seed=seeded_starts()[one.start]) for one in seeded]
    few = _scaled(dynamics, rates_of_one_digit())
    others = [view for view in shown if view not in telling]
    return found + _screen(evidence, dynamics, few, starts[:FEW_STARTS], others)


def _screen(
    evidence: Evidence,
    dynamics: Dynamics,
    rates: Vector,
    starts: Sequence[tuple[float, ...]],
    shown: list[View],
) -> list[Fit]:
    if not shown:
        return []
    begins = [begins_at(evidence, dynamics, np.array(starts), view) for view in shown]
    found = []
    for start, begin in zip(starts, np.transpose(begins).tolist(), strict=True):
        some = [view for view, here in zip(shown, begin, strict=True) if here]
        if some:
            found.extend(screen(evidence, dynamics, rates, np.array(start), some))
    return found


def any_rate(evidence: Evidence, dynamics: Dynamics, shown: list[View]) -> list[Fit]:
    """Any rate at all, from a start of zeros."""
    zero = np.zeros(dynamics.size)
    some = [view for view in shown if begins_at(evidence, dynamics, zero[None], view)[0]]
    if not some:
        return []
    rates = _scaled(dynamics, rates_of_one_digit())
    grid = batched(evidence.head(FEW), dynamics, rates, zero, some)
    with np.errstate(all="ignore"):
        badness = np.nan_to_num(np.log1p(grid**2).sum(axis=2), nan=np.inf)
    found = []
    for view, bad in zip(some, badness, strict=True):
        rate = rates[np.argsort(bad, kind="stable")[:4]]
        starts = np.zeros((len(rate), dynamics.size))
        few = fit(evidence.head(FEW), dynamics, view, rate, starts, True, False)
        if few and few[0].misfit < 10 * CLOSE:
            begin = np.array([few[0].rate])
            whole = fit(evidence, dynamics, view, begin, starts[:1], True, False)
            if whole and whole[0].misfit <= CLOSE:
                found.extend(_simple_rates(evidence, whole[0]))
    return found


def any_start(
    evidence: Evidence, dynamics: Dynamics, shown: list[View], free_rate: bool
) -> list[Fit]:
    """Rates of one digit, or (`free_rate`) any rate at all, from any start."""
    rates = _scaled(dynamics, rates_of_one_digit())
    rates = rates[(rates >= 1e-5) & (rates < 2)]
    begin = np.array(BEGIN)[:, : dynamics.size]
    if set(evidence.columns) - {"loss"}:  # weights are linear in the start: one is enough
        begin = begin[1:2]
    every_rate = np.repeat(rates, len(begin))
    every_start = np.tile(begin, (len(rates), 1))
    found = []
    for view in shown:
        part = evidence.head(FEW)
        few = fit(part, dynamics, view, every_rate, every_start, False, True, best=40)
        few = [one for one in few if one.misfit < (1e6 if free_rate else 3 * CLOSE)]
        if free_rate:
            few = few[:6]
        if not few:
            continue
        at = np.array([one.rate for one in few]), np.array([one.start for one in few])
        whole = fit(evidence, dynamics, view, *at, free_rate, True, best=40)
        close = [one for one in whole if one.misfit <= CLOSE]
        if not free_rate:
            close.sort(key=lambda one: oddness(one.rate))
        for one in close[: 1 if free_rate else 6]:
            rated = _simple_rates(evidence, one) if free_rate else [one]
            found.extend(start for each in rated for start in _simple_starts(evidence, each))
    return found


def _simple_rates(evidence: Evidence, found: Fit) -> Iterator[Fit]:
    """The fit with the simplest rates that are as good, then as it is."""
    width = 3 * float(np.abs(found.spread[0]).sum()) + 1e-15
    for scale in scales(found.dynamics):
        low, high = (found.rate * np.exp(sign * width) / scale for sign in (-1, 1))
        free_start = found.spread.shape[0] > 1
        tried = 0
        for rate in simplest(float(low), float(high)):
            one = replace(found, rate=rate * scale)
            if free_start:
                at = np.array([one.rate]), np.array([one.start])
                refitted = fit(evidence, found.dynamics, found.view, *at, False, True)
                one = refitted[0] if refitted else one
            if one.misfit <= CLOSE:
                yield one
                tried += 1
            if tried >= 4:
                break


def _simple_starts(evidence: Evidence, found: Fit) -> Iterator[Fit]:
    """The fit with the two simplest starts that are as good, then as it is."""
    if found.dynamics.bias:
        near = min(seeded_starts(), key=lambda start: math.dist(start, found.start))
        again = fit_at(evidence, found, np.array([found.rate]), np.array([near]))
        if again.misfit <= CLOSE:
            yield replace(again, seed=seeded_starts()[near])
    tried: set[tuple[float, ...]] = set()
    for decimals in range(DECIMALS + 1):
        start = tuple(round(value, decimals) + 0.0 for value in found.start)
        if start in tried:
            continue
        rates, starts = np.array([found.rate]), np.array([start])
        again = fit_at(evidence, found, rates, starts)
        if again.misfit <= CLOSE:
            tried.add(start)
            yield again
        if len(tried) >= 2:
            break
    yield found


def fit_at(evidence: Evidence, found: Fit, rates: Vector, starts: Vector) -> Fit:
    """The fit with another rate and start, shapes (1,) and (1, size)."""
    off = residuals(evidence, found.dynamics, rates, starts, [found.view])[0, 0]
    misfit = float(np.sqrt(np.mean(np.minimum(off**2, 1e12))))
    return replace(found, rate=float(rates[0]), start=tuple(starts[0].tolist()), misfit=misfit)
