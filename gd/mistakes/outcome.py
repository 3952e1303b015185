"""What a mistake does to a run, told from the right run and the wrong one."""

from enum import StrEnum

import numpy as np

from gd import theory
from gd.problem import Problem, Vector
from gd.run import Run

CLOSE = 0.01  # of the first excess loss: a run that has come below that has arrived
NOT_SHRINKING, GROWING = 0.5, 2.0  # the later swings as a fraction of the earlier ones


class Outcome(StrEnum):
    """What happens. Each is tested in this order, over the epochs trained; the first that holds.

    The excess loss of a state is the loss of its line on the run's points less the least possible.
    """

    ERROR = "an error"  # an exception ends it
    SAME = "the same numbers"  # w and b are those of the right run, to five digits
    STILL = "the weights never move"  # all states equal the start
    DIVERGES = "diverges"  # leaves the finite range; or its swings, or steps, and excess loss grow
    SWINGS = "swings for ever"  # in the later half of the epochs at least half as far as before
    ELSEWHERE = "converges elsewhere"  # it nears the least point of another loss: `Mistake.fits`
    FASTER = "converges faster"  # 1 % of the first excess loss earlier, or less of it at the end
    SLOWER = "converges slower"  # else


def classify(right: Run, wrong: Run, fits: Problem | None) -> Outcome:
    """The outcome of a run with a mistake beside the right one; `fits` as `Mistake.fits` gives."""
    path, size = _path(wrong), len(wrong.history)
    if len(right.history) == size and wrong.problem == right.problem and _same(right, wrong):
        return Outcome.SAME
    if wrong.diverged_at is not None:
        return Outcome.DIVERGES
    if not np.diff(path, axis=0).any():
        return Outcome.STILL
    earlier, later = _swings(path)
    if later >= NOT_SHRINKING * earlier > 0:
        excess = excess_loss(wrong, wrong.problem)
        grows = later > GROWING * earlier and excess[-1] > excess[0]
        return Outcome.DIVERGES if grows else Outcome.SWINGS
    return _direction(right, wrong, fits)


def _direction(right: Run, wrong: Run, fits: Problem | None) -> Outcome:
    """The outcome of a run that neither stays nor swings."""
    path = _path(wrong)
    with np.errstate(over="ignore"):
        steps = np.hypot(*np.diff(path, axis=0).T)
    excess = excess_loss(wrong, wrong.problem)
    if excess[-1] > excess[0] and steps[-1] >= steps[0]:
        return Outcome.DIVERGES
    if fits is not None and not np.allclose(_best(fits, wrong), _best(wrong.problem, wrong)):
        nearing = excess_loss(wrong, fits)
        if nearing[-1] < nearing[0]:
            return Outcome.ELSEWHERE
    faster = _arrival(excess) < _arrival(excess_loss(right, right.problem))
    return Outcome.FASTER if faster else Outcome.SLOWER


def excess_loss(run: Run, problem: Problem) -> Vector:
    """L(θₜ) - L* on `problem` for each state of `run`, t = 0 … T, in float64."""
    curvature, vectors = theory.eigen(problem, run.has_bias)
    with np.errstate(over="ignore"):
        off = (_path(run) - _best(problem, run))[:, : len(vectors)] @ vectors
        return 0.5 * (off * off) @ curvature


def _best(problem: Problem, run: Run) -> tuple[float, float]:
    return theory.optimum(problem, run.has_bias)


def _path(run: Run) -> Vector:
    """The states (w, b), shape (T + 1, 2)."""
    return np.vstack([run.start, np.column_stack([run.columns["w"], run.columns["b"]])])


def _same(right: Run, wrong: Run) -> bool:
    one, other = _path(right), _path(wrong)
    return np.allclose(one, other, rtol=1e-5, atol=1e-5 * float(np.abs(one).max()))


def _swings(path: Vector) -> tuple[float, float]:
    """The largest way from a turning point to the next that ends in either half of the epochs.

    Of w or of b, whichever moves further; 0 where there is none. What is below a thousandth of the
    whole way is rounding, or the end of swings that have died down.
    """
    track = path[:, int(np.ptp(path, axis=0).argmax())]
    moved = np.flatnonzero(np.diff(track))  # the states from which it moves
    up = np.diff(track)[moved] > 0
    turns = moved[1:][up[1:] != up[:-1]]
    turns = np.insert(turns, 0, moved[:1])  # the start is one, too: nothing moved it before
    swings = np.abs(np.diff(track[turns]))
    swings[swings < 1e-3 * np.ptp(track)] = 0
    late = turns[1:] > len(track) / 2
    early = swings[~late]
    early = early[1:] if len(early) > 1 else early  # the first may be the way to where it swings
    return float(early.max(initial=0)), float(swings[late].max(initial=0))


def _arrival(excess: Vector) -> tuple[float, float]:
    """The first state from which the excess stays below `CLOSE` of the first, and the last one."""
    level = excess / (excess[0] or 1.0)
    above = np.flatnonzero(level > CLOSE)
    first = int(above[-1]) + 1 if len(above) else 0
    return (first if first < len(level) else np.inf), float(level[-1])
