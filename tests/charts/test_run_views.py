"""The linked views of a run: the theory beside it, and the best line."""

import numpy as np
import pytest

import gd
from gd import theory
from gd.charts import run_views

LINE = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def test_the_theory_has_a_loss_for_every_state():
    run = gd.train("torch_module", LINE, gd.Settings(epochs=12, dtype="float64"))
    losses = run_views.expected_losses(run)
    assert losses[:-1] == pytest.approx(run.history["loss"].to_numpy(), rel=1e-9)
    assert losses[-1] == pytest.approx(theory.loss(LINE, *run.end), rel=1e-9)
    assert np.isfinite(losses).all()


def test_an_intercept_that_is_only_rounding_is_0():
    x = np.array([0.1, 0.2, 0.3, 0.7])
    run = gd.train("torch_module", gd.Problem(x, 3 * x), gd.Settings())
    assert theory.optimum(run.problem, bias=True)[1] != 0
    assert run_views.best_line(run)[1] == 0
    tilted = gd.train("torch_module", gd.Problem(x, 3 * x + 1e-9), gd.Settings())
    assert run_views.best_line(tilted)[1] == pytest.approx(1e-9, rel=1e-3)
