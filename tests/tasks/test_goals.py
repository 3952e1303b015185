"""Goals against what numpy, the closed form and the runs themselves say."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd import theory
from gd.data.datasets import DATASETS
from gd.data.scaling import standardise
from gd.tasks import Goal, Task, check
from gd.tasks.checks import largest_rate
from gd.training import Training

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
NOISY = gd.Problem([0, 1, 2, 3, 5], [1, 2.5, 5.5, 6, 11])


def only(goal: Goal, run: gd.Run, other: gd.Run | None = None, scale=None):
    task = Task("compare" if goal.kind in ("same", "beats") else run.variant, goals=(goal,))
    (result,) = check(task, run, other, scale)
    assert result.goal == goal
    assert not any(word in result.text for word in ("nan", "inf ", "None"))
    return result


def descent(problem: gd.Problem, rate: float, epochs: int, w: float = 0.0) -> list[float]:
    """w of w·x after each epoch, by the mean gradient, in plain Python."""
    path = []
    for _ in range(epochs):
        pairs = list(zip(problem.x.tolist(), problem.y.tolist(), strict=True))
        w -= rate * sum(2 * x * (w * x - y) for x, y in pairs) / len(pairs)
        path.append(w)
    return path


@settings(deadline=None, max_examples=40)
@given(st.floats(0.001, 0.06), st.integers(1, 60), st.floats(0.5, 2.5), st.floats(0.01, 1))
def test_w_f_and_the_loss_are_judged_as_plain_python_would(rate, epochs, target, tolerance):
    run = gd.train(
        "numpy_by_hand", NOISY, gd.Settings(rate, epochs, gradient="mean", dtype="float64")
    )
    w = descent(NOISY, rate, epochs)[-1]
    loss = sum((w * x - y) ** 2 for x, y in zip(NOISY.x, NOISY.y, strict=True)) / len(NOISY.x)
    for goal, off in (
        (Goal("w", (target, tolerance)), abs(w - target) - tolerance),
        (Goal("fx", (5, 5 * target, tolerance)), abs(5 * w - 5 * target) - tolerance),
        (Goal("loss-le", (tolerance,)), loss - tolerance),
    ):
        if abs(off) > 1e-9:
            assert only(goal, run).met == (off < 0)


@pytest.mark.parametrize("within", [5, 13, 14, 40])
def test_within_so_many_epochs_counts_from_where_it_stays(within: int):
    # the rate makes w swing about 2: it is within 1 of 2 for good once 2·0.95^t ≤ 1
    rate = 1.95 / 15
    run = gd.train("torch_autograd", POINTS, gd.Settings(rate, 60))
    first = math.ceil(math.log(0.5) / math.log(0.95))
    goal = Goal("w", (2, 1), within)
    assert only(goal, run).met == (within >= first)
    assert f"It takes {first} epochs." in only(goal, run).text


def test_a_goal_that_is_passed_on_the_way_is_not_reached():
    run = gd.train("torch_autograd", POINTS, gd.Settings(0.01, 60))
    assert any(abs(w - 1) < 0.2 for w in run.history["w"])
    assert not only(Goal("w", (1, 0.2), 60), run).met
    assert (
        only(Goal("w", (1, 0.2), 60), run).text
        == "w ends at 1.9999, 0.99988 from 1: 0.79988 too far."
    )


@pytest.mark.parametrize("name", ["co2", "norris", "cars", "hubble"])
def test_with_standardised_points_goals_speak_of_the_points_own_units(name: str):
    points = DATASETS[name].problem
    scale = standardise(points)
    run = gd.train("torch_module", scale.problem, gd.Settings(0.4, 200, dtype="float64"))
    slope, intercept = np.polyfit(points.x - points.x.mean(), points.y, 1)
    intercept -= slope * points.x.mean()
    x = float(points.x.max() + 1)
    residuals = points.y - slope * points.x - intercept
    loss = float(np.mean(residuals**2))
    for goal, value in (
        (Goal("w", (slope, abs(slope) * 1e-6)), slope),
        (Goal("b", (intercept, abs(intercept) * 1e-6)), intercept),
        (Goal("fx", (x, slope * x + intercept, 1e-6 * abs(slope * x + intercept))), None),
        (Goal("loss-le", (loss * 1.000001,)), loss),
    ):
        assert only(goal, run, scale=scale).met
        if value is not None and goal.kind != "loss-le":
            moved = replace(goal, numbers=(goal.numbers[0] * 1.01, goal.numbers[1]))
            assert not only(moved, run, scale=scale).met
    assert not only(Goal("loss-le", (loss * 0.999,)), run, scale=scale).met


@given(st.floats(1e-9, 1e9), st.integers(1, 6))
def test_the_largest_rate_is_just_below_the_limit(limit: float, digits: int):
    found = largest_rate(limit, digits)
    unit = 10.0 ** (math.floor(math.log10(limit)) - digits + 1)
    assert found < limit
    assert found + unit >= limit * (1 - 1e-11)
    assert float(f"{found:.{digits}g}") == found


@pytest.mark.parametrize("variant", list(gd.VARIANTS))
@pytest.mark.parametrize("digits", [1, 2, 3])
def test_the_largest_rate_is_met_by_that_rate_alone(variant: str, digits: int):
    rates = [0.03, 0.033, 0.0333, 0.1, 0.11, 0.119, 0.13, 0.133]
    x = np.column_stack([POINTS.x, np.ones(4)])[:, : 1 + gd.VARIANTS[variant].has_bias]
    limit = 2 / np.linalg.eigvalsh(2 * x.T @ x / 4).max()
    limit /= 4 if variant == "numpy_by_hand" else 1
    for rate in [*rates, limit * 1.001]:
        met = only(Goal("largest-rate", (digits,)), gd.train(variant, POINTS, gd.Settings(rate, 3)))
        step = 10.0 ** (math.floor(math.log10(limit)) - digits + 1)
        assert met.met == (rate < limit and rate >= math.floor(limit / step) * step * (1 - 1e-12))


def test_no_largest_rate_is_known_for_other_optimizers():
    run = gd.train("torch_optimizer", POINTS, gd.Settings(0.133, optimizer="Adam"))
    assert only(Goal("largest-rate", (3,)), run).text == (
        "With Adam, no formula gives the largest rate."
    )


@pytest.mark.parametrize(
    ("variant", "changed", "diverges"),
    [
        ("torch_autograd", {"learning_rate": 0.132}, False),
        ("torch_autograd", {"learning_rate": 0.135}, True),
        ("numpy_by_hand", {"learning_rate": 0.034}, True),
        ("numpy_by_hand", {"learning_rate": 0.034, "gradient": "mean"}, False),
        ("torch_autograd", {"learning_rate": 0.5, "epochs": 500}, True),
        ("torch_autograd", {"learning_rate": 0.5, "w0": 2.0}, False),  # it starts at the optimum
        ("torch_module", {"learning_rate": 0.5, "optimizer": "momentum"}, True),
        ("torch_module", {"learning_rate": 0.01, "optimizer": "Adam"}, False),
    ],
)
def test_diverges(variant: str, changed: dict, diverges: bool):
    run = gd.train(variant, POINTS, gd.Settings(**changed))
    assert only(Goal("diverges"), run).met == diverges
    if run.diverged_at is not None:
        assert f"epoch {run.diverged_at}" in only(Goal("diverges"), run).text
        assert not only(Goal("w", (2, 1e30)), run).met  # a run without an end reaches nothing


@pytest.mark.parametrize(
    ("mine", "other", "met"),
    [
        ({"gradient": "mean"}, {}, True),
        ({}, {"learning_rate": 0.04}, True),
        ({}, {}, False),
        ({"gradient": "mean"}, {"learning_rate": 0.011}, False),
    ],
)
def test_two_runs_are_the_same_to_rounding(mine: dict, other: dict, met: bool):
    a = gd.train("numpy_by_hand", POINTS, gd.Settings(**mine))
    b = gd.train("torch_autograd", POINTS, gd.Settings(**other))
    goal = Goal("same", ("torch_autograd", "numpy_by_hand"))
    assert only(goal, a, b).met == only(goal, b, a).met == met
    assert np.allclose(a.history["w"], b.history["w"], rtol=1e-5) == met
    assert not only(goal, a, a).met
    assert not only(goal, a).met


def test_one_optimizer_beats_another_in_the_same_training():
    goal = Goal("beats", ("SGD", "Adam"))

    def run(optimizer: str, rate: float, variant: str = "torch_optimizer") -> gd.Run:
        return gd.train(variant, POINTS, gd.Settings(rate, optimizer=optimizer))

    for rate, met in ((0.05, True), (0.13, False)):
        pair = run("SGD", rate), run("Adam", rate)
        assert only(goal, *pair).met == only(goal, *reversed(pair)).met == met
        ends = [theory.loss(POINTS, *one.end) for one in pair]
        assert (ends[0] < ends[1]) == met
    assert "more than the optimizer" in only(goal, run("SGD", 0.05), run("Adam", 0.01)).text
    assert (
        only(goal, run("SGD", 0.05), run("momentum", 0.05)).text == "A and B are SGD and momentum."
    )


def test_a_run_that_was_stopped_reaches_nothing():
    work = Training("numpy_by_hand", POINTS, gd.Settings(epochs=1000))
    work.advance(900)
    result = only(Goal("w", (2, 0.1)), work.run())
    whole = gd.train("torch_autograd", POINTS, gd.Settings(epochs=3))
    same = Goal("same", ("numpy_by_hand", "torch_autograd"))
    assert only(same, whole, work.run()).text == result.text
    assert not result.met
    assert result.text == "The run was stopped after epoch 900 of 1,000."


def test_what_overflows_is_no_number_in_a_sentence():
    run = gd.train("torch_autograd", POINTS, gd.Settings(1e-12, 1, w0=3e38))
    assert only(Goal("fx", (1e3, 0, 1)), run).text in (
        "f(1000) ends beyond what can be computed.",
        "The run diverges: its numbers leave the finite range at epoch 1.",
    )
    run = gd.train("torch_autograd", POINTS, gd.Settings(1e-12, 1, w0=1e17))
    assert only(Goal("fx", (1e25, 0, 1)), run).text == "f(1e25) ends beyond what can be computed."


def test_goals_in_words():
    goals = (
        Goal("loss-le", (0.01,)),
        Goal("fx", (5, 10, 1e-7), 1),
        Goal("largest-rate", (1,)),
        Goal("diverges"),
        Goal("same", ("numpy_by_hand", "torch_module")),
        Goal("beats", ("SGD", "Adam")),
    )
    assert [goal.sentence for goal in goals] == [
        "The loss is at most 0.01 at the end.",
        "f(5) is within 1e-7 of 10 after one epoch, and stays so.",
        "The learning rate is the largest that still converges, to 1 significant digit.",
        "The run diverges.",
        "A and B, one of NumPy by hand and one of nn.Linear module, are the same to rounding.",
        "Of A and B, the run with SGD ends at a lower loss than the one with Adam.",
    ]
