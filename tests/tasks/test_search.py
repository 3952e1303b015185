"""Whether goals can be reached: each answer against numpy, the closed form, or a run."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd import theory
from gd.data.datasets import DATASETS
from gd.links.setup import read_values, setup
from gd.tasks import Search, Task, check, parse_goals, reachable
from gd.tasks.proofs import least_loss

NOTEBOOK = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def answer(page: str, goals: str, opened: str, **fixed: Any) -> tuple[Any, Task]:
    start = {name: fixed.pop(name) for name in list(fixed) if name in opened.split()}
    task = Task(page, "", parse_goals(goals), tuple(opened.split()), fixed)
    values = {**read_values({}), **start}
    found = reachable(task, values)
    if found.values is not None:
        changed = {n for n, v in found.values.items() if v != {**values, **task.fixed_values}[n]}
        assert all(task.is_open(name) for name in changed)
    return found, task


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("page", "goals", "opened", "fixed"),
    [
        ("numpy_by_hand", "w-2-0.0001", "lr", {"epochs": 1}),
        ("torch_module", "fx-5-9.99-0.005", "lr", {"epochs": 100}),
        ("torch_module", "fx-5-10-0.01", "epochs", {}),
        ("torch_module", "fx-5-10-0.01--within-60", "lr epochs optimizer", {}),
        ("torch_module", "w-2-0.01..b-0-0.01", "lr", {"epochs": 300}),
        ("torch_module", "w-3-0.01", "w0", {}),
        ("torch_module", "w-3-0.01..b-1-0.1", "w0 b0", {"epochs": 5}),
        ("torch_autograd", "largest-rate-4..diverges", "lr", {}),
        ("torch_autograd", "largest-rate-3", "lr", {}),
        ("torch_module", "largest-rate-6", "lr", {}),
        ("numpy_by_hand", "diverges", "gradient", {"lr": 0.04, "gradient": "mean"}),
        ("torch_module", "loss-le-25", "lr standardise", {"data": "co2", "epochs": 100}),
        ("torch_module", "fx-2030-424.8-0.1", "lr standardise", {"data": "co2", "epochs": 100}),
        ("torch_autograd", "w-2-0.01--within-5", "lr", {"epochs": 200}),
        ("torch_module", "loss-le-0.001--within-20", "lr standardise", {"epochs": 40}),
        ("torch_module", "w-1-0.001", "lr", {"schedule": "cosine", "optimizer": "Adam"}),
        ("torch_optimizer", "w-1-0.2", "epochs", {"schedule": "step"}),
        # reached early, and kept until the other is reached, too
        ("numpy_by_hand", "w-2-1.5--within-5..loss-le-1e-9", "epochs", {}),
        ("torch_minibatch", "w-2-0.015", "lr", {"epochs": 30, "shuffle": False}),
        ("torch_minibatch", "w-2-0.2--within-30", "epochs", {}),
        ("torch_minibatch", "diverges", "lr", {"batch_size": 2}),
        ("torch_minibatch", "largest-rate-2", "lr batch_size", {"epochs": 3}),
        ("torch_minibatch", "w-2-0.05", "batch_size", {"lr": 0.1, "b0": 2, "batch_size": 4}),
        ("torch_minibatch", "w-1.5-0.01", "w0 held_out", {"lr": 1e-3}),
    ],
)
def test_what_is_said_to_be_reachable_is_reached(
    page: str, goals: str, opened: str, fixed: dict[str, Any]
):
    found, task = answer(page, goals, opened, **fixed)
    if "diverges" in goals and "largest" in goals:  # the limit itself does neither
        assert found.verdict == "not found"
        return
    assert found.verdict == "reachable"
    assert found.values is not None
    described = setup(found.values, page)
    run = gd.train(page, described.problem, described.settings)
    assert all(result.met for result in check(task, run, scale=described.scale))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("page", "goals", "opened", "fixed", "why"),
    [
        ("torch_module", "loss-le-0.73", "lr epochs optimizer", {"data": "norris"}, "0.73937"),
        ("torch_module", "loss-le-0.7", "lr standardise", {"data": "norris"}, "0.73937"),
        ("torch_module", "w-2-0.1..w-3-0.1", "lr w0", {}, "contradict"),
        ("torch_module", "fx-2-2-0.1..fx-2-3-0.1", "data", {}, "contradict"),
        ("numpy_by_hand", "b-1-0.5", "lr w0", {}, "no bias"),
        ("torch_autograd", "diverges", "epochs", {"lr": 0.13}, "0.13333"),
        ("torch_autograd", "largest-rate-2", "epochs", {}, "0.01 is allowed"),
        ("torch_optimizer", "largest-rate-2", "lr", {"optimizer": "Adam"}, "With Adam"),
        ("numpy_by_hand", "diverges", "lr", {"x": "0.1, 0.2", "y": "1, 2"}, "Every rate up to 10"),
        ("numpy_by_hand", "fx-5-11-0.1", "epochs", {}, "50,000 possible settings"),
        ("numpy_by_hand", "fx-5-9-0.5", "gradient", {"epochs": 40}, "2 possible settings"),
        ("torch_minibatch", "w-2-0.01", "batch_size shuffle", {"lr": 1e-4}, "All 8 possible"),
        ("torch_module", "w-2-0.01", "schedule", {"lr": 1e-4}, "All 4 possible"),
        ("torch_minibatch", "loss-le-0.73", "lr epochs batch_size", {"data": "norris"}, "0.73937"),
        ("torch_minibatch", "largest-rate-2", "lr", {"batch_size": 2}, "With mini-batches"),
        ("torch_module", "largest-rate-2", "lr", {"schedule": "step"}, "With a falling rate"),
    ],
)
def test_what_is_said_to_be_impossible_is_proved(
    page: str, goals: str, opened: str, fixed: dict[str, Any], why: str
):
    found, _ = answer(page, goals, opened, **fixed)
    assert found.verdict == "impossible"
    assert why in found.text
    assert found.values is None


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("page", "goals", "opened", "fixed"),
    [
        ("torch_module", "loss-le-0.7", "lr data", {"data": "norris"}),  # other points may do
        ("torch_autograd", "diverges", "w0", {"lr": 0.13}),  # from far enough away it overflows
        ("numpy_by_hand", "w-3-0.01", "lr", {"epochs": 2, "gradient": "mean"}),
        ("torch_module", "loss-le-20.73", "lr", {"data": "co2"}),  # float32 cannot tell
        # other rates fall otherwise, other batches are dealt otherwise, fewer points fit better
        ("numpy_by_hand", "w-1-1e-7", "epochs lr", {"gradient": "mean", "w0": 1.5}),
        ("torch_module", "w-1.9-0.00001", "epochs", {"schedule": "cosine"}),
        ("torch_minibatch", "w-1-1e-7", "batch_seed", {"epochs": 3}),
        ("torch_minibatch", "diverges", "batch_size", {"lr": 0.001, "epochs": 2}),
        ("torch_minibatch", "loss-le-0.7", "held_out", {"data": "norris"}),
    ],
)
def test_what_is_not_proved_is_not_claimed(
    page: str, goals: str, opened: str, fixed: dict[str, Any]
):
    found, _ = answer(page, goals, opened, **fixed)
    assert found.verdict == "not found"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("name", ["norris", "cars", "hubble", "co2"])
def test_no_loss_is_below_the_least_that_is_claimed(name: str, standardise: bool, dtype: str):
    problem = DATASETS[name].problem
    _, (least,), *_ = np.polyfit(problem.x, problem.y, 1, full=True)
    least /= len(problem.x)
    values = read_values({"data": name, "dtype": dtype, "standardise": str(standardise).lower()})
    found = least_loss(gd.VARIANTS["torch_module"], setup(values, "torch_module"))
    assert 0 <= found < least
    if dtype == "float64" or (standardise and name != "norris"):
        assert found > 0.99 * least


@settings(deadline=None, max_examples=20)
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=6), st.floats(-1e-3, 1e-3))
def test_at_the_optimum_the_computed_loss_is_no_less(y: list[float], off: float):
    problem = gd.Problem(range(len(y)), np.array(y, np.float32) + 100)
    w, b = theory.optimum(problem, bias=True)
    w, b = float(np.float32(w + off * off)), float(np.float32(b + off))
    start = gd.Settings(1e-12, 2, w0=w, b0=b)
    run = gd.train("torch_module", problem, start)
    values = read_values({"x": ", ".join(map(str, range(len(y))))})
    values["y"] = ", ".join(repr(float(one)) for one in problem.y)
    least = least_loss(gd.VARIANTS["torch_module"], setup(values, "torch_module"))
    assert min(run.history["loss"]) >= least


@pytest.mark.parametrize("schedule", ["step", "cosine", "1/t"])
def test_the_end_of_a_run_whose_rate_falls_is_no_state_of_a_longer_one(schedule: str):
    def end(epochs: int) -> float:
        settings = gd.Settings(0.01, epochs, schedule=schedule)
        return gd.train("torch_optimizer", NOTEBOOK, settings).end[0]

    goal = f"w-{end(9):.9f}-1e-6"
    longer = gd.train("torch_optimizer", NOTEBOOK, gd.Settings(0.01, 500, schedule=schedule))
    assert min(abs(longer.history["w"] - end(9))) > 1e-5
    found, _ = answer("torch_optimizer", goal, "epochs", schedule=schedule, epochs=500)
    assert found.verdict == "reachable"
    assert found.values is not None
    assert found.values["epochs"] == 9


def test_two_runs_are_made_the_same_and_one_made_to_lose():
    for goals, opened in (
        ("same-torch_minibatch-torch_module", "runs"),
        ("same-numpy_by_hand-torch_autograd", "runs"),
        ("same-torch_module-torch_optimizer", "runs"),
        ("beats-Adam-SGD", "runs lr"),
        ("beats-SGD-Adam", "lr"),
    ):
        fixed = (
            {}
            if "runs" in opened
            else {"runs": "torch_module--optimizer-SGD..torch_module--optimizer-Adam"}
        )
        found, _ = answer("compare", goals, opened, **fixed)
        same_lines = goals == "same-torch_module-torch_optimizer"  # one has a bias
        assert found.verdict == ("not found" if same_lines else "reachable")


def test_a_search_shows_how_far_it_is_and_ends():
    task = Task("torch_module", "", parse_goals("loss-le-1e-20"), ("lr", "optimizer", "epochs"))
    search = Search(task, {**read_values({}), "lr": 1e-6})
    search.total = 3_000
    seen = [0]
    while search.advance():
        assert search.epochs > seen[-1]
        seen.append(search.epochs)
    assert len(seen) > 10
    assert search.epochs < 3_000 + 1_000
    assert isinstance(search.epochs, int)  # for people
    assert search.result is not None
    assert search.result.verdict == "not found"


def test_a_task_without_a_goal_or_with_points_that_are_refused_is_not_claimed_to_be_reachable():
    assert reachable(Task("numpy_by_hand"), read_values({})).verdict == "not found"
    task = Task("numpy_by_hand", goals=parse_goals("w-2-0.1"), open=("data",))
    found = reachable(task, read_values({"x": "1, 2", "y": "1"}))
    assert found.text.startswith("y takes as many numbers as x")
