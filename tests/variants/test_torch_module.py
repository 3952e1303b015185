"""Seeds and optimizers against torch itself, in torch's own words."""

import threading

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

import gd
import gd.settings
from gd.settings import MAX_SEED, MIN_SEED

OPTIMIZERS = {
    "SGD": lambda p, lr: torch.optim.SGD(p, lr=lr),
    "momentum": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9),
    "Nesterov": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9, nesterov=True),
    "Adagrad": lambda p, lr: torch.optim.Adagrad(p, lr=lr),
    "RMSprop": lambda p, lr: torch.optim.RMSprop(p, lr=lr),
    "Adam": lambda p, lr: torch.optim.Adam(p, lr=lr),
}


def torchs_own(optimizer: str, seed: int, epochs: int) -> list[tuple[float, float, float]]:
    """(loss, w, b) an epoch: the notebook's loop around a bare nn.Linear."""
    x = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
    torch.manual_seed(seed)
    model = nn.Linear(1, 1)
    step = OPTIMIZERS[optimizer](model.parameters(), 0.02)
    rows = []
    for _ in range(epochs):
        loss = nn.MSELoss()(2 * x, model(x))
        loss.backward()
        step.step()
        step.zero_grad()
        rows.append((loss.item(), model.weight.item(), model.bias.item()))
    return rows


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_trains_as_torch_does(optimizer, doubling):
    run = gd.train("torch_module", doubling, gd.Settings(0.02, 60, seed=7, optimizer=optimizer))
    ours = run.history[["loss", "w", "b"]].to_numpy()
    assert np.array_equal(ours, np.array(torchs_own(optimizer, 7, 60)))


def test_every_optimizer_of_the_settings_is_tried_above():
    assert tuple(OPTIMIZERS) == gd.settings.OPTIMIZERS


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_optimizer_variant_takes_the_same_optimizers(optimizer, doubling):
    x = torch.tensor([1.0, 2.0, 3.0, 4.0])
    w = torch.tensor(0.5, requires_grad=True)
    step = OPTIMIZERS[optimizer]([w], 0.02)
    weights = []
    for _ in range(60):
        nn.MSELoss()(2 * x, w * x).backward()
        step.step()
        step.zero_grad()
        weights.append(w.item())
    settings = gd.Settings(0.02, 60, 0.5, optimizer=optimizer)
    assert gd.train("torch_optimizer", doubling, settings).history["w"].tolist() == weights


@given(st.integers(MIN_SEED, MAX_SEED))
def test_starts_where_torch_would(seed):
    torch.manual_seed(seed)
    model = nn.Linear(1, 1)
    expected = model.weight.item(), model.bias.item()
    for dtype in ("float32", "float64"):
        settings = gd.Settings(epochs=1, w0=9, b0=9, seed=seed, dtype=dtype)
        assert gd.train("torch_module", gd.Problem([1], [2]), settings).start == expected


def test_leaves_torchs_generator_as_it_was(doubling):
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    gd.train("torch_module", doubling, gd.Settings(seed=5))
    assert torch.equal(torch.rand(3), expected)


def test_threads_do_not_disturb_each_others_seeds():
    starts: dict[int, set[tuple[float, float]]] = {seed: set() for seed in range(6)}

    def work(seed: int) -> None:
        for _ in range(150):
            settings = gd.Settings(epochs=1, seed=seed)
            starts[seed].add(gd.VARIANTS["torch_module"].start(settings))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in starts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(found) == 1 for found in starts.values())


def test_without_a_seed_it_starts_where_it_is_told(doubling):
    settings = gd.Settings(epochs=1, w0=0.1, b0=-0.2, dtype="float64")
    run = gd.train("torch_module", doubling, settings)
    assert run.start == (0.1, -0.2)
    assert run.history["loss"][0] == np.mean((0.1 * doubling.x - 0.2 - doubling.y) ** 2)
