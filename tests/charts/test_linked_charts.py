"""The linked views are looked into: what they follow, which numbers they take, what can be read."""

import itertools

import pytest

from gd.charts import linked_charts as linked

CHARTS = {
    "fit": linked.fit(),
    "loss": linked.loss("log", True, False),
    "loss with theory": linked.loss("linear", False, True),
    "weights": linked.weights(("w", "b"), True),
    "gradients": linked.gradients(("dL/dw",), False),
    "parabola": linked.parabola(),
    "contours": linked.contours(),
}


@pytest.mark.parametrize("name", CHARTS)
def test_each_view_follows_the_epoch_of_the_page(name):
    spec = CHARTS[name].to_dict()
    (parameter,) = spec["params"]
    assert parameter["bind"] == {"element": "#epoch", "event": "input"}
    assert "toNumber(epoch)" in str(spec["layer"])


@pytest.mark.parametrize("name", CHARTS)
def test_a_spec_holds_no_numbers_of_a_run(name):
    spec = CHARTS[name].to_dict()
    assert "datasets" not in spec
    assert "values" not in str(spec)


@pytest.mark.parametrize("name", CHARTS)
def test_axes_have_words_and_marks_have_tooltips(name):
    layers = CHARTS[name].to_dict()["layer"]
    titled = {
        axis
        for layer, axis in itertools.product(layers, ("x", "y"))
        if layer["encoding"].get(axis, {}).get("title")
    }
    assert titled == {"x", "y"}
    assert any("tooltip" in layer["encoding"] for layer in layers)


def scale_types(chart) -> set[str]:
    encodings = [layer["encoding"].get("y", {}) for layer in chart.to_dict()["layer"]]
    return {y["scale"]["type"] for y in encodings if "scale" in y}


def test_the_loss_is_drawn_on_the_scale_asked_for():
    assert scale_types(linked.loss("log", True, False)) == {"log"}
    assert scale_types(linked.loss("linear", True, False)) == {"linear"}


def test_on_the_log_scale_a_loss_of_zero_lies_on_the_floor():
    layers = linked.loss("log", True, False).to_dict()["layer"]
    on_floor = [layer for layer in layers if layer["transform"][0] == {"filter": "datum.loss == 0"}]
    dots, label, marker = on_floor
    assert dots["encoding"]["y"] == marker["encoding"]["y"] == {"value": {"expr": "height - 3"}}
    assert label["mark"]["text"] == "exactly 0"
    assert "loss > 0" in str(layers[0]["transform"])
