"""Jobs, the worker and the store, with work that does nothing but count."""

import random
import threading
from functools import partial

import pytest

from gd.ui.serving import jobs
from gd.ui.serving.jobs import Job, Store, Worker
from tests.ui.serving.waiting import wait_for


class Count:
    """Work of `total` pieces; `gate` lets a piece through, `seen` notes it."""

    def __init__(self, total: int, name: str = "", seen: list[str] | None = None) -> None:
        self.epochs, self.total, self.name, self.seen = 0, total, name, seen
        self.gate = threading.Event()
        self.gate.set()

    def advance(self) -> bool:
        assert self.gate.wait(20)
        self.epochs += 1
        if self.seen is not None:
            self.seen.append(self.name)
        return self.epochs < self.total


def counting(total: int, name: str = "", seen: list[str] | None = None) -> Job:
    return Job(lambda: Count(total, name, seen), lambda work: work.epochs)


def at_once(job: Job) -> None:
    while job.advance():
        pass


class Panic(BaseException):
    """As compiled libraries raise them: no Exception."""


def test_a_job_gives_what_its_work_came_to():
    job = counting(3)
    assert [job.advance(), job.so_far(), job.done()] == [True, 1, False]
    assert [job.advance(), job.advance(), job.advance()] == [True, False, False]
    assert job.done()
    assert job.succeeded
    assert job.result() == 3


@pytest.mark.parametrize("error", [ValueError("no"), Panic("no"), SystemExit()])
@pytest.mark.parametrize("fails_in", ["begin", "advance", "result"])
def test_whatever_a_job_ends_with_reaches_who_waits(error, fails_in):
    def fail(*_):
        raise error

    work = Count(1)
    if fails_in == "advance":
        work.advance = fail
    job = Job(fail if fails_in == "begin" else lambda: work, fail)
    worker = Worker()
    worker.submit(job)
    assert job.done(20)
    assert not job.succeeded
    with pytest.raises(type(error)):
        job.result()
    after = counting(2)
    worker.submit(after)  # the thread has survived it, or another is started
    assert after.done(20)


def test_a_cancelled_job_goes_no_further_and_has_no_result():
    job = counting(3)
    job.advance()
    job.cancel()
    assert not job.advance()
    assert job.work
    assert job.work.epochs == 1
    assert not job.succeeded


def held(worker: Worker, jobs: list[Job]) -> None:
    """Submit `jobs` while the worker is held up, so that it finds them all."""
    gate = Count(1)
    gate.gate.clear()
    worker.submit(Job(lambda: gate, lambda work: work.epochs))
    for job in jobs:
        worker.submit(job)
    gate.gate.set()


def test_jobs_under_way_take_turns():
    seen: list[str] = []
    long = [counting(4, name, seen) for name in "abc"]
    held(Worker(), long)
    assert all(job.done(20) for job in long)
    # a first turn after each later one; then round and round
    assert "".join(seen) == "aabacbacbcbc"


def test_a_new_job_waits_for_one_turn_of_the_others_at_most():
    seen: list[str] = []
    new = [counting(1, name, seen) for name in "12345"]
    long = [counting(50, "-", seen) for _ in range(20)]
    held(Worker(), [*long, *new])
    assert all(job.done(20) for job in [*long, *new])
    # 20 first turns and 5 more, and no more than as many turns of others between them
    assert max(map(seen.index, "12345")) < 2 * 25
    # nor do new ones stop those under way
    assert seen[:50].count("-") >= 40


def test_the_worker_has_no_thread_while_there_is_nothing_to_do():
    worker = Worker()
    job = counting(3)
    worker.submit(job)
    assert job.done(20)
    assert wait_for(lambda: "worker" not in {one.name for one in threading.enumerate()})
    again = counting(3)
    worker.submit(again)
    assert again.done(20)


def test_those_who_ask_for_the_same_share_one_job():
    store, begun = Store(lambda _: 1), []

    def make() -> Job:
        begun.append(1)
        return counting(10**9)

    worker = Worker()
    with store.job("key", make, worker.submit) as one:
        for _ in range(3):
            with store.job("key", make, worker.submit) as other:
                assert other is one
        assert not one.done()  # the others have left; one still waits
        assert wait_for(lambda: bool(one.work and one.work.epochs > 10))
    assert len(begun) == 1
    assert wait_for(lambda: not worker._running)
    assert not one.succeeded


def test_who_comes_after_an_abandoned_job_gets_a_new_one():
    store, worker = Store(lambda _: 1), Worker()
    with store.job("key", lambda: counting(10**9), worker.submit) as first:
        pass
    with store.job("key", lambda: counting(3), worker.submit) as second:
        assert second is not first
        assert second.done(20)
        assert second.result() == 3
    assert store.get("key") == 3


def test_a_result_is_kept_before_its_job_leaves_so_that_nobody_computes_it_again():
    store = Store(lambda _: 1)
    with store.job("key", lambda: counting(3), at_once):
        pass
    # as one who looked before it was kept
    with store.job("key", lambda: counting(5), at_once) as late:
        assert late.result() == 3


def test_where_no_thread_can_be_started_all_who_wait_hear_of_it_and_the_next_can_try_again():
    store, inside, go = Store(lambda _: 1), threading.Event(), threading.Event()

    def no_thread(_: Job) -> None:
        inside.set()
        assert go.wait(20)
        raise RuntimeError("can't start new thread")

    errors: list[RuntimeError] = []

    def ask() -> None:
        with store.job("key", lambda: counting(3), no_thread) as job:
            assert job.done(20)
            try:
                job.result()
            except RuntimeError as error:
                errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert inside.wait(20)
    assert wait_for(lambda: store._jobs["key"].waiting == 3)
    go.set()
    for thread in threads:
        thread.join(20)
    assert len(errors) == 3
    with store.job("key", lambda: counting(3), at_once) as job:
        assert job.result() == 3


def test_results_are_bounded_in_bytes(monkeypatch):
    monkeypatch.setattr(jobs, "MAX_BYTES", 100)
    store = Store(len)
    for number in range(10):
        store.put(number, "x" * 30)
    assert [n for n in range(10) if store.get(n)] == [7, 8, 9]
    store.put("too large", "x" * 101)
    assert store.get("too large") is None
    assert store.get(9)
    store.put("just", "x" * 100)
    assert store.get("just")


def test_results_are_bounded_in_number(monkeypatch):
    monkeypatch.setattr(jobs, "MAX_RESULTS", 3)
    store = Store(lambda _: 1)
    for number in range(10):
        store.put(number, number + 1)
    assert [n for n in range(10) if store.get(n)] == [7, 8, 9]


@pytest.mark.parametrize("seed", range(5))
def test_a_storm_of_visitors_ends(seed):
    """Many who wait, leave, come back, and cannot start: each gets an answer, nothing is left."""
    store, worker = Store(lambda _: 1), Worker()
    wrong: list[object] = []

    def start(job: Job, chance: random.Random, total: int) -> None:
        if chance.random() < 0.2:
            raise RuntimeError("can't start new thread")
        (at_once if total == 5 and chance.random() < 0.2 else worker.submit)(job)

    def visit(number: int) -> None:
        chance = random.Random(f"{seed} {number}")
        for _ in range(40):
            key = chance.randrange(6)
            total = 5 if key < 3 else 10**9
            make, begin = partial(counting, total), partial(start, chance=chance, total=total)
            with store.job(key, make, begin) as job:
                if total > 5:
                    continue  # leaves at once
                if not job.done(20):
                    wrong.append("hung")
                elif job.succeeded and job.result() != 5:
                    wrong.append(job.result())

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert not wrong
    assert not store._jobs
    assert wait_for(lambda: not worker._running)
