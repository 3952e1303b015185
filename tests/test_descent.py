"""The tables of the linked views against the run and against theory."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd import descent, theory

LINE = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
SCATTERED = gd.Problem([0.5, 1, 2.5, 4, 7], [3, 1, 4, 1, 5])
ONE, TWO = "numpy_by_hand", "torch_module"
numbers = st.floats(-10, 10, width=16)


def run(variant: str, problem: gd.Problem = SCATTERED, **settings) -> gd.Run:
    return gd.train(variant, problem, gd.Settings(**{"epochs": 30, **settings}))


def test_a_short_run_stops_at_each_epoch_and_begins_where_the_one_before_ended():
    short = run(TWO, w0=0.25, b0=-1)
    frame = descent.stops(short)
    assert list(frame["epoch"]) == list(range(1, 31))
    assert list(frame["from_w"]) == [0.25, *short.history["w"][:-1]]
    assert list(frame["from_b"]) == [-1, *short.history["b"][:-1]]


def test_a_long_run_stops_at_few_epochs_with_the_first_the_last_and_the_extremes():
    long = run(TWO, epochs=20_000, learning_rate=0.03)
    frame = pd.DataFrame(descent.stops(long))
    assert len(frame) <= 420
    assert list(frame["epoch"][:30]) == list(range(1, 31))
    assert frame["epoch"].iloc[-1] == 20_000
    assert np.diff(frame["epoch"]).max() <= 20_000 / (descent.EVENLY - 1) + 1
    for name in ("w", "b", "loss"):
        assert frame[name].min() == long.history[name].min()
        assert frame[name].max() == long.history[name].max()


@given(x=numbers, y=numbers, slope=numbers, at=st.floats(0, 1))
def test_a_segment_lies_on_its_line_and_in_the_box(x, y, slope, at):
    box = descent.Box(-2, 3, -1, 5)
    part = pd.DataFrame(box.segments(*np.array([[x], [y], [slope]], float))).iloc[0]
    on_line = box.left + at * (box.right - box.left)
    if box.has(np.array(on_line), np.array(y + slope * (on_line - x))):
        assert part["x1"] - 1e-6 <= on_line <= part["x2"] + 1e-6 or part.isna().all()
    if part.notna().all():
        ends = part[["x1", "x2"]].to_numpy(), part[["y1", "y2"]].to_numpy()
        assert ends[1] == pytest.approx(y + slope * (ends[0] - x), abs=1e-4)
        assert -2 <= ends[0][0] <= ends[0][1] <= 3
        assert ends[1].min() >= -1 - 1e-4
        assert ends[1].max() <= 5 + 1e-4


@pytest.mark.parametrize("rate", [0.01, 0.9])
def test_all_points_are_in_sight_however_far_the_line_flies(rate):
    box = descent.fit_box(run(ONE, learning_rate=rate))
    assert box.has(SCATTERED.x, SCATTERED.y).all()
    assert box.top - box.bottom < 10 * np.ptp(SCATTERED.y)


def test_the_parabola_is_the_loss_and_its_tangent_has_the_gradient_as_slope():
    descended = run(ONE, learning_rate=0.002)
    _, curve, way = descent.parabola(descended, descent.stops(descended))
    for w, loss in zip(curve["w"][::20], curve["loss"][::20], strict=True):
        assert loss == pytest.approx(theory.loss(SCATTERED, w, 0))
    assert len(way["epoch"]) == 30
    assert way["slope"] * 5 == pytest.approx(descended.history["grad_w"], abs=1e-4)
    rise = (way["y2"] - way["y1"]) / (way["x2"] - way["x1"])
    steep = np.abs(way["slope"]) > 1e-3
    assert rise[steep] == pytest.approx(way["slope"][steep], rel=1e-3)
    assert way["to_w"] == pytest.approx(descended.history["w"])


def test_of_a_run_that_flies_off_the_landscape_shows_what_is_near():
    flown = run(ONE, LINE, learning_rate=0.2)  # 11 times as far away after the first step
    _, curve, way = descent.parabola(flown, descent.stops(flown))
    assert -24 <= curve["w"].min() <= curve["w"].max() <= 28
    assert list(way["epoch"]) == [1, 2]
    assert way["to_w"][0] == flown.history["w"].iloc[0]


@pytest.mark.parametrize("problem", [LINE, SCATTERED, gd.Problem([-1, 1], [2, 3])])
def test_the_contours_have_the_loss_that_they_say_and_surround_the_optimum(problem):
    descended = run(TWO, problem)
    box, rings, way, directions = descent.contours(descended, descent.stops(descended))
    for w, b, loss in list(zip(rings["w"], rings["b"], rings["loss"], strict=True))[::15]:
        assert theory.loss(problem, w, b) == pytest.approx(loss, rel=1e-3, abs=1e-5)
    sizes = np.unique(rings["arc"], return_counts=True)[1]
    assert 2 <= sizes.min() <= sizes.max() <= 64
    assert box.has(rings["w"], rings["b"]).all()
    assert len(way["epoch"]) == 30
    curvature = np.linalg.eigvalsh(theory.hessian(problem))
    assert directions["curvature"] == pytest.approx(
        curvature[-len(directions["curvature"]) :], abs=1e-12
    )


def test_main_directions_are_where_the_gradient_points_through_the_optimum():
    descended = run(TWO)
    directions = descent.contours(descended, descent.stops(descended))[3]
    best = np.array(theory.optimum(SCATTERED, bias=True))
    for line in pd.DataFrame(directions).itertuples():
        off = np.array([line.x2, line.y2]) - best
        assert theory.hessian(SCATTERED) @ off == pytest.approx(line.curvature * off, abs=1e-4)


@pytest.mark.parametrize("variant", [ONE, TWO])
@pytest.mark.parametrize(
    "points", [([3.0], [1.0]), ([0, 0], [1, 2]), ([1, 2], [0, 0]), ([1e30], [1.0])]
)
def test_landscapes_of_points_that_leave_the_answer_open(variant, points):
    descended = run(variant, gd.Problem(*points), learning_rate=1e-6)
    frame = descent.stops(descended)
    if variant == ONE:
        _, curve, way = descent.parabola(descended, frame)
    else:
        _, curve, way, _ = descent.contours(descended, frame)
    assert len(way["epoch"]) >= 1
    assert all(np.isfinite(column).all() for column in curve.values())
