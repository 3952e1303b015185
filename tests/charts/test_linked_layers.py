"""The specs of all linked views: what they follow, what data they hold, what can be read."""

import json

import pytest

from gd.charts import epoch_charts, landscape_charts, line_chart
from gd.charts.linked_layers import PLACES

CHARTS = {
    "fit": line_chart.fit("speed (mph)", "stopping distance (ft)"),
    "loss": epoch_charts.loss("log", True, False, False),
    "loss with theory": epoch_charts.loss("linear", False, True, True),
    "weights": epoch_charts.weights(("w", "b"), True, False),
    "gradients": epoch_charts.gradients(("w",), False, False),
    "parabola": landscape_charts.parabola(True),
    "contours": landscape_charts.contours(True),
}
NAMES = pytest.mark.parametrize("name", CHARTS)


def layers(spec: dict) -> list[dict]:
    """All layers without layers of their own."""
    return (
        [leaf for layer in spec["layer"] for leaf in layers(layer)] if "layer" in spec else [spec]
    )


@NAMES
def test_each_view_follows_the_state_and_the_preview_of_the_page(name):
    spec = CHARTS[name].to_dict()
    bound = {param["name"]: param["bind"] for param in spec["params"] if "bind" in param}
    followed = {"epoch", "preview"} | ({"hand"} if name not in ("weights", "gradients") else set())
    assert bound == {key: {"element": PLACES[key], "event": "gd-moved"} for key in followed}
    text = json.dumps(spec["layer"])
    assert "toNumber(epoch)" in text + json.dumps(spec["params"])
    assert "rows" in text
    assert ("hand" in text) == ("hand" in followed)


@NAMES
def test_a_spec_holds_no_numbers_of_a_run(name):
    spec = CHARTS[name].to_dict()
    assert "datasets" not in spec
    assert '"values": [{' not in json.dumps(spec)


@NAMES
def test_axes_have_titles_and_fixed_ends_and_nothing_else_is_placed_by_a_field(name):
    spec = CHARTS[name].to_dict()
    first, *others = layers(spec)
    # over the epochs, the chart's own title says what its y axis is
    by_chart = {"x": False, "y": spec["title"] in ("Loss", "Weights", "Gradient")}
    for channel, ends in (("x", ("at[0]", "at[1]")), ("y", ("at[2]", "at[3]"))):
        assert bool(first["encoding"][channel]["title"]) != by_chart[channel]
        assert first["encoding"][channel]["scale"]["domain"] == [{"expr": end} for end in ends]
    for layer in others:
        for channel in ("x", "y", "x2", "y2"):
            assert "field" not in layer.get("encoding", {}).get(channel, {})


@NAMES
def test_all_views_have_one_size_and_a_title(name):
    spec = CHARTS[name].to_dict()
    assert spec["height"] == CHARTS["fit"].to_dict()["height"]
    assert spec["config"]["axisY"]["minExtent"] == spec["config"]["axisY"]["maxExtent"]
    assert spec["title"]
    assert any("tooltip" in layer.get("encoding", {}) for layer in layers(spec))


@NAMES
def test_four_views_have_few_bytes(name):
    assert len(json.dumps(CHARTS[name].to_dict())) < 5_200


def test_the_axes_of_the_points_are_named_as_they_are():
    encoding = layers(CHARTS["fit"].to_dict())[0]["encoding"]
    assert encoding["x"]["title"] == "speed (mph)"
    assert encoding["y"]["title"] == "stopping distance (ft)"


def test_where_the_history_is_not_complete_the_next_state_is_a_column():
    assert "lead" in json.dumps(CHARTS["contours"].to_dict())
    assert "lead" not in json.dumps(landscape_charts.contours(False).to_dict())
