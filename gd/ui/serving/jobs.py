"""Long computations, shared by all sessions: one thread advances all jobs, a piece of each in turn.

Python runs one thread at a time, so a thread for each training would be no faster.
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import Any, Protocol

from cachetools import LRUCache

MAX_BYTES, MAX_RESULTS = 64 * 2**20, 1024


class Work(Protocol):
    """A computation that can be done piece by piece, such as `gd.Training`."""

    @property
    def epochs(self) -> float:
        """The epochs done so far."""
        ...

    def advance(self) -> bool:
        """Do the next piece; False once nothing is left to do."""
        ...


class Job:
    """Work, its future result, and how many threads wait for that.

    `begin` makes the work, and `result` gets its result once it is done.
    """

    def __init__(self, begin: Callable[[], Work], result: Callable[[Any], Any]) -> None:
        self.waiting = 0
        self.work: Work | None = None
        self._begin, self._result = begin, result
        self._future: Future[Any] = Future()

    def advance(self) -> bool:
        """Do the next piece; False once there is a result or an error, or nobody waits for it."""
        if self._future.done():
            return False
        try:
            self.work = self.work or self._begin()
            if self.work.advance():
                return True
            self.finish(self._result(self.work))
        except BaseException as error:  # of any kind: those who wait must get it
            self.fail(error)
        return False

    def finish(self, result: object) -> None:
        """Give `result` to those who wait."""
        if self._future.set_running_or_notify_cancel():
            self._future.set_result(result)

    def fail(self, error: BaseException) -> None:
        """Raise `error` in those who wait."""
        if self._future.set_running_or_notify_cancel():
            self._future.set_exception(error)

    def cancel(self) -> None:
        """Abandon it: nobody waits any longer."""
        self._future.cancel()

    def done(self, seconds: float = 0.0) -> bool:
        """Whether there is a result or an error; waits for one for up to `seconds`."""
        return bool(wait([self._future], seconds).done)

    @property
    def succeeded(self) -> bool:
        """Whether there is a result."""
        future = self._future
        return future.done() and not future.cancelled() and future.exception() is None

    def result(self) -> Any:
        """The result once it is `done`; raises the error that the work ended with."""
        return self._future.result()

    def so_far(self) -> Any:
        """The result of the work so far, None if it has not begun."""
        return self.work and self._result(self.work)


class Worker:
    """A thread that advances jobs in turn; new jobs and those under way alternate."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._new: deque[Job] = deque()
        self._begun: deque[Job] = deque()
        self._running = False

    def submit(self, job: Job) -> None:
        """Queue `job`. Raises `RuntimeError` if no thread can be started."""
        with self._lock:
            if not self._running:
                threading.Thread(target=self._run, name="worker", daemon=True).start()
                self._running = True
            self._new.append(job)

    def _run(self) -> None:
        after_new = False
        while True:
            with self._lock:
                # New jobs go first, but never two in a row: many would stop those under way.
                after_new = bool(self._new) and not (after_new and self._begun)
                queue = self._new if after_new else self._begun
                if not queue:
                    self._running = False
                    return
                job = queue.popleft()
            if job.advance():
                self._begun.append(job)


class Store:
    """Results by key, the least recently used dropped first, and the jobs under way.

    `size` gives a result's bytes. The store is bounded in bytes and, as each result counts for at
    least `MAX_BYTES / MAX_RESULTS`, in number: else short runs would fill the memory for days.
    """

    def __init__(self, size: Callable[[Any], int]) -> None:
        self._lock = threading.Lock()
        self._size = lambda result: max(size(result), MAX_BYTES // MAX_RESULTS)
        self._results: LRUCache[Hashable, Any] = LRUCache(MAX_BYTES, getsizeof=self._size)
        self._jobs: dict[Hashable, Job] = {}

    def get(self, key: Hashable) -> Any:
        """The result for `key`, None if it is not in the store."""
        with self._lock:
            return self._results.get(key)

    def put(self, key: Hashable, result: object) -> None:
        """Keep `result`, unless it alone is too large."""
        with self._lock:
            self._keep(key, result)

    @contextmanager
    def job(
        self, key: Hashable, make: Callable[[], Job], start: Callable[[Job], None]
    ) -> Iterator[Job]:
        """The job for `key`: made and started by the first caller, cancelled by the last to leave.

        Its result is kept. If it cannot be started, all who wait for it get the error.
        """
        with self._lock:
            job = self._jobs.get(key)
            first = job is None
            if job is None:
                job = self._jobs[key] = make()
                if (result := self._results.get(key)) is not None:
                    job.finish(result)
            job.waiting += 1
        try:
            if first and not job.done():
                try:
                    start(job)
                except Exception as error:
                    job.fail(error)
            yield job
        finally:
            with self._lock:
                if job.succeeded:
                    self._keep(key, job.result())
                job.waiting -= 1
                if not job.waiting:
                    job.cancel()
                    del self._jobs[key]

    def _keep(self, key: Hashable, result: object) -> None:
        if self._size(result) <= MAX_BYTES:
            self._results[key] = result
