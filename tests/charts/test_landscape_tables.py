"""The landscapes of runs, checked against the loss itself."""

import numpy as np
import pytest
from hypothesis import given

import gd
from gd import theory
from gd.charts import landscape_tables, view_tables
from gd.charts.landscape_charts import CONTOUR_LEVELS, CONTOURS, PARABOLA
from gd.run import Columns
from tests.extremes import extreme_runs

LINE = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
SCATTERED = gd.Problem([0.5, 1, 2.5, 4, 7], [3, 1, 4, 1, 5])
STANDARD = gd.Problem([-1.3416408, -0.4472136, 0.4472136, 1.3416408], [-1.3, -0.5, 0.4, 1.4])
ONE, TWO = "numpy_by_hand", "torch_module"
VIEWS = ("whole valley", "path")


def run(variant: str, problem: gd.Problem = SCATTERED, **settings) -> gd.Run:
    return gd.train(variant, problem, gd.Settings(**{"epochs": 30, **settings}))


def named(names: tuple[str, ...], frame: Columns) -> dict[str, float]:
    return dict(zip(names, frame["v"].tolist(), strict=True))


def parabola(of: gd.Run):
    box, frame, path = landscape_tables.parabola(of, view_tables.scrubber_frames(of))
    return box, named(PARABOLA, frame), path


def contours(of: gd.Run, view: landscape_tables.View = "whole valley"):
    box, frame, path = landscape_tables.contours(of, view_tables.scrubber_frames(of), view)
    return box, named(CONTOURS, frame), path


def on_contour(frame, k: float) -> list[tuple[float, float]]:
    """Points of a contour, as the chart draws it."""
    points = []
    for turn in np.linspace(0, 2 * np.pi, 40):
        u = np.sin(turn) * min(1, frame["cut"] / k)
        v = np.sqrt(1 - u**2) * np.sign(np.cos(turn))
        points.append(
            tuple(frame[n] + k * (u * frame[f"flat_{n}"] + v * frame[f"steep_{n}"]) for n in "wb")
        )
    return points


def inside(box: view_tables.Box, points: list[tuple[float, float]]) -> bool:
    return all(box.left <= w <= box.right and box.bottom <= b <= box.top for w, b in points)


def test_the_parabola_is_the_loss():
    _, frame, path = parabola(run(ONE, learning_rate=0.002))
    for w in (-1.0, 0.3, 5.0):
        loss = frame["loss"] + frame["half_curvature"] * (w - frame["w"]) ** 2
        assert loss == pytest.approx(theory.loss(SCATTERED, w, 0))
    assert list(path["epoch"]) == list(range(31))


def test_the_landscape_of_a_diverging_run_shows_only_what_is_near():
    flown = run(ONE, LINE, learning_rate=0.2)  # 11 times as far away after the first step
    box, _, path = parabola(flown)
    assert -24 <= box.left < -20
    assert 24 < box.right <= 28
    assert path["to_w"][0] == flown.history["w"].iloc[0]
    # what a browser cannot draw is brought nearer, and stays outside
    assert np.abs(path["w"] - 2).max() == pytest.approx(landscape_tables.FAR_W * (box.right - 2))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("problem", [LINE, SCATTERED, STANDARD, gd.Problem([-1, 1], [2, 3])])
def test_each_contour_has_one_loss(problem, view):
    box, frame, _ = contours(run(TWO, problem), view)
    for k in np.arange(1, CONTOUR_LEVELS) / CONTOUR_LEVELS:
        losses = [theory.loss(problem, *point) for point in on_contour(frame, k)]
        assert losses == pytest.approx([frame["loss"] + frame["rise"] * k**2] * 40, rel=1e-9)
    corners = [(w, b) for w in (box.left, box.right) for b in (box.bottom, box.top)]
    farthest = max(theory.loss(problem, *corner) for corner in corners)
    assert frame["loss"] + frame["rise"] == pytest.approx(farthest)


@pytest.mark.parametrize("problem", [LINE, SCATTERED, STANDARD])
def test_the_whole_valley_has_closed_rings(problem):
    """In units of 1/√Hᵢᵢ both axes are as long, so that the smallest contours fit into the box."""
    box, frame, _ = contours(run(TWO, problem))
    unit = np.sqrt(np.diag(theory.hessian(problem)))
    reach = np.array([box.right - frame["w"], box.top - frame["b"]])
    assert reach[0] * unit[0] == pytest.approx(reach[1] * unit[1], rel=0.15)
    assert inside(box, on_contour(frame, 1 / CONTOUR_LEVELS))


def test_the_contours_of_standardised_points_are_circles_about_the_optimum():
    box, frame, _ = contours(run(TWO, STANDARD))
    half = np.array([box.right - box.left, box.top - box.bottom]) / 2
    best = np.array([frame["w"], frame["b"]])
    radii = [np.linalg.norm((point - best) / half) for point in on_contour(frame, 0.5)]
    assert max(radii) < 1.1 * min(radii)


def test_the_main_directions_are_the_eigenvectors():
    _, frame, _ = contours(run(TWO))
    hessian = theory.hessian(SCATTERED)
    axes = [np.array([frame[f"{name}_w"], frame[f"{name}_b"]]) for name in ("flat", "steep")]
    assert axes[0] @ hessian @ axes[1] == pytest.approx(0, abs=1e-6)
    assert np.linalg.norm(axes[0]) > np.linalg.norm(axes[1])


def test_the_path_fills_its_view():
    descended = run(TWO, LINE)
    box, frame, path = contours(descended, "path")
    for name, low, high in (("w", box.left, box.right), ("b", box.bottom, box.top)):
        reached = np.array([*path[name], frame[name]])
        assert low < reached.min() < reached.max() < high
        assert np.ptp(reached) > 0.8 * (high - low)


@pytest.mark.parametrize("variant", [ONE, TWO])
@pytest.mark.parametrize(
    "points", [([3.0], [1.0]), ([0, 0], [1, 2]), ([1, 2], [0, 0]), ([1e30], [1.0])]
)
def test_landscapes_of_degenerate_points(variant, points):
    descended = run(variant, gd.Problem(*points), learning_rate=1e-6)
    box, frame, path = parabola(descended) if variant == ONE else contours(descended)
    assert box.left < box.right
    assert box.bottom < box.top
    assert np.isfinite(list(frame.values())).all()
    assert np.isfinite(path["w"]).all()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("start", [(0, 0), (5, -3), (2, 1)])
def test_the_only_step_of_a_run_is_drawn_to_its_end(start, view):
    w0, b0 = start
    once = run(TWO, LINE, epochs=1, learning_rate=0.05, w0=w0, b0=b0)
    box, _, path = contours(once, view)
    assert (path["to_w"][0], path["to_b"][0]) == pytest.approx(once.end)
    assert np.isnan(path["to_w"][1])
    assert inside(box, [once.start, once.end])
    once = run(ONE, LINE, epochs=1, w0=w0)
    box, _, path = parabola(once)
    assert path["to_w"][0] == once.end[0]
    assert box.left < once.end[0] < box.right


@pytest.mark.parametrize(("rate", "inside"), [(0.14, True), (30.0, True), (100.0, False)])
def test_a_first_step_is_inside_unless_it_leaps_a_thousand_times_as_far(rate, inside):
    """An epoch multiplies the distance by |1 - 15 η|."""
    once = run("torch_autograd", LINE, epochs=1, learning_rate=rate)
    box, _, _ = parabola(once)
    assert (box.left <= once.end[0] <= box.right) == inside


def test_a_run_that_grows_is_shown_until_it_is_four_times_as_far_away():
    grown = run("torch_autograd", LINE, learning_rate=2.5 / 15)  # |1 - 15 η| = 1.5
    box, _, _ = parabola(grown)
    assert 1.5**3 < 4 < 1.5**4
    assert box.right - 2 == pytest.approx(2 * 1.5**3 * (1 + 2 * view_tables.MARGIN), rel=0.05)


def test_a_path_that_leaves_keeps_its_direction():
    grown = run(TWO, LINE, learning_rate=0.5, epochs=15)
    box, frame, path = contours(grown)
    best = np.array([frame["w"], frame["b"]])
    moved = np.array([path["w"], path["b"]]).T - best
    real = np.array([[0, *grown.history["w"]], [0, *grown.history["b"]]]).T - best
    cross = moved[:, 0] * real[:, 1] - moved[:, 1] * real[:, 0]
    sizes = np.linalg.norm(moved, axis=1) * np.linalg.norm(real, axis=1)
    assert cross / sizes == pytest.approx(np.zeros(16), abs=1e-6)
    assert np.abs(moved[-1, 0]) <= landscape_tables.FAR * (box.right - box.left)


def test_a_run_that_starts_at_the_optimum_has_a_landscape_around_it():
    still = run(TWO, gd.Problem([1, 2], [40, 80]), w0=40)
    box, _, path = contours(still)
    assert len(path["epoch"]) == 31
    assert box.right - 40 == pytest.approx(40 - box.left)
    assert box.right == pytest.approx(40 + 0.05 * 40 * (1 + 2 * view_tables.MARGIN), abs=0.1)


def test_the_box_of_the_parabola_has_a_margin_below_the_smallest_loss_but_none_below_0():
    box, _, _ = parabola(run(ONE, learning_rate=0.002))
    min_loss = np.mean((SCATTERED.y - SCATTERED.x * (SCATTERED.y @ SCATTERED.x / 72.5)) ** 2)
    assert SCATTERED.x @ SCATTERED.x == 72.5
    assert box.bottom == pytest.approx(min_loss - view_tables.MARGIN * (box.top - min_loss))
    assert parabola(run(ONE, LINE))[0].bottom == 0


@given(extreme_runs())
def test_no_number_is_infinite_in_extreme_runs(extreme):
    if extreme.variant == ONE:
        drawn = [parabola(extreme)]
    else:
        drawn = [contours(extreme, "whole valley"), contours(extreme, "path")]
    for box, frame, path in drawn:
        assert box.left < box.right
        assert box.bottom < box.top
        assert np.isfinite(list(frame.values())).all()
        for column in path.values():
            assert np.isfinite(column[:-1]).all()
