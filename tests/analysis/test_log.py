import math

import gd
from gd.analysis import log


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


def test_of_mini_batches_each_line_says_which_update_it_is(doubling):
    run = gd.train("torch_minibatch", doubling, gd.Settings(epochs=2, batch_size=2))
    assert [line.split(":")[0] for line in log.lines(run)] == [
        "epoch 1, update 1",
        "epoch 1, update 2",
        "epoch 2, update 3",
        "epoch 2, update 4",
    ]
