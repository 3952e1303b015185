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
    DIVERGES = "diverges"  # leaves the finite range; or swings, or its steps and excess loss, grow
    SWINGS = "swings for ever"  # at least three turns, and the later swings are half the earlier
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
    swings = _swings(path)
    if len(swings) >= 2:
        middle = len(swings) // 2
        ratio = swings[middle:].max() / swings[:middle].max()
        if ratio >= NOT_SHRINKING:
            return Outcome.DIVERGES if ratio > GROWING else Outcome.SWINGS
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


def _swings(path: Vector) -> Vector:
    """The distances between the turning points of w or b, of the one that moves further."""
    track = path[:, int(np.ptp(path, axis=0).argmax())]
    moves = np.diff(track)
    track = np.append(track[:-1][moves != 0], track[-1])
    moves = moves[moves != 0]
    turns = 1 + np.flatnonzero(moves[1:] * moves[:-1] < 0)
    # what is below a thousandth of the whole way is rounding, or the end of a decaying swing
    swings = np.abs(np.diff(track[turns]))
    return swings if len(swings) and swings.max() > 1e-3 * np.ptp(track) else swings[:0]


def _arrival(excess: Vector) -> tuple[float, float]:
    """The first state from which the excess stays below `CLOSE` of the first, and the last one."""
    level = excess / (excess[0] or 1.0)
    above = np.flatnonzero(level > CLOSE)
    first = int(above[-1]) + 1 if len(above) else 0
    return (first if first < len(level) else np.inf), float(level[-1])
