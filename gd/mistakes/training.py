"""Training with a mistake: the run that comes of it, or the error that it ends with."""

import re
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

from gd.mistakes.results import Raised, WrongRun
from gd.mistakes.table import find
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.training import Training

_ONE_AT_A_TIME = threading.Lock()  # Python has one list of warning filters for all threads


class WrongTraining(Training):
    """A training in progress with the mistake `name`; its `result` is what `train` returns."""

    def __init__(self, name: str, problem: Problem, settings: Settings) -> None:
        self._mistake = mistake = find(name)
        super().__init__(mistake.wrong_variant, *mistake.wrong_setup(problem, settings))
        if mistake.changes_loop:
            self._steps = self._until_an_error(self._steps)
        self._error: Exception | None = None
        self._warnings: dict[str, None] = {}  # a set in order

    def advance(self, epochs: int | None = None) -> bool:
        """Train for up to `epochs` more epochs; False after the last, and after an error."""
        if not self._mistake.warns:
            return super().advance(epochs)
        with _ONE_AT_A_TIME, self._warnings_recorded():
            return super().advance(epochs)

    def run(self) -> WrongRun:
        """The run so far."""
        run = super().run()
        same = {field.name: getattr(run, field.name) for field in fields(run)}
        return WrongRun(**same, warnings=tuple(self._warnings))

    def result(self) -> WrongRun | Raised:
        """The run so far, or the error that it has ended with."""
        if self._error is None:
            return self.run()
        name = self._mistake.file_name
        frames = [f for f in traceback.extract_tb(self._error.__traceback__) if f.filename == name]
        loop_frame = frames[0]  # of `train`: what it calls may raise elsewhere
        line = loop_frame.lineno or 0
        source = self._mistake.wrong_source
        loop = source[: source.index("range(epochs)")].count("\n") + 1
        text = "".join(
            [
                "Traceback (most recent call last):\n",
                *(f'  File "{name}", line {f.lineno}, in {f.name}\n    {f.line}\n' for f in frames),
                *traceback.format_exception_only(self._error),
            ]
        )
        return Raised(
            type(self._error).__name__,
            str(self._error),
            self.epochs + 1 if line > loop else None,
            line,
            loop_frame.line or "",
            text.rstrip(),
            self.run(),
        )

    def _until_an_error(self, steps: Iterator[tuple[float, ...]]) -> Iterator[tuple[float, ...]]:
        try:
            yield from steps
        except Exception as error:  # whatever it is, it is the answer
            self._error = error

    @contextmanager
    def _warnings_recorded(self) -> Iterator[None]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")  # once for each place
            yield
        for warning in caught:
            # torch adds where in its C++ source it warned
            text = re.sub(r"\s*\(Triggered internally.*", "", str(warning.message), flags=re.DOTALL)
            self._warnings[text.strip()] = None


def train(name: str, problem: Problem, settings: Settings) -> WrongRun | Raised:
    """Train with a mistake, from start to end.

    name       a name in `MISTAKES` or `TWINS`
    problem    the points to fit the line to; a mistake in the points changes them
    settings   those that apply to the mistake's variant count; a mistake in the settings changes
               them

    Returns the run, or what torch or Python raised. Raises `InputError` as `gd.train` does.
    """
    training = WrongTraining(name, problem, settings)
    while training.advance():
        pass
    return training.result()


def right_training(name: str, problem: Problem, settings: Settings) -> Training:
    """The training without the mistake, to compare with `WrongTraining`."""
    mistake = find(name)
    return Training(mistake.variant, *mistake.right_setup(problem, settings))


def train_right(name: str, problem: Problem, settings: Settings) -> Run:
    """The run without the mistake, to compare with that of `train`."""
    training = right_training(name, problem, settings)
    while training.advance():
        pass
    return training.run()
