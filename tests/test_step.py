"""The arithmetic that is told, done again: by reading the numbers out of the lines."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.settings import OPTIMIZERS
from gd.step import step

POINTS = gd.Problem([1, 2, 3.5], [2, 3, 8])


def run(variant: str, **settings) -> gd.Run:
    return gd.train(variant, POINTS, gd.Settings(**{"w0": 0.25, "b0": -0.5, **settings}))


def value(text: str) -> float:
    """What a line's arithmetic gives."""
    text = text.replace("−", "-").replace("·", "*").replace("²", "**2").replace("^", "**")
    return eval(re.sub(r"√([\d.e+-]+)", r"(\1)**0.5", text))


def test_the_update_in_the_words_of_the_lesson():
    first = step(gd.train("numpy_by_hand", gd.Problem([1, 2], [3, 5]), gd.Settings(w0=0.5)), 1)
    assert first.gradients == ("grad = Σ 2·x·error = −21",)
    assert first.updates == ("w = w − learning_rate · grad = 0.5 − 0.01 · (−21) = 0.71",)


@pytest.mark.parametrize("variant", gd.VARIANTS)
@pytest.mark.parametrize("epoch", [1, 2, 20])
def test_points_sums_and_means_are_those_of_the_run(variant, epoch):
    trained = run(variant, gradient="mean")
    worked, row = step(trained, epoch), trained.history.iloc[epoch - 1]
    assert worked.means["error²"] == pytest.approx(row["loss"], rel=1e-5)
    assert worked.means["2·x·error"] == pytest.approx(row["grad_w"], rel=1e-5)
    if trained.start[1]:
        assert worked.means["2·error"] == pytest.approx(row["grad_b"], rel=1e-5)
    assert worked.sums["error²"] == pytest.approx(3 * worked.means["error²"])
    points = worked.points
    assert points["prediction"] - points["y"] == pytest.approx(points["error"], abs=1e-6)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("variant", ["torch_optimizer", "torch_module"])
@pytest.mark.parametrize("epoch", [1, 2, 20])
def test_each_line_that_is_told_adds_up(optimizer, variant, epoch):
    trained = run(variant, optimizer=optimizer, learning_rate=0.02)
    lines = step(trained, epoch).updates
    ends = [line for line in lines if line.rstrip().endswith(tuple("0123456789"))]
    for line in ends:
        *_, told, result = line.split(" = ")
        if not re.search("[a-df-zŝ]", told):  # the memory's letters; e is that of 1e-8
            assert value(told) == pytest.approx(value(result), rel=2e-5, abs=1e-6)
    last = value(lines[-1].split(" = ")[-1])
    name = "b" if variant == "torch_module" else "w"
    assert last == pytest.approx(trained.history[name].iloc[epoch - 1], rel=1e-6)


@pytest.mark.parametrize("gradient", ["sum", "mean"])
@given(epoch=st.integers(1, 20))
def test_by_hand_the_gradient_is_the_one_that_the_run_took(gradient, epoch):
    trained = run("numpy_by_hand", gradient=gradient)
    (line,) = step(trained, epoch).gradients
    told = value(line.split(" = ")[-1])
    assert told == pytest.approx(trained.history["grad_w"].iloc[epoch - 1], rel=1e-6)


@pytest.mark.parametrize("epoch", [0, 21, 1.5, True, "3"])
def test_an_epoch_that_was_not_is_refused(epoch):
    with pytest.raises(gd.InputError, match="epoch takes a whole number from 1 to 20"):
        step(run("numpy_by_hand"), epoch)
