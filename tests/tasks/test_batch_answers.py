"""Answers of mini-batches: replayed as they are set, and told apart by what they train."""

from urllib.parse import urlencode

import pytest

import gd
from gd.data.datasets import DATASETS
from gd.data.holdout import hold_out
from gd.tasks import Goal, Task, link, replay, table
from gd.tasks.answers import read_answer
from gd.theory import loss

OPEN = ("lr", "batch_size", "shuffle", "batch_seed", "held_out", "schedule", "seed", "w0")
PAIR = "torch_module--lr-0.02..torch_minibatch"


def handed_in(task: Task, **values) -> str:
    return f"https://example.org/{task.page}?{urlencode(link(task, values))}"


def test_a_run_of_mini_batches_is_replayed():
    points = DATASETS["doubling_5"].problem
    train = hold_out(points, 0.4).train
    settings = gd.Settings(0.02, 9, batch_size=2, shuffle=True, batch_seed=5, schedule="1/t")
    run = gd.train("torch_minibatch", train, settings)
    value = loss(train, *run.end)
    for limit, met in ((value * 1.0001, True), (value * 0.9999, False)):
        goals = (Goal("loss-le", (limit,)),)
        task = Task("torch_minibatch", "", goals, OPEN, {"epochs": 9, "data": "doubling_5"})
        url = handed_in(
            task,
            lr=0.02,
            batch_size=2,
            batch_seed=5,
            schedule="1/t",
            held_out=0.4,
            data="doubling_5",
        )
        row = replay(url)
        assert (row.met, row.wrong, row.remarks) == (met, "", ())
        assert "Batch size 2; Shuffle true; Seed of the shuffling 5; Held out 0.4" in row.settings


@pytest.mark.parametrize("size", [3, 4])
def test_two_runs_of_compare_are_replayed_with_the_batches_of_the_sidebar(size: int):
    goals = (Goal("same", ("torch_module", "torch_minibatch")),)
    task = Task("compare", "", goals, ("lr", "batch_size"), {"runs": PAIR, "shuffle": False})
    row = replay(handed_in(task, lr=0.02, batch_size=size))
    assert (row.met, row.wrong) == (size == 4, "")


def test_what_is_refused_is_a_row_that_says_why():
    task = Task("torch_minibatch", "", (Goal("w", (2, 1)),), OPEN)
    row = replay(handed_in(task, batch_size=5))
    assert row.wrong.startswith("Batch size takes a whole number from 1 to 4, the number of points")
    goals = (Goal("same", ("torch_module", "torch_minibatch")),)
    task = Task("compare", "", goals, ("runs",))
    row = replay(handed_in(task, runs=f"{PAIR}--batch_size-7"))
    assert row.wrong.startswith("Batch size of B takes a whole number from 1 to 4")


def test_the_same_solution_is_one_that_trains_the_same():
    task = Task("torch_minibatch", "", (Goal("w", (2, 1)),), OPEN)
    solutions = [
        {},
        {"batch_seed": 1},
        {"shuffle": False},
        {"shuffle": False, "batch_seed": 1},  # which nothing reads
        {"batch_size": 2},
        {"held_out": 0.3},
        {"held_out": 0.25},  # one of four points, as well
        {"held_out": 0.5},
        {"schedule": "step"},
        {"seed": 1},
        {"seed": 1, "w0": 3},  # which the seed replaces
        {"lr": 0.01},  # the default
    ]
    rows = [replay(handed_in(task, **one)) for one in solutions]
    same = ["", "", "", "row 3", "", "", "row 6", "", "", "", "row 10", "row 1"]
    assert table(rows)["same as"].tolist() == same


def test_an_epoch_of_many_batches_counts_as_many():
    task = Task("torch_minibatch", "", (Goal("w", (2, 1)),), OPEN, {"epochs": 30})
    rows = [read_answer(handed_in(task, batch_size=size)) for size in (4, 1)]
    assert rows[1].epochs == pytest.approx(4 * rows[0].epochs)
    assert rows[0].epochs == pytest.approx(30, rel=1e-3)
