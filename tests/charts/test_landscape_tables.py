"""The landscapes of runs, checked against the loss itself."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import gd
from gd import theory
from gd.charts import landscape_tables, view_tables
from tests.extremes import extreme_runs

LINE = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
SCATTERED = gd.Problem([0.5, 1, 2.5, 4, 7], [3, 1, 4, 1, 5])
ONE, TWO = "numpy_by_hand", "torch_module"


def run(variant: str, problem: gd.Problem = SCATTERED, **settings) -> gd.Run:
    return gd.train(variant, problem, gd.Settings(**{"epochs": 30, **settings}))


def test_the_parabola_is_the_loss_and_its_tangent_has_the_gradient_as_slope():
    descended = run(ONE, learning_rate=0.002)
    _, curve, path = landscape_tables.parabola(descended, view_tables.scrubber_frames(descended))
    for w, loss in zip(curve["w"][::20], curve["loss"][::20], strict=True):
        assert loss == pytest.approx(theory.loss(SCATTERED, w, 0))
    assert len(path["epoch"]) == 30
    assert path["slope"] * 5 == pytest.approx(descended.history["grad_w"], abs=1e-4)
    rise = (path["y2"] - path["y1"]) / (path["x2"] - path["x1"])
    steep = np.abs(path["slope"]) > 1e-3
    assert rise[steep] == pytest.approx(path["slope"][steep], rel=1e-3)
    assert path["to_w"] == pytest.approx(descended.history["w"])


def test_the_landscape_of_a_diverging_run_shows_only_what_is_near():
    flown = run(ONE, LINE, learning_rate=0.2)  # 11 times as far away after the first step
    _, curve, path = landscape_tables.parabola(flown, view_tables.scrubber_frames(flown))
    assert -24 <= curve["w"].min() <= curve["w"].max() <= 28
    assert list(path["epoch"]) == [1, 2]
    assert path["to_w"][0] == flown.history["w"].iloc[0]


@pytest.mark.parametrize("problem", [LINE, SCATTERED, gd.Problem([-1, 1], [2, 3])])
def test_the_contours_have_the_stated_loss_and_surround_the_optimum(problem):
    descended = run(TWO, problem)
    box, rings, path, directions = landscape_tables.contours(
        descended, view_tables.scrubber_frames(descended)
    )
    for w, b, loss in list(zip(rings["w"], rings["b"], rings["loss"], strict=True))[::15]:
        assert theory.loss(problem, w, b) == pytest.approx(loss, rel=1e-3, abs=1e-5)
    sizes = np.unique(rings["arc"], return_counts=True)[1]
    assert 2 <= sizes.min() <= sizes.max() <= 64
    assert box.contains(rings["w"], rings["b"]).all()
    assert len(path["epoch"]) == 30
    curvature = np.linalg.eigvalsh(theory.hessian(problem))
    assert directions["curvature"] == pytest.approx(
        curvature[-len(directions["curvature"]) :], abs=1e-12
    )


def test_along_the_main_directions_the_gradient_points_through_the_optimum():
    descended = run(TWO)
    directions = landscape_tables.contours(descended, view_tables.scrubber_frames(descended))[3]
    best = np.array(theory.optimum(SCATTERED, bias=True))
    for line in pd.DataFrame(directions).itertuples():
        off = np.array([line.x2, line.y2]) - best
        assert theory.hessian(SCATTERED) @ off == pytest.approx(line.curvature * off, abs=1e-4)


@pytest.mark.parametrize("variant", [ONE, TWO])
@pytest.mark.parametrize(
    "points", [([3.0], [1.0]), ([0, 0], [1, 2]), ([1, 2], [0, 0]), ([1e30], [1.0])]
)
def test_landscapes_of_degenerate_points(variant, points):
    descended = run(variant, gd.Problem(*points), learning_rate=1e-6)
    frame = view_tables.scrubber_frames(descended)
    if variant == ONE:
        box, curve, path = landscape_tables.parabola(descended, frame)
    else:
        box, curve, path, _ = landscape_tables.contours(descended, frame)
    assert len(path["epoch"]) >= 1
    assert box.bottom < box.top
    assert all(np.isfinite(column).all() for column in curve.values())


@pytest.mark.parametrize("start", [(0, 0), (5, -3), (2, 1)])
def test_the_only_step_of_a_run_is_drawn_to_its_end(start):
    w0, b0 = start
    once = run(TWO, LINE, epochs=1, learning_rate=0.05, w0=w0, b0=b0)
    box, _, path, _ = landscape_tables.contours(once, view_tables.scrubber_frames(once))
    assert (path["w"][0], path["b"][0]) == once.end
    assert box.contains(*np.array([once.start, once.end]).T).all()
    once = run(ONE, LINE, epochs=1, w0=w0)
    _, _, path = landscape_tables.parabola(once, view_tables.scrubber_frames(once))
    assert path["to_w"][0] == once.end[0]
    assert path["to_loss"][0] == pytest.approx(theory.loss(LINE, *once.end))


@pytest.mark.parametrize(("rate", "drawn"), [(0.14, True), (30.0, True), (100.0, False)])
def test_a_first_step_is_drawn_unless_it_leaps_a_thousand_times_as_far(rate, drawn):
    """An epoch multiplies the distance by |1 - 15 η|."""
    once = run("torch_autograd", LINE, epochs=1, learning_rate=rate)
    _, _, path = landscape_tables.parabola(once, view_tables.scrubber_frames(once))
    assert np.isfinite(path["to_w"][0]) == drawn


def test_a_run_that_grows_is_shown_until_it_is_four_times_as_far_away():
    grown = run("torch_autograd", LINE, learning_rate=2.5 / 15)  # |1 - 15 η| = 1.5
    box, _, path = landscape_tables.parabola(grown, view_tables.scrubber_frames(grown))
    assert 1.5**3 < 4 < 1.5**4
    assert len(path["epoch"]) == 4  # at the start, and after 1 to 3 updates
    assert box.right - 2 == pytest.approx(2 * 1.5**3 * (1 + 2 * view_tables.MARGIN), rel=0.05)


@pytest.mark.parametrize("problem", [LINE, SCATTERED])
def test_the_polygons_of_the_contours_are_less_than_a_pixel_off(problem):
    """Between two corners a polygon runs inside the ellipse, where the loss is smaller."""
    descended = run(TWO, problem)
    box, rings, _, _ = landscape_tables.contours(descended, view_tables.scrubber_frames(descended))
    table = pd.DataFrame(rings).astype(float)
    min_loss = theory.loss(problem, *theory.optimum(problem, bias=True))
    assert table["loss"].nunique() == landscape_tables.LEVELS - 1
    for _, arc in table.groupby("arc"):
        w, b = ((arc[name].to_numpy()[1:] + arc[name].to_numpy()[:-1]) / 2 for name in "wb")
        level = arc["loss"].iloc[0] - min_loss
        inside = np.array([theory.loss(problem, *at) - min_loss for at in zip(w, b, strict=True)])
        assert (inside > 0.98 * level).all()  # the square of the distance
    assert np.ptp(rings["b"]) > 0.9 * (box.top - box.bottom)


def test_a_run_that_starts_at_the_optimum_has_a_landscape_around_it():
    still = run(TWO, gd.Problem([1, 2], [40, 80]), w0=40)
    box, rings, path, _ = landscape_tables.contours(still, view_tables.scrubber_frames(still))
    assert len(path["epoch"]) == 30
    assert box.right - 40 == pytest.approx(40 - box.left)
    assert box.right == pytest.approx(40 + 0.05 * 40 * (1 + 2 * view_tables.MARGIN), abs=0.1)
    assert all(column.dtype != np.float64 for column in rings.values())


def test_the_box_of_the_parabola_has_a_margin_below_the_smallest_loss():
    descended = run(ONE, learning_rate=0.002)
    box, curve, _ = landscape_tables.parabola(descended, view_tables.scrubber_frames(descended))
    min_loss = np.mean((SCATTERED.y - SCATTERED.x * (SCATTERED.y @ SCATTERED.x / 72.5)) ** 2)
    assert SCATTERED.x @ SCATTERED.x == 72.5
    assert box.top == curve["loss"].max()
    assert box.bottom == pytest.approx(min_loss - view_tables.MARGIN * (box.top - min_loss))


@pytest.mark.parametrize("sign", [1, -1])
def test_the_contours_fill_the_box(sign):
    """Even steps of the distance, from the optimum to the farthest of the corners."""
    problem = gd.Problem(sign * SCATTERED.x, SCATTERED.y)
    descended = run(TWO, problem)
    box, rings, _, _ = landscape_tables.contours(descended, view_tables.scrubber_frames(descended))
    min_loss = theory.loss(problem, *theory.optimum(problem, bias=True))
    corners = [(w, b) for w in (box.left, box.right) for b in (box.bottom, box.top)]
    farthest = max(theory.loss(problem, *corner) - min_loss for corner in corners)
    steps = np.arange(1, landscape_tables.LEVELS) / landscape_tables.LEVELS
    assert np.unique(rings["loss"]) - min_loss == pytest.approx(farthest * steps**2, rel=1e-4)


@given(extreme_runs())
def test_no_number_is_infinite_in_extreme_runs(extreme):
    table = view_tables.scrubber_frames(extreme)
    if extreme.variant == ONE:
        _, curve, path = landscape_tables.parabola(extreme, table)
        tables = [curve, path]
    else:
        _, rings, path, directions = landscape_tables.contours(extreme, table)
        tables = [rings, path, directions]
    for columns in tables:
        assert not any(np.isinf(column).any() for column in columns.values())
    assert len(path["epoch"]) >= 1
