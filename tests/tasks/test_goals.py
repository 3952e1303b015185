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


@pytest.mark.parametrize(
    ("variant", "changed", "why"),
    [
        ("torch_optimizer", {"optimizer": "Adam"}, "Adam"),
        ("torch_module", {"optimizer": "momentum", "schedule": "step"}, "momentum"),
        ("torch_module", {"schedule": "1/t"}, "a falling rate"),
        ("torch_minibatch", {"batch_size": 2}, "mini-batches"),
        ("torch_minibatch", {"batch_size": 2, "schedule": "cosine"}, "a falling rate"),
        ("torch_autograd", {"optimizer": "Adam", "schedule": "step", "batch_size": 2}, ""),
        ("torch_minibatch", {"batch_size": 4, "shuffle": True}, ""),
    ],
)
def test_the_largest_rate_is_known_for_plain_descent_alone(variant: str, changed: dict, why: str):
    run = gd.train(variant, POINTS, gd.Settings(0.1, **changed))
    text = only(Goal("largest-rate", (1,)), run).text
    assert (text == f"With {why}, no formula gives the largest rate.") == bool(why)


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


def in_batches(rate: float, epochs: int, size: int) -> list[tuple[float, float, float]]:
    """(loss on all points, w, b) after 0, 1, 2, … epochs of NOISY in order, in plain Python."""
    pairs = list(zip(NOISY.x.tolist(), NOISY.y.tolist(), strict=True))
    w = b = 0.0
    path = []
    for _ in range(epochs + 1):
        path.append((sum((w * x + b - y) ** 2 for x, y in pairs) / len(pairs), w, b))
        for first in range(0, len(pairs), size):
            of = pairs[first : first + size]
            errors = [w * x + b - y for x, y in of]
            w -= rate * sum(2 * e * x for e, (x, _) in zip(errors, of, strict=True)) / len(of)
            b -= rate * sum(2 * e for e in errors) / len(of)
    return path


@pytest.mark.parametrize("size", [1, 2, 3])
def test_with_mini_batches_goals_speak_of_epochs_and_of_all_points(size: int):
    run = gd.train(
        "torch_minibatch", NOISY, gd.Settings(0.01, 30, batch_size=size, dtype="float64")
    )
    path = in_batches(0.01, 30, size)
    loss, w, b = path[-1]
    for kind, value in (("w", w), ("b", b), ("fx", 7 * w + b)):
        numbers = (7, value, 1e-9) if kind == "fx" else (value, 1e-9)
        assert only(Goal(kind, numbers), run).met
        assert not only(Goal(kind, (*numbers[:-2], value + 1e-6, 1e-9)), run).met
    assert only(Goal("loss-le", (loss + 1e-9,)), run).met
    assert not only(Goal("loss-le", (loss - 1e-9,)), run).met
    limit = 1.3 * loss
    first = 1 + max(epoch for epoch, state in enumerate(path) if state[0] > limit)
    assert 1 < first < 30
    for within in (first - 1, first):
        result = only(Goal("loss-le", (limit,), within), run)
        assert result.met == (within >= first)
        assert f"It takes {first} epochs." in result.text


def test_with_mini_batches_it_is_an_update_that_stops_or_diverges():
    run = gd.train("torch_minibatch", POINTS, gd.Settings(2.0, 50, batch_size=1))
    assert run.diverged_at is not None
    text = f"leave the finite range at update {run.diverged_at}."
    assert text in only(Goal("w", (2, 1)), run).text
    assert text in only(Goal("diverges"), run).text
    work = Training("torch_minibatch", POINTS, gd.Settings(0.01, 100, batch_size=1))
    work.advance(30)
    result = only(Goal("w", (2, 1)), work.run())
    assert (result.met, result.text) == (False, "The run was stopped after update 30 of 400.")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("rate", [0.01, 0.1, 0.3])
def test_batches_diverge_where_a_long_run_of_them_overflows(size: int, rate: float):
    # from the best line, about which they wander for ever: that is not to diverge
    w, b = np.polyfit(NOISY.x, NOISY.y, 1)
    start = gd.Settings(rate, 20, w0=float(w), b0=float(b), batch_size=size)
    long = gd.train("torch_minibatch", NOISY, replace(start, epochs=300))
    run = gd.train("torch_minibatch", NOISY, start)
    assert theory.loss(NOISY, *run.end) > theory.loss(NOISY, w, b)
    assert only(Goal("diverges"), run).met == (long.diverged_at is not None)


@pytest.mark.parametrize("schedule", ["constant", "1/t"])
def test_to_wander_about_the_best_line_is_not_to_diverge_whatever_the_optimizer(schedule: str):
    w, b = np.polyfit(NOISY.x, NOISY.y, 1)
    changed = {"optimizer": "Adam", "schedule": schedule, "batch_size": 1}
    run = gd.train("torch_minibatch", NOISY, gd.Settings(0.05, 20, float(w), float(b), **changed))
    result = only(Goal("diverges"), run)
    assert not result.met
    assert result.text.endswith(f"no more than the {np.var(NOISY.y):.5g} of a level line.")


def test_losses_are_said_in_the_units_of_the_points():
    points = DATASETS["co2"].problem
    scale = standardise(points)
    pair = [
        gd.train("torch_module", scale.problem, gd.Settings(0.01, optimizer=one))
        for one in ("SGD", "Adam")
    ]
    for run in pair:
        line = scale.original(*run.end)
        loss = np.mean((line[0] * points.x + line[1] - points.y) ** 2)
        text = only(Goal("beats", ("SGD", "Adam")), *pair, scale=scale).text
        assert f"{run.settings.optimizer} ends at a loss of {loss:.5g}" in text
    run = gd.train("torch_module", scale.problem, gd.Settings(9.0, 3, optimizer="momentum"))
    line = scale.original(*run.end)
    loss = np.mean((line[0] * points.x + line[1] - points.y) ** 2)
    assert f" to {loss:.4g}: it grows." in only(Goal("diverges"), run, None, scale).text
    w = float(np.corrcoef(points.x, points.y)[0, 1])  # the best line, in standard units
    run = gd.train(
        "torch_minibatch", scale.problem, gd.Settings(0.01, 3, w, optimizer="Adam", batch_size=1)
    )
    result = only(Goal("diverges"), run, None, scale)
    assert not result.met
    assert f"no more than the {np.var(points.y):.5g} of a level line" in result.text


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
