"""A mistake tried: the right run and the wrong one side by side, and what comes of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gd.mistakes.mistake import Mistake
from gd.mistakes.outcome import Outcome, classify
from gd.mistakes.printing import printed
from gd.mistakes.results import Raised, WrongRun
from gd.mistakes.table import find
from gd.mistakes.training import train, train_right
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings


@dataclass(frozen=True, eq=False)
class Trial:
    """What a mistake did.

    mistake        which
    right, wrong   the run without it, and what `train` gave with it
    """

    mistake: Mistake
    right: Run
    wrong: WrongRun | Raised

    @property
    def run(self) -> WrongRun:
        """The run with the mistake, up to its end or to the error."""
        return self.wrong.before if isinstance(self.wrong, Raised) else self.wrong

    @cached_property
    def outcome(self) -> Outcome:
        """What happened, by the definitions of `Outcome`."""
        if isinstance(self.wrong, Raised):
            return Outcome.ERROR
        fits = self.mistake.fits and self.mistake.fits(self.wrong.problem)
        return classify(self.right, self.wrong, fits)

    @cached_property
    def reason(self) -> str:
        """Why, in two sentences of Markdown with the numbers of this trial."""
        return self.mistake.reason(self.right, self.wrong)

    def right_log(self, x: float, every: int = 1) -> list[str]:
        """What the right program prints: f(x) before, every `every`-th epoch, f(x) after."""
        return _written(printed, self.right, x, every)

    def wrong_log(self, x: float, every: int = 1) -> list[str]:
        """What the program with the mistake prints, up to the error and with it."""
        write = self.mistake.wrong_module.printed if self.mistake.is_printed else printed
        lines = _written(write, self.run, x, every)
        if isinstance(self.wrong, Raised):
            return [*lines[:-1], *self.wrong.traceback.splitlines()]
        return lines


def run_trial(name: str, problem: Problem, settings: Settings) -> Trial:
    """Train without and with the mistake `name`. Raises `InputError` as `gd.train` does.

    >>> trial = run_trial("sum_for_mean", Problem([1, 2, 3, 4], [2, 4, 6, 8]), Settings())
    >>> trial.outcome
    <Outcome.FASTER: 'converges faster'>
    """
    right = train_right(name, problem, settings)
    return Trial(find(name), right, train(name, problem, settings))


@np.errstate(over="ignore", invalid="ignore")
def _written(write: Callable[..., Iterator[str]], run: Run, x: float, every: int) -> list[str]:
    """The lines of a log; a run that grew too large prints that its prediction is too large."""
    return [*write(run, x, every)]
