"""The threads of the pages on one core.

Python runs one thread at a time. On several cores the server's threads hand its lock, and the data
they work on, from core to core: under load a rerun then takes up to half as long again. Trainings
that take long have threads of their own, which may use every core.

Another server of this app on the same machine gets another core, and where there is none left, or
the system has no such thing (macOS, Windows), nothing is bound.
"""

import os
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import IO


@cache
def keep_to_one() -> IO | None:
    """Bind the server's main thread, and with it those that it starts from then on, to one core.

    Gives the file that marks the core as taken, for as long as the server runs.
    """
    cores = _allowed()
    if len(cores) < 2:
        return None
    for core in sorted(cores):
        if claim := _claim(core):
            os.sched_setaffinity(threading.main_thread().native_id or 0, {core})
            return claim
    return None


@cache
def _allowed() -> set[int]:
    """The cores that the server may use."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def use_all() -> None:
    """Let this thread use every core again."""
    if cores := _allowed():
        os.sched_setaffinity(0, cores)


def _claim(core: int) -> IO | None:
    """Mark `core` as taken by this process; None if another has it."""
    import fcntl  # noqa: PLC0415  (there is none on Windows, nor is this called there)

    try:
        mark = (Path(tempfile.gettempdir()) / f"gradient-descent-core-{core}").open("w")
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return None
    return mark
