"""Outcomes of paths that are written down here."""

import numpy as np
import pandas as pd
import pytest

import gd
from gd.mistakes import Outcome
from gd.mistakes.outcome import classify

PROBLEM = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])  # best w: 2
TIME = np.arange(1, 101)


def run(w, diverged_at=None, start=0.0):
    w = np.asarray(w, float)
    zero = np.zeros(len(w))
    table = {"epoch": np.arange(1.0, len(w) + 1), "loss": zero, "w": w, "b": zero}
    history = pd.DataFrame({**table, "grad_w": zero, "grad_b": zero})
    chosen = gd.Settings(epochs=max(1, len(w)))
    return gd.Run(
        "torch_autograd", PROBLEM, chosen, (start, 0.0), history, diverged_at, False, False
    )


RIGHT = run(2 - 2 * 0.9**TIME)
LEVEL = gd.Problem(PROBLEM.x, [5, 5, 5, 5])  # best w: 5/3


@pytest.mark.parametrize(
    ("w", "outcome"),
    [
        (2 - 2 * 0.9**TIME * (1 + 1e-7), Outcome.SAME),
        (0 * TIME, Outcome.STILL),
        (2 - 2 * np.cos(0.4 * TIME), Outcome.SWINGS),
        (2 - 2 * np.cos(0.13 * TIME), Outcome.SWINGS),  # two swings in all
        (2 - 2 * (-1.0) ** TIME, Outcome.SWINGS),
        (2 - 2 * (-1.05) ** TIME, Outcome.DIVERGES),
        (2 - 2 * 1.05**TIME, Outcome.DIVERGES),
        (2 - 2 * (-0.95) ** TIME, Outcome.SLOWER),
        (2 - 2 * (-0.5) ** TIME, Outcome.FASTER),
        (2 - 2 * 0.8**TIME, Outcome.FASTER),
        (2 - 2 * 0.99**TIME, Outcome.SLOWER),
        (2 - 2 * 0.8**TIME + 1e-4 * (-1) ** TIME, Outcome.FASTER),  # rounding does not swing
    ],
)
def test_outcomes(w, outcome):
    assert classify(RIGHT, run(w), None) == outcome


def test_a_run_that_leaves_the_finite_range_diverges():
    assert classify(RIGHT, run([1e30], diverged_at=2), None) == Outcome.DIVERGES
    assert classify(RIGHT, run([], diverged_at=1), None) == Outcome.DIVERGES


def test_elsewhere_needs_another_loss_that_it_comes_nearer_to():
    nearing = run(5 / 3 - 5 / 3 * 0.9**TIME)
    assert classify(RIGHT, nearing, LEVEL) == Outcome.ELSEWHERE
    assert classify(RIGHT, nearing, PROBLEM) == Outcome.SLOWER
    assert classify(RIGHT, run(2 - 2 * 1.05**TIME), LEVEL) == Outcome.DIVERGES
    # from the points' best line to that of the other loss: the loss grows, the steps do not
    leaving = run(5 / 3 + 1 / 3 * 0.9**TIME, start=2.0)
    assert classify(run(2 + 0 * TIME, start=2.0), leaving, LEVEL) == Outcome.ELSEWHERE


def test_neither_arrives_and_the_nearer_one_is_faster():
    short = TIME[:10]
    right = run(2 - 2 * 0.99**short)
    assert classify(right, run(2 - 2 * 0.98**short), None) == Outcome.FASTER
    assert classify(right, run(2 - 2 * 0.995**short), None) == Outcome.SLOWER
