"""The states of a run, against its own history and against a run that goes one epoch further."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

import gd
from gd.analysis.states import full_losses, settled, states
from gd.settings import OPTIMIZERS
from tests.extremes import extreme_runs

LINE = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
SCATTERED = gd.Problem([0.5, 1, 2.5, 4, 7], [3, 1, 4, 1, 5])


def test_a_run_of_n_epochs_has_n_plus_1_states_with_the_numbers_of_its_history():
    run = gd.train("torch_module", SCATTERED, gd.Settings(epochs=30, w0=0.25, b0=-1))
    table = states(run)
    assert list(table["epoch"]) == list(range(31))
    assert list(table["w"]) == [0.25, *run.history["w"]]
    assert list(table["b"]) == [-1, *run.history["b"]]
    for name in ("loss", "grad_w", "grad_b"):
        assert list(table[name][:-1]) == list(run.history[name])


CASES = [
    *(("torch_module", {"optimizer": name}) for name in OPTIMIZERS),
    ("torch_module", {"dtype": "float64"}),
    ("torch_autograd", {}),
    ("torch_optimizer", {"optimizer": "Adam"}),
    *(("numpy_by_hand", {"gradient": name}) for name in ("sum", "mean")),
    *(("numpy_by_hand", {"arithmetic": name}) for name in ("numpy1", "numpy1-sequential")),
]


@pytest.mark.parametrize(("variant", "chosen"), CASES)
@pytest.mark.parametrize("epochs", [1, 7])
def test_the_last_state_has_the_loss_and_gradient_that_the_next_epoch_would_begin_with(
    variant, chosen, epochs
):
    settings = gd.Settings(epochs=epochs, learning_rate=0.004, **chosen)
    last = {
        name: values[-1] for name, values in states(gd.train(variant, SCATTERED, settings)).items()
    }
    further = gd.train(variant, SCATTERED, replace(settings, epochs=epochs + 1))
    for name in ("loss", "grad_w", "grad_b"):
        expected = further.history[name].iloc[-1]
        rounding = 2e-6 if settings.dtype == "float32" else 1e-14
        assert last[name] == pytest.approx(expected, rel=rounding, abs=rounding)


def test_a_run_that_leaves_the_finite_range_at_once_has_its_start():
    run = gd.train("torch_module", gd.Problem([1e38], [1e38]), gd.Settings(learning_rate=10))
    table = states(run)
    assert len(run.history) == 0
    assert [list(table[name]) for name in ("epoch", "w", "b")] == [[0], [0], [0]]


def test_a_run_settles_where_float32_has_no_finer_step():
    run = gd.train("numpy_by_hand", LINE, gd.Settings(epochs=60))
    first = settled(run)
    assert first is not None
    w = states(run)["w"]
    assert (w[first:] == w[-1]).all()
    assert w[first - 1] != w[-1]
    shorter = gd.train("numpy_by_hand", LINE, gd.Settings(epochs=first))
    assert settled(shorter) is None
    still = gd.train("numpy_by_hand", LINE, gd.Settings(epochs=3, w0=2))
    assert settled(still) == 0


@given(extreme_runs())
def test_all_but_the_last_state_of_an_extreme_run_are_finite(extreme):
    table = states(extreme)
    assert len({len(column) for column in table.values()}) == 1
    for name in ("w", "b"):
        assert np.isfinite(table[name]).all()
    for name in ("loss", "grad_w", "grad_b"):
        assert np.isfinite(table[name][:-1]).all()


@pytest.mark.parametrize("points", [None, gd.Problem([1, 2, -3], [0, 5, 1])])
def test_the_loss_on_all_points_or_on_others_at_each_state(points):
    chosen = gd.Settings(0.01, 5, w0=0.5, batch_size=2, shuffle=True, dtype="float64")
    run = gd.train("torch_minibatch", SCATTERED, chosen)
    table, of = states(run), points or SCATTERED
    error = np.outer(table["w"], of.x) + table["b"][:, None] - of.y
    np.testing.assert_allclose(full_losses(run, points), (error**2).mean(axis=1), rtol=1e-12)
    assert table["loss"][-1] == pytest.approx(full_losses(run)[-1])


def test_the_states_of_mini_batches_are_counted_by_update():
    run = gd.train("torch_minibatch", SCATTERED, gd.Settings(epochs=2, batch_size=2))
    assert states(run)["epoch"].tolist() == list(range(7))
