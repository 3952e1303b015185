"""The specs of overlaid curves: no run hides another, and all can be read."""

import itertools

import pandas as pd

from gd.charts import overlay_charts
from gd.variants import VARIANTS


def test_runs_that_coincide_are_all_visible():
    layers = overlay_charts.losses(tuple(VARIANTS), "log").to_dict()["layer"]
    widths = [layer["mark"]["strokeWidth"] for layer in layers]
    assert widths == sorted(widths, reverse=True)
    looks = {(layer["mark"]["strokeWidth"], *layer["mark"]["strokeDash"]) for layer in layers}
    assert (7.0, 1, 0) in looks
    assert (2.5, 5, 5) in looks


def test_the_legend_names_what_is_drawn_alone():
    layers = overlay_charts.losses(("torch_module", "numpy_by_hand"), "log").to_dict()["layer"]
    names = [layer["encoding"]["color"]["scale"]["domain"] for layer in layers]
    assert names == [["nn.Linear module", "NumPy by hand"]] * 2


def every_chart():
    frame = pd.DataFrame({"epoch": [1, 2], "curve": "w", "value": 2.0})
    yield overlay_charts.curves(frame, "weight w", {"w": "#7a5af0"})
    for scale in ("log", "linear"):
        yield overlay_charts.losses(("torch_module",), scale)


def test_axes_have_titles_and_marks_have_tooltips():
    for chart in every_chart():
        layers = chart.to_dict()["layer"]
        titles = {
            (axis, layer["encoding"][axis].get("title"))
            for layer, axis in itertools.product(layers, ("x", "y"))
            if axis in layer["encoding"] and "title" in layer["encoding"][axis]
        }
        assert {axis for axis, title in titles if title} == {"x", "y"}
        assert any("tooltip" in layer["encoding"] for layer in layers)
