import threading
import time

import pytest

from gd.ui.serving.fair_lock import FairLock


def start(lock: FairLock, name: str, order: list[str], times: int = 1) -> threading.Thread:
    """A thread that takes the lock `times` times and notes its name; returns once it waits."""

    def work() -> None:
        for _ in range(times):
            with lock.hold():
                order.append(name)
                time.sleep(0.01)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.05)  # until it waits
    return thread


def test_the_lock_is_granted_in_the_order_of_asking():
    lock, order = FairLock(), []
    with lock.hold():
        threads = [start(lock, name, order, times=3) for name in "abc"]
        assert not order
    for thread in threads:
        thread.join()
    assert "".join(order) == "abcabcabc"


def test_an_error_releases_the_lock_too():
    lock = FairLock()
    with pytest.raises(ValueError, match="mine"), lock.hold():
        raise ValueError("mine")
    with lock.hold():
        pass


def test_a_holder_past_the_limit_runs_beside_the_others_who_still_take_turns():
    lock, order = FairLock(max_hold=0.3), []
    with lock.hold():
        threads = [start(lock, name, order) for name in "ab"]
        assert not order
        for thread in threads:
            thread.join(10)
        assert order == ["a", "b"]
        with lock.hold():
            other = start(lock, "c", order)
            assert order == ["a", "b"]
    other.join(10)
    assert order == ["a", "b", "c"]


def test_an_overdue_release_takes_the_lock_from_nobody():
    lock, order = FairLock(max_hold=0.3), []
    slow = lock.hold()
    slow.__enter__()
    with lock.hold():  # once the slow one is late
        slow.__exit__(None, None, None)
        thread = start(lock, "b", order)
        assert not order
    thread.join(10)
    assert order == ["b"]


def test_an_exception_while_waiting_gives_up_the_place_in_the_queue(monkeypatch):
    lock, order = FairLock(), []
    with lock.hold():
        with monkeypatch.context() as patch:
            patch.setattr(threading.Event, "wait", interrupt)
            with pytest.raises(KeyboardInterrupt):
                lock.hold().__enter__()
        thread = start(lock, "after", order)
    thread.join(10)
    assert order == ["after"]


def interrupt(*_) -> None:
    raise KeyboardInterrupt
