"""The specs of all linked views: what they follow, what data they hold, what can be read."""

import itertools

import pytest

from gd.charts import epoch_charts, plane_charts

CHARTS = {
    "fit": plane_charts.fit(),
    "loss": epoch_charts.loss("log", True, False),
    "loss with theory": epoch_charts.loss("linear", False, True),
    "weights": epoch_charts.weights(("w", "b"), True),
    "gradients": epoch_charts.gradients(("dL/dw",), False),
    "parabola": plane_charts.parabola(),
    "contours": plane_charts.contours(),
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
def test_axes_have_titles_and_marks_have_tooltips(name):
    layers = CHARTS[name].to_dict()["layer"]
    titled = {
        axis
        for layer, axis in itertools.product(layers, ("x", "y"))
        if layer["encoding"].get(axis, {}).get("title")
    }
    assert titled == {"x", "y"}
    assert any("tooltip" in layer["encoding"] for layer in layers)
