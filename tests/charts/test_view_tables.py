"""The tables of the linked views checked against the run and against theory."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.charts import view_tables
from tests.extremes import extreme_runs

SCATTERED = gd.Problem([0.5, 1, 2.5, 4, 7], [3, 1, 4, 1, 5])
ONE, TWO = "numpy_by_hand", "torch_module"
numbers = st.floats(-10, 10, width=16)


def run(variant: str, problem: gd.Problem = SCATTERED, **settings) -> gd.Run:
    return gd.train(variant, problem, gd.Settings(**{"epochs": 30, **settings}))


def test_a_short_run_has_every_epoch_which_begins_where_the_last_one_ended():
    short = run(TWO, w0=0.25, b0=-1)
    frame = view_tables.scrubber_frames(short)
    assert list(frame["epoch"]) == list(range(1, 31))
    assert list(frame["from_w"]) == [0.25, *short.history["w"][:-1]]
    assert list(frame["from_b"]) == [-1, *short.history["b"][:-1]]


def with_history(epochs: int, **columns: np.ndarray) -> gd.Run:
    """A run with this history; columns that are not given are 1."""
    short = run(TWO, epochs=1)
    table = dict.fromkeys(short.history, np.ones(epochs)) | columns
    table["epoch"] = np.arange(1.0, epochs + 1)
    return replace(short, history=pd.DataFrame(table))


def test_a_long_run_has_few_frames_with_the_first_the_last_and_the_extremes():
    columns = {name: np.ones(20_000) for name in ("loss", "w", "b")}
    columns["loss"][[777, 9_999]] = 9, 1e-9
    columns["w"][[5_432, 12_345]] = -5, 5
    columns["b"][[6_543, 13_456]] = -5, 5
    frame = pd.DataFrame(view_tables.scrubber_frames(with_history(20_000, **columns)))
    assert len(frame) <= 400
    assert list(frame["epoch"][:30]) == list(range(1, 31))
    assert frame["epoch"].iloc[-1] == 20_000
    assert {778, 10_000, 5_433, 12_346, 6_544, 13_457} <= set(frame["epoch"])
    assert np.diff(frame["epoch"]).max() < 200


@given(x=numbers, y=numbers, slope=numbers, at=st.floats(0, 1))
def test_a_segment_lies_on_its_line_and_in_the_box(x, y, slope, at):
    box = view_tables.Box(-2, 3, -1, 5)
    part = pd.DataFrame(box.segments(*np.array([[x], [y], [slope]], float))).iloc[0]
    on_line = box.left + at * (box.right - box.left)
    if box.contains(np.array(on_line), np.array(y + slope * (on_line - x))):
        assert part["x1"] - 1e-6 <= on_line <= part["x2"] + 1e-6 or part.isna().all()
    if slope == 0 and not -1 <= y <= 5:
        assert part.isna().all()
    if part.notna().all():
        ends = part[["x1", "x2"]].to_numpy(), part[["y1", "y2"]].to_numpy()
        assert ends[1] == pytest.approx(y + slope * (ends[0] - x), abs=1e-4)
        assert -2 <= ends[0][0] <= ends[0][1] <= 3
        assert ends[1].min() >= -1 - 1e-4
        assert ends[1].max() <= 5 + 1e-4


@pytest.mark.parametrize("rate", [0.01, 0.9])
def test_all_points_are_visible_however_far_the_line_goes(rate):
    box = view_tables.fit_box(run(ONE, learning_rate=rate))
    assert box.contains(SCATTERED.x, SCATTERED.y).all()
    assert box.top - box.bottom < 10 * np.ptp(SCATTERED.y)


@pytest.mark.parametrize("epochs", [255, 256, 65_536])
def test_epochs_have_a_small_type_and_never_wrap(epochs):
    table = view_tables.scrubber_frames(with_history(epochs))
    assert table["epoch"][-1] == epochs
    assert table["epoch"].itemsize == {255: 1, 256: 2, 65_536: 4}[epochs]


def test_numbers_are_compact_unless_that_would_be_seen():
    ordinary = np.array([0.1, 2.5, np.nan])
    assert view_tables.compact(ordinary, 1.0).dtype == np.float32
    for values, size in [
        (np.array([1.7e9, 1.7e9 + 3600]), 7200.0),  # seconds since 1970, over two hours
        (np.array([1e39]), 1e39),
        (np.array([1e300]), np.inf),
        (np.array([1e-60]), 1e-60),
    ]:
        assert view_tables.compact(values, size) is values


def test_the_fixed_lines_are_those_of_the_run_and_of_least_squares():
    fitted = run(TWO, w0=0.5, b0=1)
    lines = view_tables.fixed_lines(fitted, view_tables.fit_box(fitted))
    slopes = (lines["y2"] - lines["y1"]) / (lines["x2"] - lines["x1"])
    best = np.polyfit(SCATTERED.x, SCATTERED.y, 1)[0]
    assert list(lines["line"]) == ["before", "after", "least squares"]
    assert slopes == pytest.approx([0.5, fitted.end[0], best], rel=1e-5)


def test_many_points_are_downsampled_and_have_no_residuals():
    x = np.linspace(0, 1, 2000)
    many = gd.Problem(x[::-1], np.sin(9 * x))
    of_many = run(TWO, many)
    points = view_tables.residual_points(of_many, view_tables.fit_box(of_many))
    assert set(points) == {"x", "y"}
    assert 100 < len(points["x"]) <= 900
    assert (np.diff(points["x"]) > 0).all()
    few = run(TWO)
    box = view_tables.fit_box(few)
    points = view_tables.residual_points(few, box)
    assert set(points["bottom"]) == {box.bottom}
    assert set(points["top"]) == {box.top}


def test_the_line_that_an_epoch_begins_with_is_the_one_that_moves():
    moved = run(TWO, w0=0.5, b0=1)
    table = view_tables.scrubber_frames(moved)
    line = pd.DataFrame(view_tables.moving_line(table, view_tables.fit_box(moved))).dropna()
    assert len(line) > 20
    for x, y in (("x1", "y1"), ("x2", "y2")):
        fitted = line["from_w"] * line[x] + line["from_b"]
        assert fitted.to_numpy() == pytest.approx(line[y].to_numpy(), abs=1e-5)


def test_is_far():
    x = np.array([1.0, 3.0])
    assert [view_tables.is_far(x, at) for at in (-7, 11, -7.1, 11.1)] == [False, False, True, True]
    assert [view_tables.is_far(np.array([2.0]), at) for at in (10, -6, 10.1)] == [
        False,
        False,
        True,
    ]


@given(extreme_runs())
def test_no_number_is_infinite_in_extreme_runs(extreme):
    table, box = view_tables.scrubber_frames(extreme), view_tables.fit_box(extreme)
    for columns in (table, view_tables.residual_points(extreme, box), box.corners()):
        assert all(np.isfinite(column).all() for column in columns.values())
    for lines in (view_tables.fixed_lines(extreme, box), view_tables.moving_line(table, box)):
        assert not any(np.isinf(lines[end]).any() for end in ("x1", "y1", "x2", "y2"))
