"""The charts of a comparison are looked into: what can be read, and that no run hides another."""

import pytest

from gd.charts import comparison_charts as compared
from gd.charts import style

NAMES = tuple("ABCDEFGH")
CHARTS = {
    "loss": compared.loss(NAMES, "log", False),
    "weight": compared.weight(NAMES, "w", "weight w", False),
    "distance": compared.distance(NAMES, False),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_spec_holds_no_numbers_of_a_run_and_axes_have_words(name):
    spec = CHARTS[name].to_dict()
    assert "datasets" not in spec
    assert "values" not in str(spec)
    encodings = [layer["encoding"] for layer in spec["layer"]]
    for axis in ("x", "y"):
        assert any(encoding[axis].get("title") for encoding in encodings)
    assert all("tooltip" in encoding for encoding in encodings)


@pytest.mark.parametrize("name", ["loss", "weight"])
def test_runs_that_coincide_are_all_visible(name):
    marks = [layer["mark"] for layer in CHARTS[name].to_dict()["layer"]]
    widths = [mark["strokeWidth"] for mark in marks]
    assert widths == sorted(widths, reverse=True)
    assert len({(mark["strokeWidth"], *mark["strokeDash"]) for mark in marks}) == len(NAMES)
    # what is as wide as the line below it, or dashed below another, has gaps to see that through
    assert all(mark["strokeDash"][1] > 0 for mark in marks[2:])


def test_each_run_has_a_colour_that_is_known_to_be_seen():
    seen = {*style.COLORS.values(), *style.VARIANT_COLORS.values()}
    assert set(compared.COLORS) <= seen
    assert len(set(compared.COLORS)) == len(compared.COLORS) == len(NAMES)


def test_one_epoch_has_dots_and_a_log_scale_no_zeros():
    (first, *_) = compared.loss(("A", "B"), "linear", True).to_dict()["layer"]
    assert first["mark"]["point"]
    assert "datum.loss > 0" in str(CHARTS["loss"].to_dict()["layer"][0]["transform"])


def test_the_legend_of_distances_leaves_out_the_run_that_they_are_from():
    scale = CHARTS["distance"].to_dict()["layer"][1]["encoding"]["color"]["scale"]
    assert scale["domain"] == list(NAMES[1:])
    assert scale["range"] == compared.COLORS[1:]
