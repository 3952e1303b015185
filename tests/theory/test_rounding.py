"""The units in the last place, and the bound on rounding beside exact arithmetic."""

import itertools
from decimal import Context, Decimal, localcontext
from functools import cache
from statistics import mean

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gd
from gd import theory
from gd.analysis.comparison import compare
from gd.settings import ARITHMETICS, DTYPES, GRADIENTS, OPTIMIZERS
from gd.theory import rounding

singles = st.floats(-(2.0**127), 2.0**127, width=32)


@given(singles, st.integers(0, 40), st.sampled_from([-np.inf, np.inf]))
def test_ulps_count_the_steps_of_nextafter(value, steps, direction):
    other = np.float32(value)
    for _ in range(steps):
        other = np.nextafter(other, np.float32(direction))
    assume(np.isfinite(other))
    assert rounding.ulp_distance(value, float(other)) == steps
    assert rounding.ulp_distance(float(other), value) == steps


@given(st.floats(2.0**-90, 2.0**90, width=32), st.integers(1, 30))
def test_ulps_are_units_of_spacing(value, units):
    other = np.float32(value) + units * np.spacing(np.float32(value))
    assume(np.spacing(other) == np.spacing(np.float32(value)))
    assert rounding.ulp_distance(value, float(other)) == units


def test_both_zeros_are_one_and_what_float32_cannot_tell_apart_is_none():
    assert rounding.ulp_distance(0.0, -0.0) == 0
    assert rounding.ulp_distance(0.1, float(np.float32(0.1))) == 0
    assert rounding.ulp_distance(-1e-45, 1e-45) == 2
    assert rounding.ulp_distance(1e300, 2e300) == 0  # both beyond float32


def off(run: gd.Run) -> np.ndarray:
    """How far w and b of a run are from those of exact descent, after each epoch: 80 digits."""
    variant, n = gd.VARIANTS[run.variant], len(run.problem.x)
    times = n if variant.gradient(run.settings) == "sum" else 1
    with localcontext(Context(prec=80)):
        x, y = (list(map(Decimal, one.tolist())) for one in (run.problem.x, run.problem.y))
        mean_x, mean_y = mean(x), mean(y)
        mean_xx = mean([one * one for one in x])
        mean_xy = mean([one * other for one, other in zip(x, y, strict=True)])
        step = 2 * times * Decimal(run.settings.learning_rate)
        w, b = map(Decimal, run.start)
        rows = []
        for our_w, our_b in run.history[["w", "b"]].to_numpy().tolist():
            slope_w, slope_b = w * mean_xx + b * mean_x - mean_xy, w * mean_x + b - mean_y
            w, b = w - step * slope_w, b - step * slope_b * variant.has_bias
            rows.append([float(abs(Decimal(our_w) - w)), float(abs(Decimal(our_b) - b))])
    return np.array(rows).reshape(-1, 2)


def bound_of(run: gd.Run) -> np.ndarray:
    bound = rounding.error_bound(run)
    assert bound is not None
    return bound


# Of an epoch by hand, in units of u: what is left of the start's rounding, that of the new weight,
# and (N + 12) roundings of the step, its gradient with all terms positive.
BY_HAND = {
    "one point": (
        ("numpy_by_hand", [1], [1], {"learning_rate": 0.25}),
        (0 + 0.5 + 13 * 0.25 * 2, 0),
    ),
    "a start": (
        ("torch_autograd", [1, 3], [1, 3], {"learning_rate": 0.05, "w0": 0.5}),
        (0.5 * 0.5 + 0.75 + 14 * 0.05 * 15, 0),
    ),
    "the sum": (
        ("numpy_by_hand", [1, 3], [1, 3], {"learning_rate": 0.025, "w0": 0.5}),
        (0.5 * 0.5 + 0.75 + 14 * 0.05 * 15, 0),
    ),
    "a bias": (
        ("torch_module", [-1, 1], [1, 3], {"learning_rate": 0.25, "w0": 0.5, "b0": 0.25}),
        (0.5 * 0.5 + 0.75 + 14 * 0.25 * 5.5, 0.5 * 0.25 + 1.125 + 14 * 0.25 * 5.5),
    ),
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", BY_HAND)
def test_the_bound_of_an_epoch_by_hand(name, dtype):
    (variant, x, y, chosen), units = BY_HAND[name]
    run = gd.train(variant, gd.Problem(x, y), gd.Settings(epochs=1, dtype=dtype, **chosen))
    unit = np.finfo(dtype).eps / 2
    assert bound_of(run)[0] == pytest.approx(np.array(units) * unit, rel=1e-5)


def test_many_roundings_in_a_row_are_worse_than_their_number():
    """γₙ = n·u/(1 - n·u), with n = 10,012: 0.06 % more than n·u."""
    ones = np.ones(10_000)
    run = gd.train("torch_autograd", gd.Problem(ones, ones), gd.Settings(0.25, 1))
    unit = 2.0**-24
    gamma = 10_012 * unit / (1 - 10_012 * unit)
    expected = 0.5 * unit + 0.25 * 2 * gamma
    assert bound_of(run)[0, 0] == pytest.approx(expected, rel=1e-6)


# Below the smallest number s of float32, in units of s. An epoch at which all is 0: what is left of
# the start's s, that of the new weight, and 2 + 4·η·N·2·(mean |x| + 1) of the step.
# Otherwise what is lost with a point, or with the rate, is multiplied by something large.
BELOW = {
    "nothing": ("numpy_by_hand", [3], [0], {"learning_rate": 0.25}, (3.5 + 1 + 10, 0)),
    "two points": ("torch_autograd", [3, 3], [0, 0], {"learning_rate": 0.25}, (3.5 + 1 + 18, 0)),
    "x, times w": ("torch_module", [1e-45], [0], {"learning_rate": 0.25, "w0": 1e15}, (None, 1e15)),
    "x, times b": ("torch_module", [1e-45], [0], {"learning_rate": 0.25, "b0": 1e15}, (1e15, None)),
    "x, times y": ("numpy_by_hand", [1e-45], [1e15], {"learning_rate": 0.25}, (1e15, 0)),
    "the rate": ("torch_autograd", [1], [1e15], {"learning_rate": 1e-46}, (2e15, 0)),
}


@pytest.mark.parametrize("name", BELOW)
def test_the_bound_of_what_is_lost_below_the_smallest_number(name):
    variant, x, y, chosen, units = BELOW[name]
    run = gd.train(variant, gd.Problem(x, y), gd.Settings(epochs=1, **chosen))
    assert (off(run) <= bound_of(run)).all()
    for bound, expected in zip(bound_of(run)[0], units, strict=True):
        if expected is not None:
            assert bound == pytest.approx(expected * 2.0**-149, rel=1e-4, abs=0)


@settings(max_examples=20)
@given(st.sampled_from(GRADIENTS), st.integers(1, 300), st.floats(0.001, 0.999))
def test_the_bound_is_not_far_above_what_it_bounds(gradient, epochs, part):
    """Some units in the last place, times 1/(1 - factor)."""
    points = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    curvature = 60 if gradient == "sum" else 15
    rate = part * 2 / curvature
    run = gd.train("numpy_by_hand", points, gd.Settings(rate, epochs, gradient=gradient))
    factor = abs(1 - rate * curvature)
    assert bound_of(run).max() <= 100 * float(np.spacing(np.float32(4))) / (1 - factor)


def test_far_from_0_the_bias_has_a_bound_of_its_own():
    """Rounding errors of w are a million times those of b, and pass on to b hardly at all."""
    far = gd.Problem([1e6, 2e6, 3e6], [2, 4, 7])
    bound = bound_of(gd.train("torch_module", far, gd.Settings(1e-13, 5)))
    assert (bound[:, 1] < 1e-5 * bound[:, 0]).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS[1:])
@pytest.mark.parametrize("variant", ["torch_optimizer", "torch_module"])
def test_no_bound_is_claimed_for_another_optimizer(variant, optimizer):
    run = gd.train(variant, gd.Problem([1, 2], [2, 4]), gd.Settings(epochs=2, optimizer=optimizer))
    assert rounding.error_bound(run) is None


# Every training of plain gradient descent: variant, gradient, arithmetic, precision.
PLAIN = [
    *itertools.product(("torch_autograd", "torch_optimizer", "torch_module"), ["mean"], [None]),
    *itertools.product(["numpy_by_hand"], GRADIENTS, ARITHMETICS),
]
TRAININGS = [(*one, dtype) for one, dtype in itertools.product(PLAIN, DTYPES)]
# The same mathematics twice: who computes, whose rules of rounding and the precision may differ.
PAIRS = [
    (one, other)
    for one, other in itertools.combinations(TRAININGS, 2)
    if one[1] == other[1] and gd.VARIANTS[one[0]].has_bias == gd.VARIANTS[other[0]].has_bias
]


@cache
def problems() -> list[gd.Problem]:
    """Points to lose digits on: many, far from 0, centred, at one x, of few digits in float32."""
    generator = np.random.default_rng(7)
    x, y = generator.normal(1, 2, 100), generator.normal(size=100)
    return [
        gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]),
        gd.Problem([0.7], [-1.3]),
        gd.Problem(x, 3 * x - 1 + 0.1 * y),
        gd.Problem(1000 + x[:30], y[:30]),
        gd.Problem(x - x.mean(), y - y.mean()),
        gd.Problem([3.1, 3.1, 3.1], [0.1, 0.2, 0.4]),
        gd.Problem([2e-45, 3e-42], [3e30, -1e30]),
    ]


@cache
def trained(training: tuple) -> list[gd.Run]:
    """Runs of `training`: slow, fast, nearly and quite unstable, and beyond the finite range."""
    variant, gradient, arithmetic, dtype = training
    found = []
    for problem, part in itertools.product(problems(), (0.05, 0.5, 0.97, 1.3, 5)):
        limit = theory.learning_rates(
            problem, gd.VARIANTS[variant].has_bias, gradient
        ).stability_limit
        both = {"gradient": gradient, "arithmetic": arithmetic or "numpy2", "dtype": dtype}
        chosen = gd.Settings(part * min(limit, 10), 40, w0=0.3, b0=-0.2, **both)
        found.append(gd.train(variant, problem, chosen))
    return found


@pytest.mark.sampled(3)
@pytest.mark.parametrize("training", TRAININGS, ids=str)
def test_no_run_leaves_exact_descent_by_more_than_the_bound(training):
    ratios = []
    for run in trained(training):
        distance, bound = off(run), bound_of(run)
        assert (distance <= bound).all()
        ratios += (distance[distance > 0] / bound[distance > 0]).tolist()
    assert max(ratios) > 0.05  # and the bound is no more than it has to be


@pytest.mark.sampled(4)
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_same_mathematics_differs_by_no_more_than_rounding(pair):
    for one, other in zip(*map(trained, pair), strict=True):
        found = compare(one, other)
        assert not found.reasons
        assert found.verdict.startswith(("are the same", "have no epoch"))


def one_step(seed: int) -> gd.Run:
    """An epoch of NumPy by hand on one point, to the optimum."""
    x, y = np.random.default_rng(seed).uniform(1, 2, (2, 1))
    return gd.train("numpy_by_hand", gd.Problem(x, y), gd.Settings(0.5 / x[0] ** 2, 1))


@pytest.mark.parametrize(("operations", "holds"), [(rounding.OPERATIONS, True), (0, False)])
def test_the_operations_of_an_epoch_are_felt(monkeypatch, operations, holds):
    monkeypatch.setattr(rounding, "OPERATIONS", operations)
    assert all((off(run) <= bound_of(run)).all() for run in map(one_step, range(200))) == holds
