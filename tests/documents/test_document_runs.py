"""The replay of the notebooks: their printed lines are the oracle."""

from dataclasses import replace

import pytest

import gd
from gd.documents import RUNS, Line, replay

IDS = [f"{run.document[:3]}-{run.variant}" for run in RUNS]


@pytest.mark.parametrize("run", RUNS, ids=IDS)
def test_every_printed_line_comes_out(run):
    lines = replay(run)
    assert [line.printed for line in lines] == list(run.lines)
    assert [(line.printed, line.computed) for line in lines if not line.matches] == []


def test_twelve_runs_154_lines_18_predictions():
    lines = [line for run in RUNS for line in replay(run)]
    assert len(RUNS) == 12
    assert sum(line.epoch is not None for line in lines) == 154
    assert sum(line.epoch is None for line in lines) == 18


def test_the_notebooks_in_order():
    counts = [sum(run.document.startswith(f"00{n}") for run in RUNS) for n in range(5)]
    assert counts == [2, 2, 2, 2, 4]


def test_each_trains_for_as_many_epochs_as_its_notebook_says():
    """`n_iters` in the notebooks' code; most print only every tenth epoch."""
    epochs = [run.settings.epochs for run in RUNS]
    assert epochs == [100, 10, 20, 100, 20, 100, 10, 10, 20, 100, 100, 100]


def test_another_learning_rate_does_not_come_out():
    run = RUNS[1]
    other = replace(run, settings=replace(run.settings, learning_rate=0.011))
    assert sum(line.matches for line in replay(other)) < len(run.lines) / 2


@pytest.mark.parametrize("arithmetic", ["numpy1-sequential", "numpy2"])
def test_another_arithmetic_moves_the_last_digits_only(arithmetic):
    run = next(run for run in RUNS if run.settings.arithmetic == "numpy1" and len(run.lines) == 12)
    other = replace(run, settings=replace(run.settings, arithmetic=arithmetic))
    assert 0 < sum(not line.matches for line in replay(other)) < 3
    assert max(line.off for line in replay(other)) == 1


def test_a_prediction_is_told_by_its_place_not_by_its_label():
    """Notebook 000 prints "before training" twice, the second time after training."""
    run = next(run for run in RUNS if run.variant == "torch_autograd")
    predictions = [line for line in replay(run) if line.epoch is None]
    assert [line.printed for line in predictions] == [
        "Prediction before training: f(5) = 0.000",
        "Prediction before training: f(5) = 8.031",
    ]
    assert all(line.matches for line in predictions)


@pytest.mark.parametrize(
    ("printed", "computed", "off"),
    [
        ("epoch 2: w = 1.680, loss = 4.79999924", "epoch 2: w = 1.680, loss = 4.80000067", 143),
        ("epoch 2: w = 1.680, loss = 0.5", "epoch 2: w = 1.678, loss = 0.5", 2),
        ("f(5) = -1.201", "f(5) = -1.201", 0),
        ("w = 1e-05", "w = 3e-05", 2),
    ],
)
def test_a_difference_is_sized_in_units_of_the_last_digit(printed, computed, off):
    line = Line(printed, computed, 2)
    assert line.off == off
    assert line.matches == (off == 0)


def test_the_random_starts_are_what_recover_start_finds():
    """Up to other starts that print the same: how many there are depends on the CPU's sums."""
    for run in RUNS:
        if run.variant == "torch_module":
            rows = [line.split() for line in run.lines if line.startswith("epoch")]
            if run.document.startswith("001"):
                lines = [(int(r[1]), r[5], r[8].removeprefix("tensor(").rstrip(",")) for r in rows]
            else:
                lines = [(int(r[1].rstrip(":")), r[4].rstrip(","), r[7].rstrip(",")) for r in rows]
            before = run.lines[0].rpartition(" ")[2]
            settings = gd.Settings(run.settings.learning_rate, run.settings.epochs)
            w0, b0 = gd.recover_start(run.problem, settings, lines, (5.0, before))
            assert w0 == pytest.approx(run.settings.w0, abs=5e-6)
            assert b0 == pytest.approx(run.settings.b0, abs=5e-6)
            again = replace(run, settings=replace(run.settings, w0=w0, b0=b0))
            assert all(line.matches for line in replay(again))
