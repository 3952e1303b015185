"""A start from printed figures: runs from known starts are the oracle."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gd
from gd import theory

RATE = 0.1
PROBLEM = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def printed(run: gd.Run, digits: int, every: int) -> list[tuple[int, str, str]]:
    rows = run.history.iloc[::every]
    return [
        (int(epoch), f"{w:.{digits}f}", f"{loss:.{digits}f}")
        for epoch, w, loss in zip(rows["epoch"], rows["w"], rows["loss"], strict=True)
    ]


coordinates = st.tuples(st.floats(-3, 4, width=16), st.floats(-5, 9, width=16))


@settings(max_examples=60, derandomize=True)  # see the corner below
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
    run = gd.train("torch_module", problem, gd.Settings(rate, 60, *start))
    lines = printed(run, digits, every)
    before = (5.0, f"{run.predict_before(5.0):.{digits}f}")
    found = gd.recover_start(problem, gd.Settings(rate), lines, before)
    assert found == tuple(float(np.float32(number)) for number in found)
    again = gd.train("torch_module", problem, gd.Settings(rate, 60, *found))
    same = [one == other for one, other in zip(printed(again, digits, every), lines, strict=True)]
    assert np.mean(same) >= 0.99
    assert f"{again.predict_before(5.0):.{digits}f}" == before[1]


def test_next_to_zero_a_start_may_be_missed_by_a_little():
    """Known: figures can pin a start within 1e-6 of 0 to 1e-9, and the search ends beside it."""
    problem = gd.Problem([1, 1.15625, 1, -2.78125, 0], [3.3125, 0, 0, 1, -3])
    rate = 0.5366655978418227 * 2 / float(np.linalg.eigvalsh(theory.hessian(problem)).max())
    run = gd.train("torch_module", problem, gd.Settings(rate, 60, 0.0, 1e-6))
    lines, before = printed(run, 7, 1), (5.0, f"{run.predict_before(5.0):.7f}")
    found = gd.recover_start(problem, gd.Settings(rate), lines, before)
    assert found == pytest.approx((0.0, 1e-6), abs=1e-5)
    again = printed(gd.train("torch_module", problem, gd.Settings(rate, 60, *found)), 7, 1)
    assert sum(one != other for one, other in zip(again, lines, strict=True)) <= 3


def the_lines() -> tuple[list[tuple[int, str, str]], tuple[float, str]]:
    run = gd.train("torch_module", PROBLEM, gd.Settings(RATE, 100, -0.25, 0.75))
    return printed(run, 6, 10), (5.0, f"{run.predict_before(5.0):.3f}")


@pytest.mark.parametrize("line", range(10))
@pytest.mark.parametrize("figure", [1, 2])
def test_a_line_that_contradicts_the_others_is_named(line, figure):
    lines, before = the_lines()
    changed = list(lines[line])
    changed[figure] = f"{float(changed[figure]) * 1.5 + 0.02:.6f}"
    lines[line] = (changed[0], changed[1], changed[2])
    with pytest.raises(gd.InputError) as refusal:
        gd.recover_start(PROBLEM, gd.Settings(RATE), lines, before)
    assert refusal.value.field == f"line {line + 1} (epoch {10 * line + 1})"


def test_a_prediction_that_contradicts_the_lines_is_named():
    lines, _ = the_lines()
    with pytest.raises(gd.InputError) as refusal:
        gd.recover_start(PROBLEM, gd.Settings(RATE), lines, (5.0, "7.3"))
    assert refusal.value.field == "f(5) before"


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
    run = gd.train("torch_module", PROBLEM, gd.Settings(RATE, 100, 0.3, -0.7, dtype="float64"))
    lines, before = printed(run, 8, 10), (5.0, f"{run.predict_before(5.0):.8f}")
    found = gd.recover_start(PROBLEM, gd.Settings(RATE, dtype="float64"), lines, before)
    assert found == pytest.approx((0.3, -0.7), abs=1e-7)
