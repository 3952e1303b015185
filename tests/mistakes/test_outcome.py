"""Outcomes of paths that are written down here."""

import numpy as np
import pandas as pd
import pytest

import gd
from gd.mistakes import Outcome, run_trial
from gd.mistakes.outcome import classify, excess_loss

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
        (
            np.where(TIME < 60, 2 - 2 * 0.9**TIME, 2 + (-1.0) ** TIME),
            Outcome.SLOWER,
        ),  # not at first
        (2 - 2 * 0.8**TIME + 0.02 * (-1.02) ** TIME, Outcome.SWINGS),  # growing, but near the best
        (np.full(100, 1.9), Outcome.FASTER),  # in one step
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


def test_the_first_swing_begins_at_the_start(doubling):
    """As many epochs as the app begins with: w goes to 4, back to 0, and up again."""
    assert run_trial("no_zero_grad", doubling, gd.Settings(epochs=20)).outcome == Outcome.SWINGS
    swinging = (2 - 2 * np.cos(0.4 * TIME))[:19]
    assert classify(RIGHT, run(swinging), None) == Outcome.SWINGS
    assert classify(RIGHT, run(swinging[:15]), None) != Outcome.SWINGS  # the second is not over


def test_one_epoch_is_enough_to_tell():
    right = run([1.0])
    assert classify(right, run([-0.1]), None) == Outcome.DIVERGES
    assert classify(right, run([0.9]), None) == Outcome.SLOWER
    assert classify(right, run([1.1]), None) == Outcome.FASTER
    assert classify(right, run([0.9]), LEVEL) == Outcome.ELSEWHERE
    assert classify(right, run([-0.1]), gd.Problem([1], [-5])) == Outcome.DIVERGES


def test_the_excess_is_the_loss_above_the_least():
    path = np.array([-1.0, 0.5, 4])
    noisy = gd.Problem([1, 2, 3, 4], [2, 4, 6, 9])
    _, squares, *_ = np.linalg.lstsq(noisy.x[:, None], noisy.y, rcond=None)
    losses = [np.mean((w * noisy.x - noisy.y) ** 2) for w in (0, *path)]
    expected = np.array(losses) - squares / 4
    np.testing.assert_allclose(excess_loss(run(path), noisy), expected)
