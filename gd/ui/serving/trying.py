"""Mistakes tried, and questions of their quiz drawn: once for all sessions."""

from functools import partial
from operator import attrgetter

from gd.mistakes import Trial, WrongTraining, find
from gd.mistakes.quiz import Question, draw
from gd.problem import Problem
from gd.settings import Settings
from gd.training import MANY_POINTS
from gd.ui.serving.computing import INLINE_EPOCHS, Key, forget_stop, resume, trained, work_out
from gd.variants import VARIANTS


def tried(name: str, problem: Problem, settings: Settings) -> Trial:
    """Train without and with the mistake `name`, as `gd.mistakes.run_trial` does."""
    mistake = find(name)
    variant = VARIANTS[mistake.variant]
    right = trained(variant.name, *mistake.right_setup(problem, settings))
    mistake.wrong_setup(problem, settings)  # refused here, before a job begins
    wrong = work_out(
        trial_key(name, problem, settings),
        partial(WrongTraining, name, problem, settings),
        WrongTraining.result,
        variant.title,
        settings.epochs,
        settings.epochs * (1 + len(problem.x) / MANY_POINTS) <= INLINE_EPOCHS,
        variant.uses_torch,
        "epoch",
    )
    return Trial(mistake, right, wrong)


def resume_trial(trial: Trial, problem: Problem, settings: Settings) -> None:
    """Forget that a run of the trial was stopped, so that both train to their end."""
    resume(trial.right)
    forget_stop(trial_key(trial.mistake.name, problem, settings))


def trial_key(name: str, problem: Problem, settings: Settings) -> Key:
    """What a run with the mistake `name` depends on."""
    return "mistake", name, problem, settings


def asked(seed: int) -> Question:
    """The question of the quiz that `seed` draws."""
    return work_out(
        ("quiz", seed), partial(_Drawing, seed), attrgetter("question"), "Quiz", 1, is_short=True
    )


class _Drawing:
    """The work of drawing a question, all of it in one piece."""

    epochs = 0

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.question: Question | None = None

    def advance(self) -> bool:
        self.question = draw(self._seed)
        return False
