import threading
import time

from gd.ui.turns import Turns


def test_turns_go_round_in_the_order_of_asking():
    turns, order = Turns(), []

    def work(name: str) -> None:
        for _ in range(3):
            with turns:
                order.append(name)
                time.sleep(0.01)

    with turns:
        threads = []
        for name in "abc":
            threads.append(threading.Thread(target=work, args=(name,)))
            threads[-1].start()
            time.sleep(0.05)  # until it waits
    for thread in threads:
        thread.join()
    assert "".join(order) == "abcabcabc"


def test_a_turn_ends_with_an_error_too():
    turns = Turns()
    try:
        with turns:
            raise ValueError
    except ValueError:
        pass
    with turns:
        pass
