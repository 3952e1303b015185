import threading
import time

import pytest

from gd.ui.serving.fair_lock import FairLock


def start(turns: FairLock, name: str, order: list[str], times: int = 1) -> threading.Thread:
    """A thread that takes `times` turns, noting its name in each; it waits for the first."""

    def work() -> None:
        for _ in range(times):
            with turns.hold():
                order.append(name)
                time.sleep(0.01)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.05)  # until it waits
    return thread


def test_turns_go_round_in_the_order_of_asking():
    turns, order = FairLock(), []
    with turns.hold():
        threads = [start(turns, name, order, times=3) for name in "abc"]
        assert not order
    for thread in threads:
        thread.join()
    assert "".join(order) == "abcabcabc"


def test_a_turn_ends_with_an_error_too():
    turns = FairLock()
    with pytest.raises(ValueError, match="mine"), turns.hold():
        raise ValueError("mine")
    with turns.hold():
        pass


def test_who_takes_too_long_goes_on_beside_the_others_who_still_take_turns():
    turns, order = FairLock(max_hold=0.3), []
    with turns.hold():
        threads = [start(turns, name, order) for name in "ab"]
        assert not order
        for thread in threads:
            thread.join(10)
        assert order == ["a", "b"]
        with turns.hold():
            other = start(turns, "c", order)
            assert order == ["a", "b"]
    other.join(10)
    assert order == ["a", "b", "c"]


def test_a_late_end_takes_nobodys_turn():
    turns, order = FairLock(max_hold=0.3), []
    slow = turns.hold()
    slow.__enter__()
    with turns.hold():  # once the slow one is late
        slow.__exit__(None, None, None)
        thread = start(turns, "b", order)
        assert not order
    thread.join(10)
    assert order == ["b"]


def test_an_exception_while_waiting_gives_up_the_place_in_the_queue(monkeypatch):
    turns, order = FairLock(), []
    with turns.hold():
        with monkeypatch.context() as patch:
            patch.setattr(threading.Event, "wait", interrupt)
            with pytest.raises(KeyboardInterrupt):
                turns.hold().__enter__()
        thread = start(turns, "after", order)
    thread.join(10)
    assert order == ["after"]


def interrupt(*_) -> None:
    raise KeyboardInterrupt
