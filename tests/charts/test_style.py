"""The charts are looked into: their scales, their marks, and that their colours can be seen."""

import itertools

import pandas as pd
import pytest

from gd.charts import style
from gd.variants import VARIANTS

PAGES = {"light": "#ffffff", "dark": "#0e1117"}


def luminance(color: str) -> float:
    """Relative luminance of "#rrggbb", WCAG 2.2."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("color", sorted({*style.COLORS.values(), *style.VARIANT_COLORS.values()}))
def test_every_colour_can_be_seen(color, page):
    """WCAG 2.2, 1.4.11: graphical objects need a contrast of 3:1."""
    assert contrast(color, PAGES[page]) >= 3


def test_a_variant_and_a_quantity_each_have_a_colour_of_their_own():
    assert list(style.VARIANT_COLORS) == list(VARIANTS)
    quantities = [style.COLORS[name] for name in ("loss", "w", "b", "dL/dw", "dL/db")]
    colors = [*style.VARIANT_COLORS.values(), *quantities]
    assert len(set(colors)) == len(colors)


def test_runs_that_coincide_are_all_visible():
    layers = style.losses(tuple(VARIANTS), "log").to_dict()["layer"]
    widths = [layer["mark"]["strokeWidth"] for layer in layers]
    assert widths == sorted(widths, reverse=True)
    looks = {(layer["mark"]["strokeWidth"], *layer["mark"]["strokeDash"]) for layer in layers}
    assert (7.0, 1, 0) in looks
    assert (2.5, 5, 5) in looks


def every_chart():
    frame = pd.DataFrame({"epoch": [1, 2], "curve": "w", "value": 2.0})
    yield style.curves(frame, "weight w", {"w": "#7a5af0"})
    for scale in ("log", "linear"):
        yield style.losses(("torch_module",), scale)


def test_axes_have_words_and_marks_have_tooltips():
    for chart in every_chart():
        layers = chart.to_dict()["layer"]
        titles = {
            (axis, layer["encoding"][axis].get("title"))
            for layer, axis in itertools.product(layers, ("x", "y"))
            if axis in layer["encoding"] and "title" in layer["encoding"][axis]
        }
        assert {axis for axis, title in titles if title} == {"x", "y"}
        assert any("tooltip" in layer["encoding"] for layer in layers)
