"""The arithmetic that is told, done again: by reading the numbers out of the lines."""

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given

import gd
from gd.analysis.step_arithmetic import explain_step
from gd.data import scaling
from gd.settings import OPTIMIZERS
from gd.variants.optimizers import make_optimizer
from tests.extremes import extreme_runs

POINTS = gd.Problem([1, 2, 3.5], [2, 3, 8])


def run(variant: str, **settings) -> gd.Run:
    return gd.train(variant, POINTS, gd.Settings(**{"w0": 0.25, "b0": -0.5, **settings}))


def value(text: str, **names: float) -> float:
    """What a line's arithmetic gives."""
    text = text.replace("−", "-").replace("·", "*").replace("²", "**2").replace("^", "**")
    return eval(re.sub(r"√([\d.]+(e[+-]\d+)?)", r"(\1)**0.5", text.replace(",", "")), names)


def parts(line: str) -> tuple[str, str, str]:
    """What a line's last step comes from, = or ≈, and what it comes to."""
    *_, told, sign, result = re.split(r" (=|≈) ", line)
    return told, sign, result


def half_a_digit(result: float) -> float:
    """Half a unit of the last of six digits."""
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(result))) - 5) if result else 0.0


def test_the_update_in_the_words_of_the_lesson():
    first = explain_step(
        gd.train("numpy_by_hand", gd.Problem([1, 2], [3, 5]), gd.Settings(w0=0.5)), 1
    )
    assert first.gradients == ("grad = Σ 2·x·error = −21",)
    assert first.updates == ("w = w − learning_rate · grad = 0.5 − 0.01 · (−21) = 0.71",)


@pytest.mark.parametrize("variant", gd.VARIANTS)
@pytest.mark.parametrize("epoch", [1, 2, 20])
def test_points_sums_and_means_are_those_of_the_run(variant, epoch):
    trained = run(variant, gradient="mean")
    worked, row = explain_step(trained, epoch), trained.history.iloc[epoch - 1]
    assert worked.means["error²"] == pytest.approx(row["loss"], rel=1e-5)
    assert worked.means["2·x·error"] == pytest.approx(row["grad_w"], rel=1e-5)
    if trained.start[1]:
        assert worked.means["2·error"] == pytest.approx(row["grad_b"], rel=1e-5)
    columns = ["error²", "2·x·error", "2·error"][: 2 + gd.VARIANTS[variant].has_bias]
    assert list(worked.sums) == list(worked.means) == columns
    for name in columns:
        assert worked.sums[name] == pytest.approx(math.fsum(worked.points[name]))
        assert worked.sums[name] == pytest.approx(3 * worked.means[name])
    points = worked.points
    assert points["prediction"] - points["y"] == pytest.approx(points["error"], abs=1e-6)
    assert points["error²"] == pytest.approx(points["error"] ** 2)
    assert points["2·x·error"] == pytest.approx(2 * points["x"] * points["error"])


@pytest.mark.parametrize("update", [1, 2, 17, 40])
def test_of_mini_batches_the_points_are_those_of_the_batch(update):
    trained = run("torch_minibatch", batch_size=2, shuffle=True, schedule="1/t", learning_rate=0.02)
    worked, row = explain_step(trained, update), trained.history.iloc[update - 1]
    assert len(worked.places) == (2 if update % 2 else 1)
    assert worked.points["x"].tolist() == trained.problem.x[worked.places].tolist()
    for name, column in {"error²": "loss", "2·x·error": "grad_w", "2·error": "grad_b"}.items():
        assert worked.means[name] == pytest.approx(row[column], rel=1e-5, abs=1e-6)
    rate = 0.02 / (1 + 10 * (update - 1) / 40)
    for line, name in zip(worked.updates, "wb", strict=True):
        told, _, result = parts(line)
        assert f" − {rate:.6g} · " in told
        assert value(told) == pytest.approx(value(result), rel=1e-4)
        assert value(result) == pytest.approx(row[name], rel=1e-5)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("variant", gd.VARIANTS)
@pytest.mark.parametrize("epoch", [1, 2, 20])
@pytest.mark.parametrize("gradient", ["sum", "mean"])
def test_each_line_that_is_told_is_true_to_its_digits(optimizer, variant, epoch, gradient):
    trained = run(variant, optimizer=optimizer, learning_rate=0.02, gradient=gradient)
    worked, row = explain_step(trained, epoch), trained.history.iloc[epoch - 1]
    known = {}
    for line in worked.gradients + worked.updates:
        if " − lr · " in line and line.count("=") == 1:
            continue  # in letters: the next line has the numbers
        told, sign, result = parts(line)
        if told.startswith("Σ"):
            number = worked.sums[told.removeprefix("Σ ")]
        elif told.endswith(".grad"):
            number = known[told]
        else:
            number = value(told, **known)
        off = abs(number - value(result))
        if sign == "=":
            assert off <= 1.001 * half_a_digit(value(result))
        else:
            assert 0.999 * half_a_digit(value(result)) < off < 1e-5 * max(1, abs(number))
        known[line.split(" ")[0]] = value(result)
    names = ("w", "b")[: len(worked.gradients)]
    lines = len(worked.updates) // len(names)
    for name, last in zip(names, worked.updates[lines - 1 :: lines], strict=True):
        assert parts(last)[2].replace("−", "-") == f"{row[name]:.6g}"
    for name, line in zip(names, worked.gradients, strict=True):
        assert parts(line)[2].replace("−", "-") == f"{row[f'grad_{name}']:.6g}"


def test_where_rounding_makes_the_gradient_it_is_not_said_to_equal_the_sum():
    """Errors that add up to 0 to six digits, and a gradient that is not 0."""
    points = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    standard = scaling.standardise(points).problem
    trained = gd.train("torch_module", standard, gd.Settings(learning_rate=0.3, epochs=30))
    told = [explain_step(trained, epoch).gradients[1] for epoch in range(1, 31)]
    assert "b.grad = Σ 2·error / N = 0 / 4 = 0" in told
    rounded = [line for line in told if "rounding" in line]
    assert rounded
    assert all(
        re.fullmatch(
            r"b\.grad = Σ 2·error / N = (\S+) / 4 = (\S+), with the rounding of float32 .*", line
        )
        for line in rounded
    )
    for line, gradient in zip(told, trained.history["grad_b"], strict=True):
        number = re.split(" = | ≈ |float32 ", line)[-1]
        assert float(number.replace("−", "-")) == float(f"{gradient:.6g}")
        total, mean = re.findall(r"= (\S+) / 4 [=≈] ([^ ,]+)", line.replace("−", "-"))[0]
        assert float(total) / 4 == pytest.approx(float(mean), rel=1e-5, abs=0)


MEMORY = {
    "momentum": {"v": "momentum_buffer"},
    "Nesterov": {"v": "momentum_buffer"},
    "Adagrad": {"s": "sum"},
    "RMSprop": {"s": "square_avg"},
    "Adam": {"m": "exp_avg", "s": "exp_avg_sq"},
}


@pytest.mark.parametrize(("optimizer", "kept"), MEMORY.items())
def test_what_an_optimizer_remembers_is_what_torch_keeps(optimizer, kept):
    """Torch's own optimizer, given the gradients of the run; its memory before and after."""
    trained = run("torch_optimizer", optimizer=optimizer)
    weight = torch.nn.Parameter(torch.tensor(0.0))
    torchs = make_optimizer(optimizer, [weight], 0.01)
    states = [dict.fromkeys(kept.values(), 0.0)]
    for gradient in trained.history["grad_w"]:
        weight.grad = torch.tensor(gradient, dtype=torch.float32)
        torchs.step()
        states.append({name: float(torchs.state[weight][name]) for name in kept.values()})
    for epoch in (1, 2, 20):
        lines = {line.split(" ")[0]: line for line in explain_step(trained, epoch).updates}
        for letter, name in kept.items():
            told, _, result = parts(lines[letter])
            before = re.findall(r"[\d.]+ · \(?(−?[\d.]+)|^(−?[\d.]+)", told)[0]
            assert value("".join(before)) == pytest.approx(states[epoch - 1][name], rel=1e-5)
            assert value(result) == pytest.approx(states[epoch][name], rel=1e-5)


def test_what_leaves_the_range_for_torch_is_said_to_be_too_large():
    """Adagrad in float32 keeps the squares added up; from infinity on it stays where it is."""

    def lines(w0, epoch):
        settings = gd.Settings(optimizer="Adagrad", w0=w0, epochs=2)
        return explain_step(
            gd.train("torch_optimizer", gd.Problem([1e10], [0]), settings), epoch
        ).updates

    assert "s = s + g² = 0 + 2e+20² = too large" in lines(1.0, 1)
    assert lines(1.0, 1)[-1] == "  = 1 − 0.01 · 2e+20 / (√too large + 1e-10) = 1"
    assert lines(0.075, 1)[1] == "s = s + g² = 0 + 1.5e+19² = 2.25e+38"
    assert lines(0.075, 2)[1] == "s = s + g² = 2.25e+38 + 1.3e+19² = too large"


def test_terms_stay_finite_where_twice_x_would_not():
    worked = explain_step(gd.train("torch_autograd", gd.Problem([3e38], [0.03]), gd.Settings()), 1)
    assert worked.gradients == ("w.grad = Σ 2·x·error / N = −1.8e+37 / 1 = −1.8e+37",)


@given(extreme_runs())
def test_of_extreme_runs_no_number_is_nan_or_infinite(extreme):
    worked = explain_step(extreme, len(extreme.history))
    assert all(np.isfinite(column).all() for column in worked.points.values())
    text = " ".join(worked.gradients + worked.updates)
    assert not re.search("nan|inf", text)
    assert "too" not in text or extreme.settings.optimizer != "SGD"


@pytest.mark.parametrize("epoch", [0, 21, 1.5, True, "3"])
def test_an_epoch_that_was_not_is_refused(epoch):
    with pytest.raises(gd.InputError, match="epoch takes a whole number from 1 to 20"):
        explain_step(run("numpy_by_hand"), epoch)
