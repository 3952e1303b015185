"""Pictures: what is drawn is in its place, at rest, and nothing of others is more than a text."""

import re
import subprocess
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import altair as alt
import numpy as np
import pytest

import gd
from gd.charts import run_views, view_tables
from gd.charts.run_views import View
from gd.export import pictures
from gd.export.naming import file_stem, settings_text

LINE = gd.Problem([1, 2, 3, 4], [2.5, 4, 6, 9])
HOSTILE = "<script>x</script> \"&'\n{datum.x}"
SVG = "{http://www.w3.org/2000/svg}"
SUBTITLE = "lr <0.01>"


@pytest.fixture(scope="module")
def drawn() -> dict[str, pictures.Picture]:
    """Pictures of a run, one of them with axes that others have named."""
    run = gd.train("torch_module", LINE, gd.Settings(epochs=30, optimizer="Adam"))
    made, table = pictures.views(run), view_tables.scrubber_frames(run)
    views: dict[str, View] = {name: made[name] for name in ("landscape", "loss")}
    views["points"] = run_views.fit(run, table, (HOSTILE, HOSTILE), None)
    return dict(zip(views, pictures.render(views.values(), SUBTITLE), strict=True))


def texts(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.slow
def test_a_png_has_two_pixels_for_each_of_its_svg(drawn):
    diverged = gd.train("torch_autograd", LINE, gd.Settings(epochs=300, learning_rate=0.5))
    made = pictures.views(diverged)
    for picture in [*drawn.values(), *pictures.render([made["landscape"], made["loss"]], "")]:
        root = ElementTree.fromstring(picture.svg)
        assert picture.png[:8] == b"\x89PNG\r\n\x1a\n"
        size = [int.from_bytes(picture.png[at : at + 4]) for at in (16, 20)]
        assert size == [2 * float(root.get(side, "")) for side in ("width", "height")]
        assert b"NaN" not in picture.svg
        assert b"undefined" not in picture.svg


def test_its_title_says_what_was_trained(drawn):
    for picture in drawn.values():
        assert SUBTITLE in texts(picture.svg)
    assert "Loss" in texts(drawn["loss"].svg)


def test_it_stands_still_and_has_no_word_for_what_moves(drawn):
    words = texts(drawn["points"].svg) + texts(drawn["landscape"].svg)
    assert {"▬ after", "● path"} <= set(words)
    assert not [word for word in words if "now" in word or "step" in word.split()]


def test_the_points_are_where_their_numbers_say(drawn):
    moved = re.findall(
        r'translate\(([\d.]+),([\d.]+)\)" d="M4\.\d+,0A', drawn["points"].svg.decode()
    )
    places = np.array(moved, dtype=float)
    assert len(places) == len(LINE.x)
    for axis, numbers in enumerate((LINE.x, LINE.y)):
        fit = np.polyfit(numbers, places[:, axis], 1)
        assert np.polyval(fit, numbers) == pytest.approx(places[:, axis], abs=0.01)
        assert (fit[0] > 0) == (axis == 0)  # an SVG's y points down


def test_the_words_of_others_are_words(drawn):
    assert b"<script" not in drawn["points"].svg
    assert any("<script>x</script> \"&'" in text for text in texts(drawn["points"].svg))


def test_the_same_picture_is_drawn_once(monkeypatch):
    done = subprocess.CompletedProcess([], 0, b'[["QQ==", "Qg=="]]')
    calls = []
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: calls.append(1) or done)
    view = pictures.views(gd.train("numpy_by_hand", LINE, gd.Settings()))["loss"]
    for settings in ("once", "once", "again"):
        assert pictures.render([view], settings) == [pictures.Picture(b"A", b"B")]
    assert len(calls) == 2
    pictures._rendered.cache_clear()


def test_nothing_is_fetched():
    def chart() -> Any:
        rows = alt.UrlData("http://127.0.0.1:9/x.csv")
        layer = alt.Chart(rows).mark_point().encode(x="a:Q")
        chart = alt.layer(layer).add_params(alt.param(name="p", value=1))
        return chart.properties(title="t").configure(aria=False)

    layered = replace(pictures.views(gd.train("numpy_by_hand", LINE, gd.Settings()))["loss"])
    with pytest.raises(RuntimeError, match="not allowed"):
        pictures.render([replace(layered, make=chart, args=(), datasets={})], "")


@pytest.mark.parametrize("name", gd.VARIANTS)
def test_names_of_files_are_safe_and_titles_name_what_the_variant_uses(name):
    settings = gd.Settings(learning_rate=1e-12, seed=7, optimizer="Nesterov", w0=-1.5)
    run = gd.train(name, gd.Problem([1], [2]), settings)
    assert re.fullmatch(r"[\w.+-]+", file_stem(run))
    said = settings_text(run)
    assert ("Nesterov" in said) == ("optimizer" in gd.VARIANTS[name].settings)
    assert ("seed 7" in said) == gd.VARIANTS[name].has_bias
    assert ("w = -1.5" in said) != gd.VARIANTS[name].has_bias
    assert "1 point" in said
    assert said.endswith("1 point")
