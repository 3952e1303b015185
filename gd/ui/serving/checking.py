"""A class's answers, replayed as all long work is: cached, shared, with progress and a stop."""

from functools import partial
from hashlib import sha256

from cachetools import LRUCache

from gd.tasks import Replay, Result, Row, Task, encode, read_links
from gd.ui.serving.computing import Key, forget_stop, is_stopped, work_out

MAX_KNOWN = 5_000
# What answers reach, for all sessions: a paste that has grown trains what is new in it, and one
# that was stopped goes on where it was. Only the thread that does all jobs writes to it.
_KNOWN: LRUCache[tuple[object, ...], tuple[Result, ...]] = LRUCache(MAX_KNOWN)


class _Work(Replay):
    """A replay as work for the worker: its answers stand for the epochs done."""

    @property
    def epochs(self) -> int:
        return self.done

    def result(self) -> list[Row]:
        """The answers so far."""
        return list(self.rows)


def checked(text: str, task: Task | None = None) -> tuple[list[Row], bool]:
    """Replay the answers in `text`; and whether that was stopped by hand.

    If so, some are not replayed, until `check_on` is called. Raises `InputError` as
    `gd.tasks.read_links` does.
    """
    number, key = len(read_links(text)), _key(text, task)
    begin = partial(_Work, text, task, _KNOWN)
    rows = work_out(key, begin, _Work.result, "Replaying", number, piece="answer")
    return rows, is_stopped(key)


def check_on(text: str, task: Task | None) -> None:
    """Forget that a replay was stopped, so that it comes to its end."""
    forget_stop(_key(text, task))


def _key(text: str, task: Task | None) -> Key:
    """What the rows depend on: of a paste, which may be long, its checksum."""
    asked = tuple(encode(task).items()) if task else ()
    return "answers", sha256(text.encode("utf-8", "surrogatepass")).digest(), asked
