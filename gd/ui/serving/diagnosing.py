"""Diagnoses, computed as all long work is: cached, shared, with progress and a stop button."""

from functools import partial

from gd.doctor import Diagnosing, Diagnosis, read_log
from gd.problem import Problem
from gd.ui.serving.computing import forget_stop, is_stopped, work_out

# The text of a log, what its columns are corrected to, and which of its trainings.
Source = tuple[str, tuple[tuple[str, str], ...], int]

_PIECES = 100  # in which the progress is counted


class _Work:
    """A diagnosis as work for the worker: its progress stands for the epochs done."""

    def __init__(self, source: Source, problem: Problem | None) -> None:
        text, corrections, training = source
        self._diagnosing = Diagnosing(read_log(text, dict(corrections), training), problem)

    @property
    def epochs(self) -> int:
        """How much is done, of 100."""
        return round(_PIECES * self._diagnosing.progress)

    def advance(self) -> bool:
        """Do the next piece; False once nothing is left to do."""
        return self._diagnosing.advance()

    def result(self) -> Diagnosis:
        """The diagnosis so far."""
        return self._diagnosing.diagnosis()


def diagnosed(source: Source, problem: Problem | None) -> tuple[Diagnosis, bool]:
    """Diagnose as `gd.doctor.diagnose` does; and whether it was stopped by hand.

    If so, the diagnosis is what was known by then, until `resume_diagnosis` is called.
    """
    key = ("diagnosis", source, problem)
    title = "Trying what may have printed this"
    found = work_out(key, partial(_Work, source, problem), _Work.result, title, _PIECES)
    return found, is_stopped(key)


def resume_diagnosis(source: Source, problem: Problem | None) -> None:
    """Forget that a diagnosis was stopped, so that it comes to its end."""
    forget_stop(("diagnosis", source, problem))
