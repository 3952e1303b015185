"""The rules against torch itself, epoch by epoch."""

import numpy as np
import pytest
import torch

from gd.theory.optimizer_rules import RULES
from gd.variants.optimizers import make_optimizer

GRADIENTS = np.random.default_rng(0).normal(size=(40, 3)) * [1, 1e-3, 1e4]


@pytest.mark.parametrize("name", RULES)
def test_the_direction_is_what_torch_takes(name):
    """The difference that an update makes is the rate, here 1, times the direction."""
    weights = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimizer, rule = make_optimizer(name, [weights], 1.0), RULES[name]
    kept = [np.zeros(3) for _ in rule.memories]
    for epoch, gradient in enumerate(GRADIENTS, start=1):
        kept = rule.update(kept, gradient)
        weights.grad = torch.tensor(gradient)
        with torch.no_grad():
            weights.zero_()
        optimizer.step()
        taken = -weights.detach().numpy()
        direction = rule.direction(gradient, rule.correct(kept, epoch))
        assert direction == pytest.approx(taken, rel=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_what_is_added_to_a_root_is_torchs(name):
    """It shows where a gradient is as small."""
    weights = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer, rule = make_optimizer(name, [weights], 1.0), RULES[name]
    weights.grad = torch.tensor([1e-9], dtype=torch.float64)
    optimizer.step()
    kept = rule.correct(rule.update([0.0] * len(rule.memories), 1e-9), epoch=1)
    assert rule.direction(1e-9, kept) == pytest.approx(-weights.item(), rel=1e-9)
