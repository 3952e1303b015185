"""The tables of the linked views checked against the run and against theory."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import gd
from gd.analysis.states import settled, states
from gd.charts import view_tables
from gd.charts.epoch_charts import LOSSES, NOTES
from gd.charts.line_chart import FIT
from gd.charts.linked_layers import BOX
from gd.charts.style import Scale
from tests.extremes import extreme_runs

SCATTERED = gd.Problem([0.5, 1, 2.5, 4, 7], [3, 1, 4, 1, 5])
ONE, TWO = "numpy_by_hand", "torch_module"


def run(variant: str, problem: gd.Problem = SCATTERED, **settings) -> gd.Run:
    return gd.train(variant, problem, gd.Settings(**{"epochs": 30, **settings}))


def test_a_short_run_has_every_state_and_leads_to_the_next():
    short = run(TWO, w0=0.25, b0=-1)
    frame = view_tables.scrubber_frames(short)
    assert list(frame["epoch"]) == list(range(31))
    assert list(frame["w"]) == [0.25, *short.history["w"]]
    assert list(frame["to_w"][:-1]) == list(short.history["w"])
    assert list(frame["to_b"][:-1]) == list(short.history["b"])
    assert np.isnan([frame["to_w"][-1], frame["to_b"][-1]]).all()


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
    assert list(frame["epoch"][:31]) == list(range(31))
    assert frame["epoch"].iloc[-1] == 20_000
    # the history counts losses before, and weights after its epochs, which begin with 1
    assert {777, 9_999, 5_433, 12_346, 6_544, 13_457} <= set(frame["epoch"])
    assert np.diff(frame["epoch"]).max() < 250
    # even on a log axis
    assert np.diff(np.log(frame["epoch"][31:])).max() < 0.1


@pytest.mark.parametrize("rate", [0.01, 0.9])
def test_all_points_are_visible_however_far_the_line_goes(rate):
    box = view_tables.fit_box(run(ONE, learning_rate=rate))
    assert box.left <= SCATTERED.x.min() <= SCATTERED.x.max() <= box.right
    assert box.bottom <= SCATTERED.y.min() <= SCATTERED.y.max() <= box.top
    assert box.top - box.bottom < 10 * np.ptp(SCATTERED.y)


@pytest.mark.parametrize("epochs", [255, 256, 65_536])
def test_epochs_have_a_small_type_and_never_wrap(epochs):
    table = view_tables.scrubber_frames(with_history(epochs))
    assert table["epoch"][-1] == epochs
    assert table["epoch"].itemsize == {255: 1, 256: 2, 65_536: 4}[epochs]


def test_the_frame_of_the_points_has_the_lines_of_the_run_and_of_least_squares():
    fitted = run(TWO, w0=0.5, b0=1)
    frame = dict(zip(FIT, view_tables.fit_frame(fitted)["v"], strict=True))
    assert (frame["w0"], frame["b0"]) == (0.5, 1)
    assert (frame["w1"], frame["b1"]) == fitted.end
    assert [frame["best_w"], frame["best_b"]] == pytest.approx(
        np.polyfit(SCATTERED.x, SCATTERED.y, 1)
    )
    box = view_tables.fit_box(fitted)
    assert [frame[name] for name in BOX] == [box.left, box.right, box.bottom, box.top]


def test_many_points_are_downsampled():
    x = np.linspace(0, 1, 2000)
    many = view_tables.points(gd.Problem(x[::-1], np.sin(9 * x)))
    assert 100 < len(many["x"]) <= 900
    assert (np.diff(many["x"]) > 0).all()
    assert list(view_tables.points(SCATTERED)["y"]) == list(SCATTERED.y)


def loss_frame(of: gd.Run, scale: Scale = "log") -> dict[str, float]:
    table = view_tables.scrubber_frames(of)
    return dict(zip(LOSSES, view_tables.loss_frame(of, table, scale)["v"], strict=True))


def test_the_axes_of_the_loss_hold_every_state():
    descended = run(TWO)
    losses = states(descended)["loss"]
    log, linear = loss_frame(descended), loss_frame(descended, "linear")
    assert (log["left"], log["right"]) == (0, 30)
    assert 0.5 * losses.min() < log["bottom"] < losses.min() < losses.max() < log["top"]
    assert linear["bottom"] == 0
    assert losses.max() < linear["top"] < 1.2 * losses.max()


def test_it_is_noted_from_when_on_nothing_changes():
    line = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    exact = run(ONE, line, learning_rate=0.02)
    frame, losses = loss_frame(exact), states(exact)["loss"]
    assert NOTES[int(frame["note"])] == "exactly 0"
    assert losses[int(frame["noted"]) - 1] > 0 == losses[int(frame["noted"])]
    inexact = run("torch_autograd", learning_rate=0.03, epochs=300)
    frame = loss_frame(inexact)
    assert NOTES[int(frame["note"])] == "no change"
    assert frame["noted"] == settled(inexact)
    assert np.isnan(loss_frame(run(TWO))["noted"])


def test_the_axes_of_curves_hold_them_and_their_optimum():
    descended = run(TWO)
    w = states(descended)["w"]
    frame = view_tables.curves_frame(descended, [w], (7.0,))["v"]
    assert list(frame[:2]) == [0, 30]
    assert frame[2] < w.min()
    assert 7 < frame[3] < 8
    assert frame[4] == 7


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
    table = view_tables.scrubber_frames(extreme)
    frames = [view_tables.fit_frame(extreme)["v"]]
    frames.append(view_tables.loss_frame(extreme, table, "linear")["v"][:4])
    if view_tables.fits_log(table):
        frames.append(view_tables.loss_frame(extreme, table, "log")["v"][:4])
    frames += [
        view_tables.curves_frame(extreme, [table[name]], (0.0,))["v"] for name in ("w", "grad_w")
    ]
    for frame in frames:
        assert np.isfinite(frame).all()
        assert frame[0] < frame[1]
        assert frame[2] < frame[3]
