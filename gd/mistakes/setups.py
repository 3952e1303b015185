"""Mistakes in the settings and in the points: the loop is right."""

from dataclasses import replace

import numpy as np

from gd.analysis.formatting import format_short as short
from gd.errors import InputError
from gd.mistakes.facts import factor
from gd.mistakes.mistake import Mistake, Setup
from gd.mistakes.results import WrongRun
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.theory import Rates, learning_rates, optimum

BEYOND = 1.1  # the rate that is too large, as a multiple of the limit
UNITS = 1000  # x in metres and not in kilometres
SHIFT = 1000  # ranges of x that it lies away from 0, as years do
BELOW = 0.9  # the largest rate of a run that is to converge, as a fraction of the limit


def _rates(problem: Problem, bias: bool) -> Rates:
    """The rates for `problem`, or an `InputError` where no rate is too large."""
    rates = learning_rates(problem, bias)
    if not rates.curvature:
        raise InputError("x", 0, "a number other than 0: else no learning rate is too large")
    return rates


def _plain(problem: Problem, settings: Settings, bias: bool = False) -> tuple[Problem, Settings]:
    """Plain gradient descent at the given rate, or at `BELOW` of the limit if that is less."""
    rate = min(settings.learning_rate, BELOW * _rates(problem, bias).stability_limit)
    plain = replace(settings, learning_rate=rate, gradient="mean", optimizer="SGD")
    return problem, plain


def _at(multiple: float) -> Setup:
    def setup(problem: Problem, settings: Settings) -> tuple[Problem, Settings]:
        _, plain = _plain(problem, settings)
        limit = _rates(problem, bias=False).stability_limit
        return problem, replace(plain, learning_rate=multiple * limit)

    return setup


def _line(problem: Problem, settings: Settings) -> tuple[Problem, Settings]:
    return _plain(problem, settings, bias=True)


def _other_units(problem: Problem, settings: Settings) -> tuple[Problem, Settings]:
    return Problem(UNITS * problem.x, problem.y), _line(problem, settings)[1]


def _shifted(problem: Problem, settings: Settings) -> tuple[Problem, Settings]:
    """x far from 0, and the same fraction of the largest rate."""
    far, plain = Problem(problem.x + SHIFT * np.ptp(problem.x), problem.y), _line(problem, settings)
    limits = [_rates(points, bias=True).stability_limit for points in (far, problem)]
    return far, replace(plain[1], learning_rate=plain[1].learning_rate * limits[0] / limits[1])


def _limit(run: Run) -> str:
    return short(learning_rates(run.problem, run.has_bias).stability_limit)


def _rate_at_limit(right: Run, wrong: WrongRun) -> str:
    best, start = optimum(wrong.problem, bias=False)[0], wrong.start[0]
    return (
        f"The rate is 2/λ = {_limit(wrong)}: an epoch multiplies the distance of w to "
        f"{short(best)} by {short(factor(wrong))}. So w jumps between {short(start)} and "
        f"{short(2 * best - start)}; at {short(right.settings.learning_rate)} the factor is "
        f"{short(factor(right))}."
    )


def _rate_too_large(right: Run, wrong: WrongRun) -> str:
    best = optimum(wrong.problem, bias=False)[0]
    return (
        f"The rate {short(wrong.settings.learning_rate)} is beyond 2/λ = {_limit(wrong)}: each "
        f"step leads past {short(best)} to a place farther away, and the distance is multiplied by "
        f"{short(factor(wrong))}. At {short(right.settings.learning_rate)} the factor is "
        f"{short(factor(right))}."
    )


def _large_units(right: Run, wrong: WrongRun) -> str:
    rate = wrong.settings.learning_rate
    return (
        f"x is {UNITS:,} times larger, its gradient as well, and the w that fits as many times "
        f"smaller: the limit of the rate falls from {_limit(right)} to {_limit(wrong)}. The rate "
        f"is {short(rate)} in both."
    )


def _not_centred(right: Run, wrong: WrongRun) -> str:
    x = wrong.problem.x
    near, far = (learning_rates(run.problem, bias=True).condition_number for run in (right, wrong))
    return (
        f"From {short(float(x.min()), 6)} to {short(float(x.max()), 6)}, w and b do almost the "
        f"same: the curvatures of the loss differ by a factor of {short(far)}, and by "
        f"{short(near)} where x lies near 0. A rate that the steep direction can bear, here "
        f"{short(wrong.settings.learning_rate)}, hardly moves the flat one, which turns the line."
    )


MISTAKES = (
    Mistake(
        "rate_too_large",
        "A learning rate too large",
        "numpy_by_hand",
        _rate_too_large,
        "Divide the rate by 3, again and again, until the loss falls in every epoch.",
        right_setup=_plain,
        wrong_setup=_at(BEYOND),
    ),
    Mistake(
        "rate_at_limit",
        "A learning rate at its limit",
        "numpy_by_hand",
        _rate_at_limit,
        "Halve the rate: half the limit leads to the best weight in one step.",
        right_setup=_plain,
        wrong_setup=_at(1.0),
    ),
    Mistake(
        "large_units",
        "x in units a thousand times smaller",
        "torch_module",
        _large_units,
        "Standardise x before training: (x - mean)/standard deviation.",
        right_setup=_line,
        wrong_setup=_other_units,
    ),
    Mistake(
        "not_centred",
        "x far from 0, as years are",
        "torch_module",
        _not_centred,
        "Subtract the mean of x before training.",
        right_setup=_line,
        wrong_setup=_shifted,
    ),
)
