"""Turns: one at a time, in the order of asking.

Python runs one thread at a time. Several that want to run hand Python's own lock to each other all
the time, on two cores at twice the cost of one after the other.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class FairLock:
    """Lets one at a time through; who takes longer than `max_hold` seconds goes on beside the next.

    >>> lock = FairLock()
    >>> with lock.hold():
    ...     "mine"
    'mine'
    """

    def __init__(self, max_hold: float = math.inf) -> None:
        self._at_most = max_hold
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._owner: threading.Event | None = None
        self._since = 0.0

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for a turn, and have it until the end of the `with` block."""
        mine = threading.Event()
        with self._lock:
            if self._owner:
                self._waiting.append(mine)
            else:
                self._grant(mine)
        try:
            while not mine.wait(min(self._at_most, threading.TIMEOUT_MAX)):
                with self._lock:
                    if self._is_late():
                        self._grant(self._waiting.popleft())
            yield
        finally:
            with self._lock:
                if self._owner is mine:
                    self._owner = None
                    if self._waiting:
                        self._grant(self._waiting.popleft())
                elif mine in self._waiting:  # an exception came before the turn did
                    self._waiting.remove(mine)

    def _grant(self, whose: threading.Event) -> None:
        self._owner, self._since = whose, time.monotonic()
        whose.set()

    def _is_late(self) -> bool:
        return bool(self._waiting) and time.monotonic() >= self._since + self._at_most
