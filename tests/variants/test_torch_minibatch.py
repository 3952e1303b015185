"""Mini-batches against torch's own DataLoader, against full batches, and against a printed run."""

from itertools import islice

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader, TensorDataset

import gd
from gd.problem import MAX_POINTS
from gd.settings import MAX_BATCH, OPTIMIZERS, SCHEDULES
from gd.training import MAX_UPDATES
from gd.variants.batches import batch, orders

POINTS = gd.Problem([1, 2, 3, 4, 5, 6, 7], [2.5, 3.5, 6.25, 8, 9.5, 13, 13.5])
SCHEDULERS = {
    "constant": lambda of, _: lr_scheduler.ConstantLR(of, factor=1.0),
    "step": lambda of, updates: lr_scheduler.StepLR(of, step_size=-(-updates // 4), gamma=0.5),
    "cosine": lambda of, updates: lr_scheduler.CosineAnnealingLR(of, T_max=updates),
    "1/t": lambda of, updates: lr_scheduler.LambdaLR(of, lambda t: 1 / (1 + 10 * t / updates)),
}
FULL = [
    *({"optimizer": one} for one in OPTIMIZERS),
    *({"schedule": one} for one in SCHEDULES),
    {"seed": 3},
    {"dtype": "float64", "w0": 0.3, "b0": -1.0},
]


def torchs_own(schedule: str, size: int, seed: int, epochs: int) -> np.ndarray:
    """(loss, w, b) an update: the loop of a tutorial, with nothing of ours."""
    x, y = (torch.tensor(values, dtype=torch.float32)[:, None] for values in (POINTS.x, POINTS.y))
    shuffling = torch.Generator().manual_seed(seed)
    loader = DataLoader(TensorDataset(x, y), size, shuffle=True, generator=shuffling)
    with torch.random.fork_rng():
        torch.manual_seed(7)
        model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    scheduler = SCHEDULERS[schedule](optimizer, epochs * len(loader))
    rows = []
    for _ in range(epochs):
        for inputs, targets in loader:
            loss = nn.MSELoss()(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()
            rows.append((loss.item(), model.weight.item(), model.bias.item()))
    return np.array(rows)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("size", [1, 3, 7])
def test_trains_as_torch_does(schedule, size):
    expected = torchs_own(schedule, size, seed=5, epochs=4)
    chosen = gd.Settings(0.01, 4, seed=7, schedule=schedule, batch_size=size)
    chosen = {**vars(chosen), "shuffle": True, "batch_seed": 5}
    run = gd.train("torch_minibatch", POINTS, gd.Settings(**chosen))
    assert np.array_equal(run.history[["loss", "w", "b"]].to_numpy(), expected)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("size", [None, len(POINTS.x)])
@pytest.mark.parametrize("extra", FULL, ids=str)
def test_a_batch_of_all_points_in_order_is_the_module_bit_for_bit(extra, size):
    module = gd.train("torch_module", POINTS, gd.Settings(0.02, 40, **extra))
    run = gd.train("torch_minibatch", POINTS, gd.Settings(0.02, 40, batch_size=size, **extra))
    assert run.history.equals(module.history)
    assert (run.start, run.is_plain, run.unit) == (module.start, module.is_plain, "epoch")


def test_the_printed_run():
    """Per-sample SGD on y = 2x without a bias, as it is printed: 1.0 → 1.02 → 1.0984 → 1.2607.

    nn.Linear has a bias. A point and its mirror image, (x, y) and (-x, -y), in one batch have the
    gradient of the point for w and none for b.
    """
    mirrored = gd.Problem([1, -1, 2, -2, 3, -3], [2, -2, 4, -4, 6, -6])
    run = gd.train("torch_minibatch", mirrored, gd.Settings(0.01, 1, w0=1.0, batch_size=2))
    assert [f"{w:.4f}" for w in run.history["w"]] == ["1.0200", "1.0984", "1.2607"]
    assert not run.history["b"].any()


points = st.lists(
    st.tuples(st.floats(-4, 4, width=16), st.floats(-9, 9, width=16)), min_size=1, max_size=12
)


@settings(max_examples=40)
@given(points, st.integers(1, 12), st.booleans(), st.floats(-3, 3), st.floats(-3, 3))
def test_the_gradients_of_an_epochs_batches_average_to_that_of_all_points(
    given_points, size, shuffle, w0, b0
):
    """Weighted by their sizes. A rate so small that it moves nothing leaves all at one place."""
    problem = gd.Problem(*zip(*given_points, strict=True))
    size = min(size, len(problem.x))
    still: dict = {"learning_rate": 1e-300, "w0": w0, "b0": b0, "dtype": "float64"}
    one = gd.Settings(epochs=1, batch_size=size, shuffle=shuffle, **still)
    run = gd.train("torch_minibatch", problem, one)
    assert run.end == pytest.approx(run.start, abs=1e-290)
    sizes = [len(batch(one, len(problem.x), update + 1)) for update in range(run.updates)]
    assert sum(sizes) == len(problem.x)
    error = w0 * problem.x + b0 - problem.y
    scale = 1 + np.abs(error).max()
    for name, full in {"grad_w": 2 * problem.x * error, "grad_b": 2 * error}.items():
        found = np.average(run.history[name], weights=sizes)
        assert found == pytest.approx(full.mean(), abs=1e-13 * scale * 16)


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize(("count", "size"), [(7, 3), (6, 3), (5, 1), (4, 4)])
def test_the_batches_are_the_data_loaders(count, size, shuffle):
    shuffling = torch.Generator().manual_seed(11)
    loader = DataLoader(range(count), size, shuffle=shuffle, generator=shuffling)  # type: ignore[arg-type]
    dealt = [one.tolist() for _ in range(5) for one in loader]
    chosen = gd.Settings(batch_size=size, shuffle=shuffle, batch_seed=11)
    assert [batch(chosen, count, place + 1).tolist() for place in range(len(dealt))] == dealt
    whole = [place for order in islice(orders(chosen, count), 5) for place in order.tolist()]
    assert whole == [place for one in dealt for place in one]


def test_a_row_is_an_update_and_knows_its_epoch():
    run = gd.train("torch_minibatch", POINTS, gd.Settings(0.01, 3, batch_size=3))
    assert run.history["epoch"].tolist() == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert run.history["update"].tolist() == list(range(1, 10))
    assert run.epoch_ends["update"].tolist() == [3, 6, 9]
    assert (run.updates, run.updates_per_epoch, run.unit) == (9, 3, "update")
    assert run.stopped_at is None
    assert not run.is_plain


def test_a_run_that_ends_early_tells_its_update():
    chosen = gd.Settings(2.0, 3000, batch_size=3)
    run = gd.train("torch_minibatch", POINTS, chosen)
    assert run.diverged_at == len(run.history) + 1
    assert len(run.history) % 3  # within an epoch
    assert np.isfinite(run.history.to_numpy()).all()
    training = gd.Training("torch_minibatch", POINTS, gd.Settings(epochs=4, batch_size=3))
    training.advance(4)
    assert training.epochs == pytest.approx(4 / 3)
    assert training.run().stopped_at == 4
    while training.advance(1):
        pass
    assert training.epochs == 4


def test_the_seed_decides_the_order_and_nothing_else_is_drawn_from():
    state = torch.random.get_rng_state()
    ends = {
        seed: gd.train(
            "torch_minibatch",
            POINTS,
            gd.Settings(epochs=2, batch_size=2, shuffle=True, batch_seed=seed),
        ).end
        for seed in (1, 2)
    }
    again = gd.Settings(epochs=2, batch_size=2, shuffle=True, batch_seed=1)
    assert gd.train("torch_minibatch", POINTS, again).end == ends[1] != ends[2]
    assert torch.equal(state, torch.random.get_rng_state())


def test_what_the_points_do_not_make_is_refused():
    with pytest.raises(gd.InputError, match=r"batch_size takes a whole number from 1 to 7, .* 8\."):
        gd.train("torch_minibatch", POINTS, gd.Settings(batch_size=8))
    most = MAX_UPDATES // 7
    with pytest.raises(gd.InputError, match=rf"epochs takes at most {most:,} with 7 batches each"):
        gd.Training("torch_minibatch", POINTS, gd.Settings(epochs=most + 1, batch_size=1))
    gd.Training("torch_minibatch", POINTS, gd.Settings(epochs=most, batch_size=1))
    gd.Training("torch_module", POINTS, gd.Settings(epochs=50_000, batch_size=8))  # takes no notice
    assert MAX_BATCH == MAX_POINTS


def test_a_schedule_is_one_of_the_optimizer_variants():
    for name in ("torch_optimizer", "torch_module"):
        ends = {one: gd.train(name, POINTS, gd.Settings(schedule=one)).end for one in SCHEDULES}
        assert len(set(ends.values())) == len(SCHEDULES)
    falling = gd.Settings(schedule="cosine")
    assert gd.train("torch_autograd", POINTS, falling).end == (
        gd.train("torch_autograd", POINTS, gd.Settings()).end
    )
    plain = {name: one.is_plain(falling, 7) for name, one in gd.VARIANTS.items()}
    assert [name for name, is_plain in plain.items() if is_plain] == [
        "numpy_by_hand",
        "torch_autograd",
    ]
