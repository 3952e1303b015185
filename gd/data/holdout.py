"""Points held out of training, to see how a line does on points that it has not seen."""

from typing import NamedTuple

import numpy as np

from gd.errors import InputError
from gd.problem import Problem
from gd.settings import MAX_SEED, check_integer, check_real

MAX_SHARE = 0.9


class Holdout(NamedTuple):
    """The points to train on, and those held out; None if there are none."""

    train: Problem
    held: Problem | None


def hold_out(problem: Problem, share: float, seed: int = 0) -> Holdout:
    """Hold out a random `share` of the points, 0 to 0.9: the nearest whole number, at least one.

    Both parts keep the order of `problem`. The same points, share and seed give the same parts.
    Raises `InputError` for another share or seed, and where no point would be left to train on.

    >>> train, held = hold_out(Problem([1, 2, 3, 4], [2, 4, 6, 8]), 0.25)
    >>> len(train.x), len(held.x)
    (3, 1)
    """
    if not 0 <= check_real("held_out", share) <= MAX_SHARE:
        raise InputError("held_out", share, f"a share from 0 to {MAX_SHARE:g}")
    seed = check_integer("held_out_seed", seed, 0, MAX_SEED)
    if share == 0:
        return Holdout(problem, None)
    points = len(problem.x)
    if points == 1:
        raise InputError("held_out", share, "0 where there is a single point")
    count = min(max(1, round(share * points)), points - 1)
    held = np.zeros(points, bool)
    held[np.random.default_rng(seed).permutation(points)[:count]] = True
    return Holdout(*(Problem(problem.x[part], problem.y[part]) for part in (~held, held)))
