"""What a search tries: simulated rates, real runs, choices, and all there is."""

import numpy as np
import pytest

import gd
from gd.links.setup import read_values, setup
from gd.tasks import Search, Task, Work, parse_goals
from gd.tasks.choices import choices_of
from gd.tasks.exhaustion import Tried, exhaust
from gd.tasks.rates import by_rates
from gd.tasks.simulation import run_each, simulate
from gd.tasks.work import training
from tests.tasks.test_search import NOTEBOOK, answer


@pytest.mark.sampled(3)
@pytest.mark.parametrize("optimizer", gd.settings.OPTIMIZERS)
@pytest.mark.parametrize("schedule", gd.settings.SCHEDULES)
def test_a_simulation_says_what_runs_say(optimizer: str, schedule: str):
    rates = np.array([0.001, 0.01, 0.05, 0.1])
    fixed = {"optimizer": optimizer, "schedule": schedule, "dtype": "float64", "data": "doubling_5"}
    for goals in ("w-1.5-0.1--within-4..loss-le-3", "fx-5-9-0.5..b-0-0.1--within-9"):
        task = Task("torch_module", "", parse_goals(goals), ("lr", "epochs"), fixed)
        values = {**read_values({}), **task.fixed_values}
        for epochs in [(7, 7), (1, 12)] if schedule == "constant" else [(7, 7)]:
            simulated, run = (
                Work(tried(task, values, rates, epochs)).finish() for tried in (simulate, run_each)
            )
            assert np.allclose(simulated.excess, run.excess, rtol=1e-5)
            assert simulated.epochs.tolist() == run.epochs.tolist()


def test_no_choice_is_dropped_for_what_is_open():
    # 50,000 epochs are too many for batches of 1, yet fewer are allowed
    task = Task("torch_minibatch", "", (), ("batch_size", "epochs"), {"data": "doubling_5"})
    values = {**read_values({}), **task.fixed_values, "epochs": 50_000, "batch_size": 5}
    found = choices_of(task, values)
    assert {one["batch_size"] for one in found} == {1, 2, 3, 4, 5}
    assert all(setup(one, task.page) for one in found)
    task = Task(task.page, "", (), ("batch_size",), {**task.fixed, "epochs": 50_000})
    assert {one["batch_size"] for one in choices_of(task, values)} == {2, 3, 4, 5}


@pytest.mark.parametrize("count", [8, 9])
def test_sizes_of_batches_are_all_tried_for_a_few_points_alone(count: int):
    x = ", ".join(map(str, range(count)))
    found, _ = answer("torch_minibatch", "w-3-0.1", "batch_size", x=x, y=x, lr=1e-3, epochs=2)
    assert found.verdict == ("impossible" if count == 8 else "not found")


def test_what_rounding_may_decide_is_not_claimed():
    loss = gd.theory.loss(NOTEBOOK, *gd.train("torch_autograd", NOTEBOOK, gd.Settings()).end)
    for limit, verdict in ((loss * (1 - 1e-6), "not found"), (loss * 0.99, "impossible")):
        found, _ = answer("numpy_by_hand", f"loss-le-{limit:.12f}", "arithmetic", gradient="mean")
        assert found.verdict == verdict


def test_many_batches_are_tried_no_longer_than_they_may_be():
    task = Task("torch_minibatch", "", parse_goals("w-2-0.1"), ("epochs",), {"data": "made"})
    values = {**read_values({"number": "100"}), **task.fixed_values, "number": 100}
    pieces = by_rates(task, values, 5_000)
    assert next(pieces) > 100  # updates: more than 200,000 would be refused


def test_too_many_updates_are_not_tried_one_by_one():
    task = Task("torch_minibatch", "", parse_goals("w-9-0.1"), ("shuffle",), {"epochs": 20_000})
    values = {**read_values({}), **task.fixed_values}
    work = Work(exhaust(task, choices_of(task, values)))
    assert not work.advance()
    assert work.result == Tried()
    few = Task("torch_minibatch", "", parse_goals("w-9-0.1"), ("shuffle",), {"epochs": 2})
    found = Work(exhaust(few, choices_of(few, {**values, "epochs": 2}))).finish()
    assert found == Tried(complete=True, count=2)


def test_other_orders_of_the_points_are_tried():
    settings = gd.Settings(batch_size=1, shuffle=True, batch_seed=3)
    w = gd.train("torch_minibatch", NOTEBOOK, settings).end[0]
    found, _ = answer("torch_minibatch", f"w-{w}-1e-7", "batch_seed")
    assert found.values is not None
    assert found.values["batch_seed"] == 3


def test_a_largest_rate_is_not_sought_where_there_is_none():
    task = Task("torch_minibatch", "", parse_goals("largest-rate-2"), ("lr", "batch_size"))
    search = Search(task, read_values({}))
    assert search.finish().verdict == "reachable"
    assert search.epochs <= 4 * 20 + 3 * 20  # that of batches of 1 to begin with, and of all points


def test_a_rate_that_falls_on_the_sidebar_keeps_no_two_runs_apart():
    goal = "same-torch_autograd-torch_optimizer"
    assert answer("compare", goal, "runs", schedule="step")[0].verdict == "reachable"


def test_each_update_of_mini_batches_counts():
    settings = gd.Settings(epochs=100, batch_size=1)
    work = Work(training("torch_minibatch", NOTEBOOK, settings))
    assert work.finish().settings == settings
    assert work.epochs == 400
