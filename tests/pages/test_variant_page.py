"""The page of one variant: its run, its charts, the theory behind its verdict."""

import json
import re

import pyarrow as pa
import pytest

import gd
from gd import theory
from gd.analysis.states import states

from .app import NO_NUMBER, charts, html_with, opened, strip, unfolded, verdict

DOUBLING = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


@pytest.mark.parametrize("name", gd.FOUR_WAYS)
def test_a_variant_page_shows_the_run_of_its_settings(name):
    url = {"lr": "0.02", "epochs": "7", "w0": "0.5", "b0": "-1", "test_x": "3"}
    app = opened(name, **url)
    run = gd.train(name, DOUBLING, gd.Settings(learning_rate=0.02, epochs=7, w0=0.5, b0=-1))
    before, after = run.predict_before(3), run.predict_after(3)
    assert strip(app)["f(3)"] == [f"{before:.4g}", f"{after:.4g}", "6"]
    assert strip(app)["w"] == [f"{run.end[0]:.4g}", "2"]
    assert ("b" in strip(app)) == run.has_bias
    assert len(charts(app)) == 4
    drawn = [datasets(chart)["history"] for chart in charts(app)]
    expected = states(run)
    for table in drawn:
        assert table["epoch"] == list(range(8))
    fit, _, loss, weights = drawn
    assert fit["w"] == weights["w"] == pytest.approx(expected["w"])
    assert loss["loss"] == pytest.approx(expected["loss"])


def datasets(chart) -> dict[str, dict[str, list]]:
    """The named tables that were sent with a chart."""
    return {
        one.name: pa.ipc.open_stream(one.data.data).read_all().to_pydict()
        for one in chart.proto.datasets
    }


# All four numbers of a run, and the most epochs (in torch they would take many seconds).
@pytest.mark.parametrize(
    ("page", "lr", "epochs"),
    [
        ("numpy_by_hand", "0.01", 5_000),
        pytest.param("numpy_by_hand", "0.001", 50_000, marks=pytest.mark.slow),
        pytest.param("torch_module", "0.05", 6_000, marks=pytest.mark.slow),
    ],
)
def test_a_long_run_is_sent_in_few_kilobytes(page, lr, epochs):
    app = opened(page, epochs=str(epochs), lr=lr)
    assert len(charts(app)) == 4
    assert sum(chart.proto.ByteSize() for chart in charts(app)) < 60_000
    for chart in charts(app):
        shown = datasets(chart)["history"]["epoch"]
        assert (shown[0], shown[-1]) == (0, epochs)


def test_the_theory_of_the_verdict_is_sent_when_it_is_opened():
    app = opened("torch_module", epochs="300", b0="-1")
    assert not app.main.checkbox
    app = unfolded(app, "verdict")
    sentence = next(one.value for one in app.main.markdown if "**Theory** (dashed)" in one.value)
    told = float(re.findall(r"differ by at most (\S+),", sentence)[0])
    run = gd.train("torch_module", DOUBLING, gd.Settings(epochs=300, b0=-1))
    off = (run.history - theory.expected(run))[["w", "b"]].abs()
    assert told == pytest.approx(off.to_numpy().max(), rel=5e-3)
    assert 0 < told < 1e-5
    app.main.checkbox[0].check().run()
    loss = charts(app)[2]
    assert "expected" in datasets(loss)["history"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", gd.FOUR_WAYS)
@pytest.mark.parametrize("epochs", ["300", "50000"])
def test_a_diverged_run_says_when_and_shows_no_nan(name, epochs):
    app = unfolded(opened(name, lr="5", epochs=epochs), "verdict")
    assert not app.exception
    run = gd.train(name, DOUBLING, gd.Settings(5.0, int(epochs)))
    assert verdict(app).startswith("diverges")
    texts = [element.value for element in app.main.markdown]
    assert any(f"Diverged at epoch {run.diverged_at}." in text for text in texts)
    assert not any(NO_NUMBER.search(text) for text in [*texts, *html_with(app, "<dl")])
    assert len(charts(app)) == 4


def test_a_run_that_diverges_at_once_shows_its_start():
    app = opened("numpy_by_hand", x="3e38", y="-3e38", w0="3")
    assert not app.exception
    assert verdict(app)
    assert [datasets(chart)["history"]["epoch"] for chart in charts(app)] == [[0]] * 4


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ({"w0": "2", "lr": "0.5"}, "differ by at most 0,"),  # at its optimum, past the limit
        ({"x": "1", "y": "0.1000000001", "w0": "0.1", "lr": "5"}, "beyond what float64 can hold"),
    ],
)
def test_theory_leaves_the_finite_range_in_words(url, said):
    app = unfolded(opened("numpy_by_hand", epochs="1000", **url), "verdict")
    sentence = next(one.value for one in app.main.markdown if "**Theory** (dashed)" in one.value)
    assert said in sentence
    assert not NO_NUMBER.search(sentence)


def test_axes_are_named_as_the_data_are():
    def titles(**url: str) -> list[str]:
        first, *_ = json.loads(charts(opened("torch_module", **url))[0].proto.spec)["layer"]
        return [first["encoding"][axis]["title"] for axis in "xy"]

    assert titles() == ["x", "y and f(x)"]
    assert titles(data="cars") == ["speed (mph)", "stopping distance (ft)"]
    standard = titles(data="cars", standardise="true")
    assert standard == ["speed (mph), standardised", "stopping distance (ft), standardised"]


def test_days_are_drawn_as_dates():
    app = opened("torch_module", data="pasted")
    app.sidebar.text_area[0].set_value("day,y\n2020-01-05,1\n2020-01-06,2\n2020-01-08,4").run()
    axis = json.loads(charts(app)[0].proto.spec)["layer"][0]["encoding"]["x"]["axis"]
    assert "utc(2020,0,5,0,0)+datum.value*864e5" in axis["labelExpr"]
    assert datasets(charts(app)[0])["points"]["x"] == [0, 1, 3]
    app.sidebar.checkbox(key="standardise").check().run()  # standard units are no days
    axis = json.loads(charts(app)[0].proto.spec)["layer"][0]["encoding"]["x"].get("axis", {})
    assert "labelExpr" not in axis
