"""The formulas of the schedules against torch's schedulers."""

import numpy as np
import pytest
import torch

import gd
from gd.settings import SCHEDULES
from gd.theory.schedules import rate_factors, rates
from gd.variants.optimizers import make_optimizer


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("updates", [1, 2, 7, 40])
def test_each_update_has_the_rate_that_torch_sets(schedule, updates):
    weight = torch.zeros(1, requires_grad=True)
    weight.grad = torch.ones(1)
    optimizer = make_optimizer("SGD", [weight], 0.5, schedule, updates)
    used = []
    for _ in range(updates):
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
    np.testing.assert_allclose(0.5 * rate_factors(schedule, updates), used, rtol=1e-12, atol=1e-15)


def test_a_run_has_the_rates_of_its_updates(doubling):
    falling = gd.Settings(0.02, 8, schedule="step", dtype="float64")
    run = gd.train("torch_module", doubling, falling)
    moved = np.diff(run.history["w"], prepend=run.start[0])
    np.testing.assert_allclose(-moved / run.history["grad_w"], rates(run), rtol=1e-9)
    assert set(rates(gd.train("torch_autograd", doubling, falling))) == {0.02}
