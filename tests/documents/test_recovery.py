"""A start from printed figures: runs from known starts are the oracle."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gd
from gd import theory
from gd.documents import recovery
from gd.variants import many_starts

RATE = 0.1
PROBLEM = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
Lines = list[tuple[int, str, str]]
Before = tuple[float, str]


def printed(
    problem: gd.Problem, settings: gd.Settings, digits: int, every: int
) -> tuple[Lines, Before]:
    """What a run prints: its lines, and f(5) before it."""
    run = gd.train("torch_module", problem, settings)
    rows = run.history.iloc[::every]
    lines = [
        (int(epoch), f"{w:.{digits}f}", f"{loss:.{digits}f}")
        for epoch, w, loss in zip(rows["epoch"], rows["w"], rows["loss"], strict=True)
    ]
    return lines, (5.0, f"{run.predict_before(5.0):.{digits}f}")


def lost(problem: gd.Problem, settings: gd.Settings, digits: int, every: int) -> int:
    """How many lines a run from the recovered start prints otherwise."""
    lines, before = printed(problem, settings, digits, every)
    w0, b0 = gd.recover_start(problem, settings, lines, before)
    assert (w0, b0) == tuple(float(np.dtype(settings.dtype).type(number)) for number in (w0, b0))
    again, before_again = printed(problem, replace(settings, w0=w0, b0=b0), digits, every)
    return sum(one != other for one, other in zip(again, lines, strict=True)) + (
        before_again != before
    )


coordinates = st.tuples(st.floats(-3, 4, width=16), st.floats(-5, 9, width=16))


@pytest.mark.slow
@settings(max_examples=30, derandomize=True)  # a line may be lost: see below
@given(
    points=st.lists(coordinates, min_size=2, max_size=8),
    start=st.tuples(st.floats(-2, 2, width=32), st.floats(-2, 2, width=32)),
    part=st.floats(0.05, 0.95),
    digits=st.integers(3, 8),
    every=st.sampled_from([1, 5, 10]),
)
def test_the_recovered_start_prints_the_same_lines(points, start, part, digits, every):
    problem = gd.Problem(*zip(*points, strict=True))
    assume(np.ptp(problem.x) > 0.3)
    rate = part * 2 / float(np.linalg.eigvalsh(theory.hessian(problem)).max())
    assert lost(problem, gd.Settings(rate, 60, *start), digits, every) == 0


# points, rate, start, digits, every
HARD = {
    "the fit is a hundredth of its spread away": (
        gd.Problem([-2, 0, 1, 1, 0], [5, -5, 8, 1, 1]),
        *(0.6528236621750613, (-0.2131557, -0.89684623), 7, 1),
    ),
    "beside the best of a square": (
        gd.Problem([-0.60888671875, 0.28076171875], [-3.8125, 5.0390625]),
        *(0.18, (-0.96982867, -0.6790917), 8, 1),
    ),
    "beside the best of a large square": (
        gd.Problem([3.501953125, 0.71875, -2.65234375], [-3.294921875, -3.9140625, 1.4228515625]),
        *(0.07514941542799135, (0.7188195586204529, 0.0), 7, 10),
    ),
    "next to 0 floats are too dense to meet this one, but it is round": (
        gd.Problem([1, 1.15625, 1, -2.78125, 0], [3.3125, 0, 0, 1, -3]),
        *(0.24184286607152336, (0.0, 1e-6), 7, 1),
    ),
    "a printed zero has a sign": (
        gd.Problem([2.74609375, -1.5595703125], [0, 0]),
        *(0.11921938475906484, (-1.5598756, 0.0), 4, 1),
    ),
}


@pytest.mark.parametrize(("problem", "rate", "start", "digits", "every"), HARD.values(), ids=HARD)
def test_starts_that_are_hard_to_find(problem, rate, start, digits, every):
    assert lost(problem, gd.Settings(rate, 60, *start), digits, every) == 0


def test_where_no_start_is_found_that_prints_all_lines_one_prints_nearly_all():
    """Known: with 60 lines of five digits the search may end beside the start."""
    x, y = [0, 0, -0.71240234375, -3], [0, -2.6171875, 7.59765625, 0]
    start = (-1.8699562549591064, -1.9077343940734863)
    settings = gd.Settings(0.3223195110444299, 60, *start)
    assert lost(gd.Problem(x, y), settings, 5, 1) == 1


@pytest.mark.parametrize("start", [(0.0, 0.0), (0.5, -0.25), (1.0, 0.3), (0.8125, -2.0), (3, 1e-3)])
def test_round_starts_are_found_as_they_were(start):
    lines, before = printed(PROBLEM, gd.Settings(RATE, 20, *start), 5, 2)
    found = gd.recover_start(PROBLEM, gd.Settings(RATE), lines, before)
    assert found == tuple(float(np.float32(number)) for number in start)


def test_the_roundest_start_is_preferred():
    settings = gd.Settings(RATE, 20, 0.70003, -0.30002, dtype="float64")
    found = gd.recover_start(PROBLEM, settings, *printed(PROBLEM, settings, 2, 2))
    assert found == (0.7, -0.3)


def test_round_starts_have_up_to_eight_decimals():
    settings = gd.Settings(RATE, 20, 0.12345678, -0.2, dtype="float64")
    found = gd.recover_start(PROBLEM, settings, *printed(PROBLEM, settings, 10, 2))
    assert found == (0.12345678, -0.2)


def test_a_square_goes_from_its_middle_outwards():
    """So that of equally good starts the one nearest to the fit is taken."""
    square = recovery._square(5)
    marks = [-1, -0.5, 0, 0.5, 1]
    assert sorted(square.tolist()) == [[x, y] for x in marks for y in marks]
    assert np.all(np.diff(np.hypot(*square.T)) >= -1e-15)


def the_lines() -> tuple[Lines, Before]:
    return printed(PROBLEM, gd.Settings(RATE, 100, -0.2541, 0.7518), 6, 10)


def with_figure(lines: Sequence[tuple[int, str, str]], line: int, figure: int, text: str) -> Lines:
    changed = [list(one) for one in lines]
    changed[line][figure] = text
    return [(int(epoch), str(w), str(loss)) for epoch, w, loss in changed]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("line", [0, 4, 9])
@pytest.mark.parametrize("figure", [1, 2])
@pytest.mark.parametrize("off", [0.0005, 0.02, 40])
def test_a_line_that_contradicts_the_others_is_named(line, figure, off):
    lines, before = the_lines()
    text = f"{float(lines[line][figure]) + off:.6f}"
    with pytest.raises(gd.InputError) as refusal:
        gd.recover_start(PROBLEM, gd.Settings(RATE), with_figure(lines, line, figure, text), before)
    assert refusal.value.field == f"line {line + 1} (epoch {10 * line + 1})"
    assert text in str(refusal.value)


def test_a_line_that_another_rounding_explains_is_not_refused():
    """As from a machine whose torch multiplies and adds in one rounding."""
    lines, before = the_lines()
    text = f"{float(lines[3][1]) + 0.000001:.6f}"
    found = gd.recover_start(PROBLEM, gd.Settings(RATE), with_figure(lines, 3, 1, text), before)
    assert found == pytest.approx((-0.2541, 0.7518), abs=3e-6)


def test_a_prediction_that_contradicts_the_lines_is_named():
    lines, _ = the_lines()
    with pytest.raises(gd.InputError) as refusal:
        gd.recover_start(PROBLEM, gd.Settings(RATE), lines, (5.0, "7.3"))
    assert refusal.value.field == "f(5) before"
    assert "7.3" in str(refusal.value)


@pytest.mark.parametrize(
    ("lines", "before", "field"),
    [
        ([], (5.0, "1"), "lines"),
        ([(0, "1", "1")], (5.0, "1"), "epoch of line 1"),
        ([(1, "1", "1"), (2.5, "1", "1")], (5.0, "1"), "epoch of line 2"),
        ([(1, "one", "1")], (5.0, "1"), "w of line 1"),
        ([(1, 1.0, "1")], (5.0, "1"), "w of line 1"),
        ([(1, "1", "nan")], (5.0, "1"), "loss of line 1"),
        ([(1, "1", "-1")], (5.0, "1"), "loss of line 1"),
        ([(1, "1e400", "1")], (5.0, "1"), "w of line 1"),
        ([(1, "1", "1")], (5.0, ""), "f(x) before"),
        ([(1, "1", "1")], (np.nan, "1"), "x of f(x) before"),
    ],
)
def test_what_is_no_figure_is_refused(lines, before, field):
    with pytest.raises(gd.InputError) as refusal:
        gd.recover_start(PROBLEM, gd.Settings(RATE), lines, before)
    assert refusal.value.field == field


def test_other_optimizers_are_refused():
    lines, before = the_lines()
    with pytest.raises(gd.InputError, match="optimizer takes SGD"):
        gd.recover_start(PROBLEM, gd.Settings(optimizer="Adam"), lines, before)


def test_a_diverging_rate_is_refused():
    lines, before = the_lines()
    with pytest.raises(gd.InputError, match="learning_rate takes"):
        gd.recover_start(PROBLEM, gd.Settings(1e6), lines, before)


def test_float64_runs_are_recovered_too():
    start = (0.312345678912, -0.787654321987)
    settings = gd.Settings(RATE, 100, *start, dtype="float64")
    found = gd.recover_start(PROBLEM, settings, *printed(PROBLEM, settings, 8, 10))
    assert found == pytest.approx(start, abs=1e-7)
    assert lost(PROBLEM, settings, 8, 10) == 0


@pytest.fixture
def sizes(monkeypatch) -> list[int]:
    """How many numbers each training of many starts takes."""
    sizes, train = [], many_starts.train

    def counted(x, y, w0, *arguments):
        sizes.append(len(x) * len(w0))
        return train(x, y, w0, *arguments)

    monkeypatch.setattr(many_starts, "train", counted)
    return sizes


@pytest.mark.slow
def test_many_points_are_trained_in_parts(sizes):
    """So that the memory is bounded: 1,681 starts on 1,000 points are 1.7 million numbers."""
    x = np.linspace(-1, 1, 1000)
    problem = gd.Problem(x, np.sin(3 * x))
    settings = gd.Settings(RATE, 3, 0.123456789012, -0.765432109876, dtype="float64")
    assert lost(problem, settings, 10, 1) == 0
    assert recovery.MAX_BATCH / 2 < max(sizes) <= recovery.MAX_BATCH
    assert len(sizes) > 2


def test_the_search_ends_with_the_first_start_that_prints_all(sizes):
    assert lost(PROBLEM, gd.Settings(RATE, 20, 0.5, -0.25), 5, 2) == 0
    assert len(sizes) == 1


def test_lines_that_contradict_each_other_are_refused_without_a_search(sizes):
    lines, _ = the_lines()
    with pytest.raises(gd.InputError):
        gd.recover_start(PROBLEM, gd.Settings(RATE), lines, (5.0, "7.3"))
    assert not sizes


def test_where_the_lines_leave_w_open_some_start_that_prints_them_is_found():
    """One epoch takes w to its optimum from anywhere, and f(0) before it says nothing of w."""
    problem, settings = gd.Problem([-2, 2], [1, 3]), gd.Settings(1 / 8, 5)
    w0, b0 = gd.recover_start(
        problem, settings, [(2, "0.5000", "1.0252"), (5, "0.5000", "0.1825")], (0.0, "0.6500")
    )
    lines, _ = printed(problem, replace(settings, w0=w0, b0=b0), 4, 1)
    assert (lines[1], lines[4]) == ((2, "0.5000", "1.0252"), (5, "0.5000", "0.1825"))
    assert f"{b0:.4f}" == "0.6500"
