"""The store of runs and the trainings under way, without a page around them."""

import sys
import time
import types

import pytest
import torch

import gd
from gd.ui import training
from gd.ui.training import Job, Store

LONG = gd.Settings(epochs=50_000)


def key_of(problem: gd.Problem, name: str = "torch_module") -> training.Key:
    return name, problem, ()


def wait_for(condition, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_two_who_wait_share_one_training(doubling):
    store = Store()
    key = key_of(doubling)
    with store.job(key, LONG) as one:
        with store.job(key, LONG) as other:
            assert other is one
        assert one.wait(0) is None  # the other has left; the one still waits
        assert wait_for(lambda: one.training and one.training.epochs > 500)


def test_a_training_ends_when_nobody_waits(doubling):
    store = Store()
    with store.job(key_of(doubling), LONG) as job:
        assert wait_for(lambda: job.training and job.training.epochs > 0)
    assert wait_for(lambda: job.wait(0) is not None)
    run = job.so_far()
    assert run
    assert run.stopped_at


def test_who_comes_after_an_abandoned_training_gets_a_new_one(doubling):
    store = Store()
    with store.job(key_of(doubling), LONG) as first:
        pass
    with store.job(key_of(doubling), LONG) as second:
        assert second is not first


def test_a_training_is_the_one_that_gd_train_gives(doubling):
    settings = gd.Settings(epochs=1000)
    with Store().job(key_of(doubling), settings) as job:
        run = job.wait(20)
    assert run
    assert run.history.equals(gd.train("torch_module", doubling, settings).history)


def test_a_short_training_needs_no_thread_once_its_variant_is_loaded(doubling, monkeypatch):
    settings = gd.Settings(epochs=300)
    first = Job("numpy_by_hand", doubling, settings)
    first.start()
    assert first.wait(20)
    monkeypatch.setattr(training.threading, "Thread", None)  # none can be started from here on
    second = Job("numpy_by_hand", doubling, settings)
    second.start()
    run = second.wait(0)
    assert run
    assert run.history.equals(gd.train("numpy_by_hand", doubling, settings).history)


def test_a_training_that_takes_long_goes_on_where_it_was(doubling, monkeypatch):
    monkeypatch.setattr(training, "HERE", 0.0)
    settings = gd.Settings(epochs=2000)
    with Store().job(key_of(doubling, "numpy_by_hand"), settings) as job:
        assert job.training
        run = job.wait(20)
    assert run
    assert run.history.equals(gd.train("numpy_by_hand", doubling, settings).history)


def test_an_error_in_the_training_reaches_who_waits():
    too_large = gd.Problem([1e39], [1])
    job = Job("numpy_by_hand", too_large, gd.Settings())
    job.start()
    with pytest.raises(gd.InputError, match="x"):
        job.wait(20)


def test_the_store_is_bounded_in_bytes(doubling, monkeypatch):
    monkeypatch.setattr(training, "MOST_BYTES", 400_000)
    store = Store()
    run = gd.train("numpy_by_hand", doubling, gd.Settings(epochs=2000))
    for number in range(10):
        store.put(("numpy_by_hand", doubling, (number,)), run)
    kept = [n for n in range(10) if store.get(("numpy_by_hand", doubling, (n,)))]
    assert kept in ([7, 8, 9], [6, 7, 8, 9])


def test_the_store_is_bounded_in_runs(doubling, monkeypatch):
    monkeypatch.setattr(training, "MOST_RUNS", 3)
    store = Store()
    run = gd.train("numpy_by_hand", doubling, gd.Settings())
    for number in range(10):
        store.put(("numpy_by_hand", doubling, (number,)), run)
    kept = [n for n in range(10) if store.get(("numpy_by_hand", doubling, (n,)))]
    assert kept == [7, 8, 9]


def test_a_short_training_does_not_wait_for_a_long_one(doubling):
    long = Job("torch_module", doubling, LONG)
    long.start()
    assert wait_for(lambda: long.training and long.training.epochs > 0)
    short = Job("torch_module", doubling, gd.Settings(epochs=100))
    short.start()
    assert short.wait(20)
    assert long.wait(0) is None
    long.abandon()
    assert long.wait(20)


def test_numpy_trains_while_torch_is_half_loaded(doubling, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", types.ModuleType("torch"))
    job = Job("numpy_by_hand", doubling, gd.Settings())
    job.start()
    assert job.wait(20)


def test_a_torch_variant_uses_one_thread_for_its_sums(doubling):
    torch.set_num_threads(2)
    job = Job("torch_autograd", doubling, gd.Settings())
    job.start()
    assert job.wait(20)
    assert torch.get_num_threads() == 1


def test_a_run_larger_than_the_store_is_not_kept(doubling, monkeypatch):
    monkeypatch.setattr(training, "MOST_BYTES", 10_000)
    store = Store()
    store.put(key_of(doubling), gd.train("numpy_by_hand", doubling, gd.Settings(epochs=2000)))
    assert store.get(key_of(doubling)) is None


def test_torch_is_loaded_in_the_background_and_once(monkeypatch):
    loaded: list[str] = []
    monkeypatch.setattr(training, "LOAD_AFTER", 0.01)
    monkeypatch.setattr(training, "_load_torch", lambda: loaded.append("torch"))
    training.load_torch.clear()
    assert training.load_torch() is training.load_torch()
    assert wait_for(lambda: bool(loaded))
    time.sleep(0.05)
    assert loaded == ["torch"]
