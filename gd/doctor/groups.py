"""The guesses in the order of how usual they are, a group at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from gd.doctor.dynamics import Dynamics
from gd.doctor.evidence import Evidence, View
from gd.doctor.exact_starts import exact_start
from gd.doctor.fitting import Fit, batched
from gd.doctor.guesses import (
    any_rate,
    any_start,
    from_round_starts,
    from_zero,
    scales,
    views,
    ways_to_move,
)
from gd.doctor.ordinary import oddness, rates_of_one_digit
from gd.problem import Problem

NEAR = 40  # lines by which the nearest is chosen
Guess = Callable[[Evidence, Dynamics, list[View]], list[Fit]]


@dataclass(frozen=True)
class Group:
    """Guesses that are about as usual: `guess` yields the fits, piece by piece.

    shown   the views among them, and how unusual they are
    """

    guess: Callable[[], Iterator[list[Fit]]]
    shown: dict[View, float]


def groups(evidence: Evidence, problems: list[Problem]) -> Iterator[Group]:
    """The groups of guesses, the most usual first."""
    first, *others = problems
    moves = ways_to_move(first, evidence)
    plain = [one for one in moves if one.optimizer == "SGD" and not one.mistake]
    rest = [one for one in moves if one not in plain and one.sign]
    shown = views(evidence, len(first.x))
    usual = [view for view, unusual in shown.items() if unusual == min(shown.values())]

    def group(guess: Guess, some: list[Dynamics], seen: list[View]) -> Group:
        return Group(partial(_each, guess, evidence, some, seen), shown)

    def with_starts(some: list[Dynamics], free_rate: bool) -> Iterator[Group]:
        kept: list[Fit] = []
        guess = partial(any_start, free_rate=free_rate)
        yield Group(partial(_each, guess, evidence, some, usual, kept), shown)
        yield Group(partial(_exactly, evidence, kept), shown)

    yield group(from_zero, moves, list(shown))
    for problem in others:
        few = views(evidence, len(problem.x))
        every = ways_to_move(problem, evidence)
        some = [one for one in every if one.optimizer == "SGD" and not one.mistake]
        yield Group(partial(_each, from_zero, evidence, some, list(few)), few)
    yield group(from_round_starts, moves, list(shown))
    yield group(any_rate, plain, list(shown))
    yield from with_starts(plain, free_rate=False)
    yield group(any_rate, rest, usual)
    yield from with_starts(plain, free_rate=True)
    yield from with_starts(rest, free_rate=False)
    wrong = [one for one in rest if one.mistake]
    yield Group(partial(_each, partial(any_start, free_rate=True), evidence, wrong, usual), shown)
    yield Group(partial(_nearest, evidence, [*plain, *rest], usual), shown)


def _nearest(evidence: Evidence, moves: list[Dynamics], shown: list[View]) -> Iterator[list[Fit]]:
    """The three ways to move that come nearest to the log, from a start of zeros."""
    part, found = evidence.head(NEAR), []
    for dynamics in moves:
        rates = rates_of_one_digit() * max(scales(dynamics))
        zero = np.zeros(dynamics.size)
        off = batched(part, dynamics, rates, zero, shown)
        with np.errstate(all="ignore"):
            badness = np.nan_to_num(np.log1p(off**2).mean(axis=2), nan=np.inf)
        view, rate = np.unravel_index(int(badness.argmin()), badness.shape)
        least, where = float(badness[view, rate]), (float(rates[rate]), tuple(zero.tolist()))
        found.append(Fit(dynamics, shown[int(view)], *where, least, np.empty((0, 0))))
        yield []
    yield sorted(found, key=lambda one: one.misfit)[:3]


def _each(
    guess: Guess,
    evidence: Evidence,
    moves: list[Dynamics],
    shown: list[View],
    kept: list[Fit] | None = None,
) -> Iterator[list[Fit]]:
    for dynamics in moves:
        found = guess(evidence, dynamics, shown)
        if kept is not None:
            kept.extend(found)
        yield found


def _exactly(evidence: Evidence, kept: list[Fit]) -> Iterator[list[Fit]]:
    """The fits of weight and bias, their starts as exact as float32."""
    whole = [one for one in kept if one.dynamics.bias and one.dynamics.optimizer == "SGD"]
    best: dict[tuple[float, View], Fit] = {}
    for one in sorted(whole, key=lambda fit: (oddness(fit.rate), fit.misfit)):
        best.setdefault((one.rate, one.view), one)
    for one in list(best.values())[:6]:
        yield [exact_start(evidence, one)]
