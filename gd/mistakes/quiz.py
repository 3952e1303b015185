"""Which mistake is it? A printed log, and four mistakes of which one printed it."""

from dataclasses import dataclass

import numpy as np

from gd.mistakes.table import MISTAKES
from gd.mistakes.training import Raised
from gd.mistakes.trial import Trial, run_trial
from gd.problem import Problem
from gd.settings import Settings

CHOICES = 4
EPOCHS = 10
ATTEMPTS = 100


@dataclass(frozen=True, eq=False)
class Question:
    """A question of the quiz.

    seed       what it was drawn with
    problem, settings   the training that the mistakes are made in
    x          where the log predicts: one beyond the points
    trials     by name, in the order shown: the mistakes to choose from, each tried
    answer     the name of the one that printed the log
    """

    seed: int
    problem: Problem
    settings: Settings
    x: float
    trials: dict[str, Trial]
    answer: str

    @property
    def log(self) -> list[str]:
        """What was printed: f(x) before, each epoch, f(x) after."""
        return self.trials[self.answer].wrong_log(self.x)


def draw(seed: int) -> Question:
    """The question of `seed`: the same on every machine.

    No two of its choices print the same log, even if of each loss only three digits are read. So
    what is shown decides between them, and no matter of rounding has to.

    >>> question = draw(1)
    >>> len(question.trials), question.answer in question.trials
    (4, True)
    """
    random = np.random.default_rng(seed)
    for _ in range(ATTEMPTS):
        problem, settings, x = _draw_training(random)
        found: dict[str, Trial] = {}
        seen: set[tuple[str, ...]] = set()
        for name in random.permutation(list(MISTAKES)).tolist():
            trial = run_trial(name, problem, settings)
            figures = read(trial, x)
            # an error would be named in the log, and other points than those given are no riddle
            if isinstance(trial.wrong, Raised) or trial.run.problem != problem or figures in seen:
                continue
            found[name] = trial
            seen.add(figures)
            if len(found) == CHOICES:
                answer = list(found)[random.integers(CHOICES)]
                return Question(seed, problem, settings, x, found, answer)
    raise RuntimeError("no four mistakes print different logs")


def _draw_training(random: np.random.Generator) -> tuple[Problem, Settings, float]:
    """Points on a line through the origin, a rate that the right code converges at, a start."""
    count = int(random.integers(3, 6))
    x = np.arange(1.0, count + 1)
    slope = float(random.choice([-3.0, -2.0, 1.5, 2.0, 3.0]))
    rate = float(random.choice([0.005, 0.01, 0.02]))
    w0 = float(random.choice([0.0, 0.0, 1.0]))
    return Problem(x, slope * x), Settings(rate, EPOCHS, w0), float(count + 1)


def read(trial: Trial, x: float) -> tuple[str, ...]:
    """The lines of the log with the mistake, of each loss only three significant digits."""
    texts = []
    for line in trial.wrong_log(x):
        words, name, loss = line.partition("loss = ")
        texts.append(f"{words}{name}{float(loss):.3g}" if name else line)
    return tuple(texts)
