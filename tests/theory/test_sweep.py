"""The sweep against `gd.train`, rate by rate."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gd
from gd.settings import OPTIMIZERS, SCHEDULES
from gd.theory.sweep import Sweep

EPOCHS = np.array([1, 2, 3, 10, 59, 60])
RATES = np.geomspace(1e-4, 0.3, 12)
PROBLEM = gd.Problem([1, 2, 3, 4], [2.1, 3.7, 6.4, 7.8])
CASES = [
    *[("numpy_by_hand", {"gradient": gradient}) for gradient in ("sum", "mean")],
    ("torch_autograd", {}),
    *[("torch_optimizer", {"optimizer": one}) for one in OPTIMIZERS],
    *[("torch_module", {"optimizer": one}) for one in OPTIMIZERS],
    ("torch_module", {"seed": 5}),
    ("torch_minibatch", {"batch_size": 4}),
    *[("torch_module", {"schedule": one, "optimizer": "SGD"}) for one in SCHEDULES],
    ("torch_optimizer", {"schedule": "step", "optimizer": "Adam"}),
]


def sweep(*arguments: Any) -> np.ndarray:
    """The losses of a whole `Sweep`."""
    whole = Sweep(*arguments)
    while whole.advance():
        pass
    return whole.losses()


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "extra"), CASES)
def test_every_loss_is_that_of_a_training(name, extra):
    settings = gd.Settings(epochs=60, w0=-0.5, b0=1.0, dtype="float64", **extra)
    losses = sweep(name, PROBLEM, settings, RATES, EPOCHS)
    assert losses.shape == (len(EPOCHS), len(RATES))
    for place, rate in enumerate(RATES):
        run = gd.train(name, PROBLEM, replace(settings, learning_rate=float(rate)))
        assert run.diverged_at is None
        trained = run.history["loss"].to_numpy()[EPOCHS - 1]
        # a rate that halves lets a run return from 1e12, with the rounding that it had there
        rtol = 1e-6 if settings.schedule == "constant" else 1e-4
        np.testing.assert_allclose(losses[:, place], trained, rtol=rtol, atol=1e-12)


def test_what_leaves_the_range_is_infinite():
    losses = sweep(
        "torch_autograd", PROBLEM, gd.Settings(), np.array([0.01, 10.0]), np.array([5000])
    )
    assert np.isfinite(losses[0, 0])
    assert losses[0, 1] == np.inf


@pytest.mark.parametrize("name", ["numpy_by_hand", "torch_module"])
def test_a_run_that_starts_at_its_optimum_stays_there_at_any_rate(name):
    problem = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    losses = sweep(name, problem, gd.Settings(w0=2), np.array([0.01, 10.0]), np.array([1, 5000]))
    assert losses.tolist() == [[0, 0], [0, 0]]


def test_mini_batches_are_refused():
    with pytest.raises(gd.InputError, match=r"batch_size takes 4, the number of points"):
        Sweep("torch_minibatch", PROBLEM, gd.Settings(batch_size=3), RATES, EPOCHS)
