"""What several mistakes have in common: setups, and the numbers of their reasons."""

import numpy as np

from gd import theory
from gd.analysis.formatting import counted
from gd.errors import InputError
from gd.mistakes.results import Raised
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings

MAX_PAIRED = 500  # points, of which all pairs are taken in each epoch


def few_points(problem: Problem, settings: Settings) -> tuple[Problem, Settings]:
    """As given. Raises `InputError` for more than `MAX_PAIRED` points."""
    if len(problem.x) > MAX_PAIRED:
        takes = f"up to {MAX_PAIRED} points where each is compared with each"
        raise InputError("points", len(problem.x), takes)
    return problem, settings


def level_targets(problem: Problem) -> Problem:
    """The points whose loss falls as that of all pairs (xᵢ, yⱼ) does: all y at their mean.

    1/N² · Σᵢⱼ (f(xᵢ) - yⱼ)² = 1/N · Σᵢ (f(xᵢ) - mean y)² + variance y
    """
    return Problem(problem.x, np.full_like(problem.y, problem.y.mean()))


def where(wrong: Raised) -> str:
    """Where it was raised, in words."""
    when = "before the first epoch" if wrong.epoch is None else f"in epoch {wrong.epoch}"
    return f"{when}, on line {wrong.line}"


def after_epochs(run: Run) -> str:
    """After how many epochs a run ended, in words."""
    return f"after {counted(len(run.history), 'epoch')}"


def loss_at(run: Run) -> float:
    """The loss before the first update."""
    return theory.loss(run.problem, *run.start)


def after_one_step(run: Run) -> float:
    """w after one right update of a line without a bias: w* + (1 - ηλ)·(w - w*)."""
    best, start = theory.optimum(run.problem, bias=False)[0], run.start[0]
    return best + factor(run) * (start - best)


def factor(run: Run, gradient: str = "mean") -> float:
    """The factor 1 - ηλ of w's distance to its optimum in an epoch, without a bias."""
    curvature = theory.learning_rates(run.problem, bias=False, gradient=gradient).curvature
    return 1 - run.settings.learning_rate * sum(curvature)  # of one direction, or of none


def last(run: Run, column: str) -> float:
    """The last number of a column of the history; infinite where the first epoch diverged."""
    return float(run.columns[column][-1]) if len(run.history) else np.inf
