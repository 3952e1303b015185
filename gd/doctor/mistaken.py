"""The mistakes of `gd.mistakes` as the doctor knows them: how the weights move with each."""

import numpy as np

from gd.doctor.dynamics import Dynamics
from gd.doctor.replays import GoesOn, Replayed, states
from gd.mistakes import MISTAKES, Raised, WrongTraining, train
from gd.problem import Problem
from gd.settings import Settings

# What a mistake changes of plain gradient descent; the others change the points whose loss it is.
_CHANGES = {
    "no_zero_grad": {"optimizer": "accumulate"},
    "sign_turned": {"sign": -1},
    "stale_gradient": {"optimizer": "delayed"},
    "step_before_backward": {"sign": 0},
    "loss_rewrapped": {"sign": 0},
    "old_model": {"sign": 0},
    "column_minus_row": {},
    "row_of_targets": {},
    "integer_targets": {},
}
_PAIRS = ("column_minus_row", "row_of_targets")  # each prediction is subtracted from each target
MAX_PAIRED = 300  # points, of which there are 90,000 pairs

# Those that are run with their own loop; the others are settings of a variant.
LOOPS = {*_CHANGES, "loss_summed"}


def mistaken(problem: Problem, weights: list[bool]) -> list[Dynamics]:
    """How the weights move with each mistake that trains on.

    weights   with a bias or without: what is looked for
    """
    found = []
    for name, changes in _CHANGES.items():
        mistake = MISTAKES[name]
        bias = mistake.variant == "torch_module"
        if name in _PAIRS and len(problem.x) > MAX_PAIRED:
            continue
        descended = problem
        if name in _PAIRS:
            x, y = problem.x, problem.y
            descended = Problem(np.repeat(x, len(y)), np.tile(y, len(x)))
        elif mistake.fits:
            descended = mistake.fits(problem)
        if bias in weights and (changes or descended != problem):
            found.append(Dynamics(descended, bias, mistake=name, given=problem, **changes))
    return found


def replay_mistake(
    name: str, problem: Problem, settings: Settings, first: int, goes_on: GoesOn
) -> Replayed:
    """As `replay`, with a mistake that trains on."""
    training = WrongTraining(name, problem, settings)
    more = training.advance(first)
    if more and goes_on(_states(training)):
        while training.advance():
            pass
    return _states(training)


def _states(training: WrongTraining) -> Replayed:
    run = training.run()
    columns = {name: np.asarray(run.columns[name]) for name in ("loss", "w", "b")}
    return states(columns, run.start)


def errors_in(text: str, problem: Problem) -> list[str]:
    """The mistakes that end with an error of which `text` has the words."""
    if "Error" not in text:
        return []
    words = " ".join(text.split())
    found = []
    for name in MISTAKES:
        raised = train(name, problem, Settings(epochs=2))
        if isinstance(raised, Raised) and " ".join(raised.message.split()) in words:
            found.append(name)
    return found
