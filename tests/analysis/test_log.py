import math

import pytest

import gd
from gd.analysis import log
from gd.data.scaling import standardise


def test_lines_as_the_notebooks_print_them(doubling):
    run = gd.train("numpy_by_hand", doubling, gd.Settings(epochs=20))
    assert log.lines(run)[:3] == [
        "epoch 1: w = 1.200, loss = 30.00000000",
        "epoch 2: w = 1.680, loss = 4.80000067",
        "epoch 3: w = 1.872, loss = 0.76800019",
    ]
    assert len(log.lines(run)) == 20
    assert [line.split(":")[0] for line in log.lines(run, every=6)] == [
        "epoch 1",
        "epoch 7",
        "epoch 13",
        "epoch 19",
    ]


def test_the_bias_is_printed_where_there_is_one(doubling):
    run = gd.train("torch_module", doubling, gd.Settings(epochs=1))
    assert log.lines(run) == ["epoch 1: w = 0.300, b = 0.100, loss = 30.00000000"]


def test_predictions():
    assert log.prediction("after", 5.0, 9.99999) == "Prediction after training: f(5) = 10.000"
    assert log.prediction("before", 5.5, math.inf) == (
        "Prediction before training: f(5.5) = too large"
    )


def test_all_that_a_notebook_would_print(doubling):
    run = gd.train("numpy_by_hand", doubling, gd.Settings(epochs=3))
    assert log.printed(run, 5.0, 2) == [
        "Prediction before training: f(5) = 0.000",
        "epoch 1: w = 1.200, loss = 30.00000000",
        "epoch 3: w = 1.872, loss = 0.76800019",
        "Prediction after training: f(5) = 9.360",
    ]


def test_a_diverging_run_says_where_it_ended(doubling):
    run = gd.train("numpy_by_hand", doubling, gd.Settings(1e20, 50))
    assert run.diverged_at == 2
    assert log.printed(run, 5.0)[2:3] == [
        "epoch 2: a number is too large for float32, the training ends"
    ]


def test_standardised_points_are_predicted_in_their_own_units():
    """The best line through (1, 10), (2, 20), (3, 30) is 10x; f(x) of w = b = 0 is their mean."""
    scaled = standardise(gd.Problem([1, 2, 3], [10, 20, 30]))
    run = gd.train("torch_module", scaled.problem, gd.Settings(0.5, dtype="float64"))
    assert log.printed(run, 7.0, 20, scaled)[::2] == [
        "Prediction before training: f(7) = 20.000",
        "Prediction after training: f(7) = 70.000",
    ]


@pytest.mark.parametrize(("epochs", "every"), [(1, 1), (19, 1), (20, 2), (50_000, 5000)])
def test_about_ten_lines_are_usual(epochs, every, doubling):
    run = gd.train("numpy_by_hand", doubling, gd.Settings(epochs=epochs))
    assert log.usual_every(run) == every
