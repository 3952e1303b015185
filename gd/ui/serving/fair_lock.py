"""A lock that threads get in the order in which they asked for it.

Python runs one thread at a time. Threads that all want to run keep passing its global lock around,
which on two cores costs twice as much as running them one after the other.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class FairLock:
    """A first-come, first-served lock that a thread holds for `max_hold` seconds at most.

    After that the next thread gets it, and both run.

    >>> lock = FairLock()
    >>> with lock.hold():
    ...     "mine"
    'mine'
    """

    def __init__(self, max_hold: float = math.inf) -> None:
        self._max_hold = max_hold
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._owner: threading.Event | None = None
        self._since = 0.0

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for the lock, and hold it until the end of the `with` block or for `max_hold`."""
        mine = threading.Event()
        with self._lock:
            if self._owner:
                self._waiting.append(mine)
            else:
                self._grant(mine)
        try:
            while not mine.wait(min(self._max_hold, threading.TIMEOUT_MAX)):
                with self._lock:
                    if self._is_overdue():
                        self._grant(self._waiting.popleft())
            yield
        finally:
            with self._lock:
                if self._owner is mine:
                    self._owner = None
                    if self._waiting:
                        self._grant(self._waiting.popleft())
                elif mine in self._waiting:  # an exception ended the wait
                    self._waiting.remove(mine)

    def _grant(self, owner: threading.Event) -> None:
        self._owner, self._since = owner, time.monotonic()
        owner.set()

    def _is_overdue(self) -> bool:
        return bool(self._waiting) and time.monotonic() >= self._since + self._max_hold
