"""What the exercises ask and explain, computed from the engine."""

import math
from functools import cache

import numpy as np

from gd import theory
from gd.analysis.formatting import format_short as short
from gd.data.datasets import DATASETS
from gd.data.scaling import standardise
from gd.documents import RUNS
from gd.documents.explain import PROBLEM, RATE, directions, sum_and_larger_rate
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.theory.forecast import Forecast
from gd.theory.optimizer_rules import RULES
from gd.training import train
from gd.variants import VARIANTS

_NOTEBOOK = next(run for run in RUNS if run.variant == "torch_module")
_W0, _B0 = _NOTEBOOK.settings.w0, _NOTEBOOK.settings.b0
LINEAR = {"w0": _W0, "b0": _B0}  # its start
OFF_BALANCE = Problem([-20, -10, 0, 10, 20], [-35, -15, 5, 25, 45])
SGD_AND_ADAM = "torch_optimizer--optimizer-SGD..torch_optimizer--optimizer-Adam"
ADAM_RATE, OFF_RATE = 0.13, 0.004


@cache
def _linear(learning_rate: float, epochs: int = 100, optimizer: str = "SGD") -> Run:
    """nn.Linear on the notebook's points from its start."""
    settings = Settings(learning_rate, epochs, _W0, _B0, optimizer=optimizer)
    return train("torch_module", PROBLEM, settings)


def first_step() -> float:
    """w after one step with the mean of the gradients."""
    return train("numpy_by_hand", PROBLEM, Settings(RATE, 1, gradient="mean")).end[0]


def _factor(learning_rate: float, gradient: str = "mean") -> float:
    """What an epoch multiplies the distance of w to 2 by: 1 - ηλ."""
    rates = theory.learning_rates(PROBLEM, bias=False, gradient=gradient)
    return 1 - learning_rate * rates.curvature[0]


def _gradient() -> float:
    return float(np.mean(2 * PROBLEM.x * (0 * PROBLEM.x - PROBLEM.y)))


def first_step_explained() -> str:
    """The rate that needs one step."""
    rates = theory.learning_rates(PROBLEM, bias=False)
    gradient = _gradient()
    return (
        f"At w = 0 the gradient is {short(gradient)}, so that a rate of {RATE:g} takes w to "
        f"{short(first_step())}. To reach 2 in one step takes 2/{short(-gradient)} = "
        f"{short(2 / -gradient)}. It is no accident that this is 1/λ: the curvature λ, the second "
        f"derivative of the loss, is {short(rates.curvature[0])} here, and a step of "
        "gradient/curvature lands at the bottom of a parabola from anywhere."
    )


def at_the_limit() -> int:
    """What a rate of 2/λ does: 0 if it gets there, 1 if it only swings, 2 if it moves away."""
    rates = theory.learning_rates(PROBLEM, bias=False)
    size = rates.factor(2 * rates.critical_rate)
    return 1 if math.isclose(size, 1) else 0 if size < 1 else 2


def largest_rate_explained() -> str:
    """The limit of the rate."""
    limit = theory.learning_rates(PROBLEM, bias=False).stability_limit
    factors = [_factor(limit * share) for share in (0.5, 0.9, 1.1)]
    return (
        "Each epoch multiplies the distance of w to 2 by 1 − rate·λ. At half the limit that is "
        f"{short(factors[0])}, at nine tenths of it {short(factors[1])}: w jumps to the "
        f"other side, but nearer. At the limit, 2/λ = {short(limit, 4)}, the factor is -1, and at "
        f"1.1 times the limit {short(factors[2])}: each jump is longer than the one before."
    )


def numpy_is_faster() -> int:
    """1, if the steps are the reason: then a longer rate makes autograd the same run."""
    return 1 if sum_and_larger_rate().within_rounding else 0


def sum_and_mean_explained() -> str:
    """Sum and mean."""
    found, n = sum_and_larger_rate(), len(PROBLEM.x)
    factors = [_factor(RATE, name) for name in ("sum", "mean")]
    return (
        f"With the sum of the gradients, NumPy's steps are {n} times as long as autograd's: an "
        f"epoch leaves {factors[0]:.0%} of the error, and not {factors[1]:.0%}. Take the mean in "
        f"NumPy, or give autograd {n} times the rate, {found.b.settings.learning_rate:g}, and both "
        "take the same steps. Neither gradient is more exact than the other."
    )


def limit_of_sum() -> float:
    """The rate from which on the summed gradient diverges."""
    return theory.learning_rates(PROBLEM, bias=False, gradient="sum").stability_limit


def break_it_explained() -> str:
    """A rate is large or small only for a gradient."""
    n, mean = len(PROBLEM.x), theory.learning_rates(PROBLEM, bias=False).stability_limit
    return (
        f"The sum of {n} gradients is {n} times their mean, so its limit is "
        f"{short(limit_of_sum())} instead of {short(mean)}. At 0.04 an epoch multiplies the error "
        f"by {short(_factor(0.04))} with the mean, and by {short(_factor(0.04, 'sum'))} with the "
        "sum. The more points, the smaller the "
        "rates that a sum allows; a mean does not depend on their number."
    )


def epochs_to_ten() -> float:
    """The first number of epochs with which f(5) is within 0.01 of 10."""
    history = _linear(RATE, 2_000).history
    return float(np.argmax(np.abs(5 * history["w"] + history["b"] - 10) <= 0.01) + 1)


def why_9_815_explained() -> str:
    """The slow direction."""
    run = _linear(RATE)
    of = directions(run)
    epochs = len(run.history)
    return (
        "w and b descend together, fast in one direction and slowly in the other: the loss is "
        f"curved {short(of.condition_number)} times as much along the fast one. At {RATE:g} an "
        f"epoch leaves {of.factor[1]:.0%} of the error along the fast one, but {of.factor[0]:.1%} "
        f"along the slow one: after {epochs} epochs {of.factor[0] ** epochs:.0%} of that is still "
        f"there, and f(5) = {run.predict_after(5):.3f}. It takes {epochs_to_ten():,.0f} epochs to "
        "come within 0.01 of 10."
    )


def at_twice_the_rate() -> float:
    """f(5) of nn.Linear at twice the notebook's rate."""
    return _linear(2 * RATE).predict_after(5)


def hurry_up_explained() -> str:
    """The steep direction sets the limit for the slow one."""
    limit = theory.learning_rates(PROBLEM, bias=True).stability_limit
    ends = [f"{_linear(rate).predict_after(5):.3f} at {rate:g}" for rate in (RATE, 0.05, 0.1)]
    return (
        f"The larger the rate, the faster the slow direction: f(5) ends at {', '.join(ends)}. "
        f"From {short(limit)} on the steep direction diverges: that is as far as a rate can go. A "
        "longer valley needs another optimizer, or points in other units."
    )


def with_adam() -> float:
    """f(5) of nn.Linear with Adam."""
    return _linear(RATE, 100, "Adam").predict_after(5)


def keep_rolling_explained() -> str:
    """Where each optimizer ends."""
    names = ("SGD", "momentum", "Nesterov", "Adam")
    ends = [f"{_linear(RATE, 100, name).predict_after(5):.3f} with {name}" for name in names]
    moved, kept = _linear(RATE, 100, "Adam"), RULES["momentum"].memories[0].decay
    return (
        f"f(5) ends at {', '.join(ends)}. Momentum adds up steps that point the same way: along "
        f"the valley it moves up to {1 / (1 - kept):.0f} times as fast. Nesterov looks ahead, and "
        "swings less. Adam moves each weight by about the rate, whatever the gradient: in "
        f"{len(moved.history)} steps of {RATE:g}, w "
        f"went only from {short(moved.start[0])} to {short(moved.end[0])}. It needs a larger rate."
    )


def first_right() -> int:
    """Which weight comes near its best value first: 0 for w, 1 for b, 2 for both at once."""
    run = train("torch_module", OFF_BALANCE, Settings(OFF_RATE, 2_000))
    best = theory.optimum(OFF_BALANCE, bias=True)
    first = [
        int(np.argmax(np.abs(run.columns[name] - aim) <= 0.01))
        for name, aim in zip("wb", best, strict=True)
    ]
    return 2 if first[0] == first[1] else int(first[1] < first[0])


def wrong_bias_explained() -> str:
    """Two curvatures."""
    slow, fast = theory.eigen(OFF_BALANCE, bias=True)[0]
    left = [1 - OFF_RATE * curvature for curvature in (fast, slow)]
    run = train("torch_module", OFF_BALANCE, Settings(OFF_RATE, 500))
    w, b = run.columns["w"][19], run.columns["b"][19]
    return (
        f"The mean of x is 0, so w and b do not disturb each other. The curvature along w is "
        f"2·mean x² = {short(fast)}, along b it is {short(slow)}. At {OFF_RATE:g} an epoch changes "
        f"the error of w by a factor of {short(left[0])}, that of b by {short(left[1])}. After 20 "
        f"epochs w = {short(w)} and b = {short(b)}; after 500, b = {short(run.end[1])}. A good "
        "slope says nothing about the bias."
    )


def log_limit_of_co2() -> float:
    """log₁₀ of the rate below which nn.Linear converges on the years as they are."""
    limits = theory.learning_rates(DATASETS["co2"].problem, bias=True)
    return math.log10(limits.stability_limit)


def real_data_explained() -> str:
    """Why years have to be standardised."""
    points = DATASETS["co2"].problem
    scaled = standardise(points)
    rates, better = (theory.learning_rates(one, bias=True) for one in (points, scaled.problem))
    least = theory.loss(points, *theory.optimum(points, bias=True))
    variant = VARIANTS["torch_module"]
    raw = Forecast(variant, points, Settings(0.9 * rates.stability_limit, 100), (1e-12, 10.0))
    return (
        f"With years near 2,000 the rate has to stay below {short(rates.stability_limit)}, and one "
        f"direction is {short(rates.condition_number)} times as steep as the other: after 100 "
        f"epochs at nine tenths of that limit the loss is still {short(raw.loss)}. Standardised, "
        f"both are equally steep, rates below {short(better.stability_limit)} converge, and the "
        f"loss comes down to {short(least)} ppm², that of the best line. The line is the same, in "
        "other units."
    )


def first_step_of_adam() -> float:
    """How far Adam's first step takes w."""
    settings = Settings(ADAM_RATE, 1, optimizer="Adam")
    return train("torch_optimizer", PROBLEM, settings).end[0]


def adam_loses_explained() -> str:
    """Two kinds of steps."""
    rates = theory.learning_rates(PROBLEM, bias=False)
    texts = []
    for rate in (RATE, ADAM_RATE):
        runs = [
            train("torch_optimizer", PROBLEM, Settings(rate, optimizer=name))
            for name in ("SGD", "Adam")
        ]
        losses = [short(theory.loss(PROBLEM, *run.end)) for run in runs]
        texts.append(f"{losses[0]} and {losses[1]} at {rate:g}")
    first = runs[0].columns["w"][0]
    return (
        f"SGD's step is the rate times the gradient: at {ADAM_RATE:g} its first takes w to "
        f"{short(first)}, far past 2. Adam's is about the rate itself: "
        f"{short(first_step_of_adam())}. The losses of SGD and Adam at the end: "
        f"{', '.join(texts)}. SGD is fastest at {short(rates.critical_rate)}, and from "
        f"{short(rates.stability_limit)} on it diverges. Neither optimizer is better: a rate that "
        "suits one need not suit the other."
    )
