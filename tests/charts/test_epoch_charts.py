"""The scales of the views by epoch, and what becomes of a loss of zero on a log scale."""

import json

import pytest

from gd.charts import epoch_charts
from gd.charts.style import Scale


def axes(chart) -> dict:
    return chart.to_dict()["layer"][0]["encoding"]


SCALES: tuple[Scale, ...] = ("log", "linear")


@pytest.mark.parametrize("scale", SCALES)
def test_the_loss_is_drawn_on_the_given_scale(scale: Scale):
    assert axes(epoch_charts.loss(scale, True, False))["y"]["scale"]["type"] == scale


def test_on_the_log_scale_a_loss_of_zero_lies_on_the_floor():
    for scale, lies in zip(SCALES, ("max(datum.loss,at[2])", "datum.loss"), strict=True):
        curve = epoch_charts.loss(scale, True, False).to_dict()["layer"][1]
        assert curve["encoding"]["y"] == {"value": {"expr": f"scale('y',{lies})"}}


def test_the_epochs_of_a_long_run_are_on_a_log_axis_with_a_place_for_the_start():
    short, long = (axes(epoch_charts.weights(("w",), False, long))["x"] for long in (False, True))
    assert "type" not in short["scale"]
    assert long["scale"]["type"] == "symlog"
    assert long["axis"]["values"] == [0, 1, 10, 100, 1000, 10000]


def test_a_long_run_has_no_dots_for_all_its_states():
    for dots in (True, False):
        text = json.dumps(epoch_charts.weights(("w",), dots, False).to_dict())
        assert ("ceil(length(data('history'))" in text) != dots
