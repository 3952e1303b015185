"""The specs of a comparison: what can be read, and that no run hides another."""

import pytest

from gd.charts import comparison_charts, style

NAMES = tuple("ABCDEFGH")
CHARTS = {
    "loss": comparison_charts.loss(NAMES, "log", 300, False),
    "weight": comparison_charts.weight(NAMES, "w", "weight w", False),
    "distance": comparison_charts.distance(NAMES, False),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_spec_holds_no_numbers_of_a_run_and_axes_have_titles(name):
    spec = CHARTS[name].to_dict()
    assert "datasets" not in spec
    assert "'values': [" not in str(spec)
    encodings = [layer["encoding"] for layer in spec["layer"]]
    for axis in ("x", "y"):
        assert any(encoding[axis].get("title") for encoding in encodings)
    assert all("tooltip" in encoding for encoding in encodings)


@pytest.mark.parametrize("name", ["loss", "weight"])
def test_runs_that_coincide_are_all_visible(name):
    layers = CHARTS[name].to_dict()["layer"]
    marks = [layer["mark"] for layer in layers]
    widths = [mark["strokeWidth"] for mark in marks]
    assert widths == sorted(widths, reverse=True)
    scale = layers[0]["encoding"]["strokeDash"]["scale"]
    assert scale == {"domain": list(NAMES), "range": style.RUN_DASHES}
    assert len(set(zip(widths, map(tuple, scale["range"]), strict=True))) == len(NAMES)
    # from the third on, dashes let the line below show through
    assert all(gap > 0 for _, gap in scale["range"][2:])


def test_each_run_has_a_colour_of_its_own():
    assert len(set(style.RUN_COLORS)) == len(style.RUN_COLORS) == len(NAMES)


def test_one_epoch_has_dots_and_a_log_scale_has_no_zeros():
    (first, *_) = comparison_charts.loss(("A", "B"), "linear", 300, True).to_dict()["layer"]
    assert first["mark"]["point"]
    assert "datum.loss > 0" in str(CHARTS["loss"].to_dict()["layer"][0]["transform"])


def test_the_legend_of_distances_leaves_out_the_reference_run():
    scale = CHARTS["distance"].to_dict()["layer"][1]["encoding"]["color"]["scale"]
    assert scale["domain"] == list(NAMES[1:])
    assert scale["range"] == style.RUN_COLORS[1:]


def test_a_lone_distance_has_a_dot():
    dots = CHARTS["distance"].to_dict()["layer"][2]
    assert dots["mark"]["type"] == "circle"
    assert "!(datum.before>0||datum.after>0)" in dots["transform"][-1]["filter"]


def test_the_lines_of_two_runs_are_in_the_box_of_the_frame_and_have_the_runs_colours():
    spec = comparison_charts.fits(("A", "B"), 200).to_dict()
    assert spec["height"] == 200
    axes, lines, points = spec["layer"]
    assert axes["data"]["name"] == "frame"
    assert points["data"]["name"] == "points"
    assert str(style.RUN_COLORS[:2]).replace(" ", "") in lines["encoding"]["color"]["value"]["expr"]
    assert lines["data"]["sequence"]["stop"] == 2
    assert "'values': [" not in str(spec)
