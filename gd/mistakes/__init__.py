"""Mistakes that everyone makes: variations of the variants' loops that really run."""

from gd.mistakes.mistake import Listing, Mistake
from gd.mistakes.outcome import Outcome
from gd.mistakes.results import Raised, WrongRun
from gd.mistakes.table import MISTAKES, TWINS, find
from gd.mistakes.training import WrongTraining, right_training, train, train_right
from gd.mistakes.trial import Trial, run_trial

__all__ = [
    "MISTAKES",
    "TWINS",
    "Listing",
    "Mistake",
    "Outcome",
    "Raised",
    "Trial",
    "WrongRun",
    "WrongTraining",
    "find",
    "right_training",
    "run_trial",
    "train",
    "train_right",
]
