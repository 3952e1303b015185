"""What the app computes at length: as the engine does, in which thread, and after what."""

import sys
import threading
import types

import numpy as np
import pytest

import gd
from gd.theory.sweep import Sweep
from gd.ui.serving import computing, torch_loader
from gd.ui.serving.computing import swept, trained
from gd.ui.serving.jobs import Job
from gd.ui.serving.torch_loader import TorchLoader
from tests.ui.serving.waiting import wait_for

SHORT = gd.Settings(epochs=100)


def long_job(problem: gd.Problem, w0: float = 0.0) -> Job:
    settings = gd.Settings(1e-4, 50_000, w0)
    job = Job(lambda: gd.Training("torch_module", problem, settings), gd.Training.run)
    computing._WORKER.submit(job)
    return job


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", list(gd.VARIANTS))
@pytest.mark.parametrize("epochs", [100, 600])  # in the script's own thread, and in the worker's
def test_a_run_is_the_one_that_gd_train_gives(name, epochs, doubling):
    settings = gd.Settings(epochs=epochs)
    run = trained(name, doubling, settings)
    assert run.history.equals(gd.train(name, doubling, settings).history)
    assert trained(name, doubling, settings) is run


def test_runs_that_differ_only_in_what_their_variant_does_not_use_are_one(doubling):
    one = trained("torch_autograd", doubling, SHORT)
    assert trained("torch_autograd", doubling, gd.Settings(epochs=100, gradient="mean")) is one
    for other in ({"learning_rate": 0.02}, {"w0": 1.0}, {"dtype": "float64"}):
        settings = gd.Settings(**{"epochs": 100, **other})
        assert trained("torch_autograd", doubling, settings) is not one
    assert trained("torch_autograd", gd.Problem([1, 2], [2, 4]), SHORT) is not one


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_a_sweep_is_the_engines_and_is_kept(optimizer, doubling):
    settings = gd.Settings(epochs=600, optimizer=optimizer)
    asked = np.geomspace(1e-3, 1, 5), np.array([1, 300, 600])
    losses = swept("torch_module", doubling, settings, *asked)
    engines = Sweep("torch_module", doubling, settings, *asked)
    assert not engines.advance(600)
    np.testing.assert_array_equal(losses, engines.losses())
    other_rate = gd.Settings(0.5, 600, optimizer=optimizer)
    assert swept("torch_module", doubling, other_rate, *asked) is losses


def test_a_short_training_needs_no_other_thread(doubling, monkeypatch):
    monkeypatch.setattr(computing._WORKER, "submit", None)
    assert len(trained("torch_module", doubling, SHORT).history) == 100


def test_what_is_short_depends_on_the_points_too(monkeypatch):
    submitted, submit = [], computing._WORKER.submit
    monkeypatch.setattr(computing._WORKER, "submit", lambda job: (submitted.append(1), submit(job)))
    few, many = (gd.Problem(np.linspace(0, 1, n), np.linspace(0, 1, n)) for n in (10, 100_000))
    for problem in (few, many):
        assert len(trained("numpy_by_hand", problem, gd.Settings(1e-6, 101)).history) == 101
    assert submitted == [1]


def test_a_short_training_does_not_wait_for_long_ones(doubling):
    long = [long_job(doubling, w0) for w0 in range(6)]
    assert wait_for(lambda: all(job.work and job.work.epochs for job in long))
    run = trained("torch_module", doubling, SHORT)
    assert len(run.history) == 100
    assert not any(job.done() for job in long)
    for job in long:
        job.cancel()


def test_where_no_thread_can_be_started_the_page_gets_an_error_and_the_next_a_run(
    doubling, monkeypatch
):
    def no_thread(_: Job) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(computing._WORKER, "submit", no_thread)
        with pytest.raises(RuntimeError, match="thread"):
            trained("torch_module", doubling, gd.Settings(epochs=600))
    assert len(trained("torch_module", doubling, gd.Settings(epochs=600)).history) == 600


def test_points_that_the_precision_cannot_hold_are_refused_not_waited_for():
    for epochs in (20, 600):
        with pytest.raises(gd.InputError, match="x"):
            trained("numpy_by_hand", gd.Problem([1e39], [1]), gd.Settings(epochs=epochs))


def test_numpy_trains_while_torch_is_half_loaded(doubling, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", types.ModuleType("torch"))
    monkeypatch.setattr(computing, "TORCH", TorchLoader())
    for epochs in (100, 600):
        run = trained("numpy_by_hand", doubling, gd.Settings(epochs=epochs))
        assert len(run.history) == epochs


def test_torch_is_loaded_once_in_a_thread_of_its_own_and_trainings_wait_for_it(
    doubling, monkeypatch
):
    loader, names = TorchLoader(), []
    real = torch_loader.train
    monkeypatch.setattr(computing, "TORCH", loader)
    monkeypatch.setattr(
        torch_loader,
        "train",
        lambda *args: names.append(threading.current_thread().name) or real(*args),
    )
    frozen = []
    monkeypatch.setattr(torch_loader.gc, "freeze", lambda: frozen.append(1))
    for w0 in (0.0, 1.0):
        settings = gd.Settings(epochs=20, w0=w0)
        assert len(trained("torch_module", doubling, settings).history) == 20
    loader.start()
    assert names == ["torch"]
    assert frozen == [1]


def test_where_torch_cannot_be_loaded_a_training_says_so(doubling, monkeypatch):
    loader = TorchLoader()

    def cannot(*_):
        raise ImportError("no torch")

    monkeypatch.setattr(computing, "TORCH", loader)
    monkeypatch.setattr(torch_loader, "train", cannot)
    monkeypatch.setattr(gd.Training, "__init__", cannot)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    with pytest.raises(ImportError, match="no torch"):
        trained("torch_module", doubling, SHORT)


def test_torch_is_loaded_soon_after_the_first_page(monkeypatch):
    begun = threading.Event()
    monkeypatch.setattr(torch_loader, "PRELOAD_DELAY", 0.01)
    monkeypatch.setattr(torch_loader.TORCH, "start", begun.set)
    torch_loader.load_torch.clear()
    assert torch_loader.load_torch() is torch_loader.load_torch()
    assert begun.wait(20)


def test_a_sweep_waits_for_torch_only_where_a_seed_draws_its_start(doubling, monkeypatch):
    loader = TorchLoader()
    monkeypatch.setattr(computing, "TORCH", loader)
    asked = np.array([0.01]), np.array([1, 5])
    swept("torch_module", doubling, gd.Settings(), *asked)
    assert not loader._begun
    swept("torch_module", doubling, gd.Settings(seed=3), *asked)
    assert loader._begun


@pytest.mark.parametrize(
    ("optimizer", "last", "elsewhere"),
    [("SGD", 50_000, False), ("Adam", 500, False), ("Adam", 501, True)],
)
def test_a_sweep_of_many_steps_is_left_to_the_worker(
    optimizer, last, elsewhere, doubling, monkeypatch
):
    submitted, submit = [], computing._WORKER.submit
    monkeypatch.setattr(computing._WORKER, "submit", lambda job: (submitted.append(1), submit(job)))
    asked = np.array([0.01]), np.array([1, 2, last])
    losses = swept("torch_module", doubling, gd.Settings(optimizer=optimizer), *asked)
    assert losses.shape == (3, 1)
    assert bool(submitted) is elsewhere


def test_a_training_of_just_as_many_epochs_as_are_short_needs_no_other_thread(monkeypatch):
    monkeypatch.setattr(computing._WORKER, "submit", None)
    one = gd.Problem([1], [2])
    monkeypatch.setattr(computing, "MANY_POINTS", float("inf"))
    assert len(trained("numpy_by_hand", one, gd.Settings(epochs=500)).history) == 500


def test_a_run_counts_with_its_history_and_its_points():
    problem = gd.Problem(np.arange(1, 1001), np.arange(1, 1001))
    run = gd.train("numpy_by_hand", problem, gd.Settings(1e-9, 10))
    assert computing._size(run) == 10 * 7 * 8 + 2 * 1000 * 8 + 4096
    assert computing._size(np.zeros((3, 4))) == 96
