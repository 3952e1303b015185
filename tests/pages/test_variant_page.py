"""The page of one variant: its run, its charts, its numbers."""

import re

import pytest

import gd
from gd import theory

from .app import captions, charts, metric, no_numbers, opened


@pytest.mark.parametrize("name", list(gd.VARIANTS))
def test_a_variant_page_shows_the_run_of_its_settings(name):
    app = opened(name, lr="0.02", epochs="7", w0="0.5", b0="-1", test_x="3")
    run = gd.train(
        name,
        gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]),
        gd.Settings(learning_rate=0.02, epochs=7, w0=0.5, b0=-1),
    )
    assert metric(app, "f(3) before") == f"{run.predict_before(3):.3f}"
    assert metric(app, "f(3) after") == f"{run.predict_after(3):.3f}"
    assert metric(app, "least squares") == "6.000"
    assert metric(app, "error after") == f"{run.predict_after(3) - 6:.3f}"
    assert len(charts(app)) == 5


# All four numbers of a run, and the most epochs (in torch they would take many seconds).
@pytest.mark.parametrize(
    ("page", "lr", "epochs"), [("torch_module", "0.05", 6_000), ("numpy_by_hand", "0.001", 50_000)]
)
def test_a_long_run_is_sent_in_few_kilobytes(page, lr, epochs):
    app = opened(page, epochs=str(epochs), lr=lr, tab="Table")
    sent = [*app.get("vega_lite_chart"), *app.get("arrow_data_frame"), *app.dataframe]
    assert len(sent) == 6
    assert sum(element.proto.ByteSize() for element in sent) < 150_000
    table = app.dataframe[-1].value
    assert list(table["epoch"].iloc[[0, -1]]) == [1, epochs]
    assert any(f"of the {epochs:,} epochs" in text for text in captions(app))


def test_the_closed_form_is_drawn_and_the_largest_difference_stated():
    app = opened("torch_module", epochs="300", b0="-1")
    app.main.checkbox[0].check().run()
    sentence = next(text for text in captions(app) if "**Theory** (dotted)" in text)
    told = float(re.findall(r"differ by at most (\S+),", sentence)[0])
    run = gd.train(
        "torch_module", gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), gd.Settings(epochs=300, b0=-1)
    )
    off = (run.history - theory.expected(run))[["w", "b"]].abs()
    assert told == pytest.approx(off.to_numpy().max(), rel=5e-3)
    assert 0 < told < 1e-5


@pytest.mark.parametrize("name", list(gd.VARIANTS))
@pytest.mark.parametrize("epochs", ["300", "50000"])
def test_a_diverged_run_says_when_and_shows_no_nan(name, epochs):
    app = opened(name, lr="5", epochs=epochs)
    assert not app.exception
    run = gd.train(name, gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), gd.Settings(5.0, int(epochs)))
    assert f"Diverged at epoch {run.diverged_at}." in app.warning[0].value
    assert not no_numbers(app)
    assert len(charts(app)) == 5


def test_a_run_that_diverges_at_once_has_no_history_to_draw():
    app = opened("numpy_by_hand", x="3e38", y="-3e38", w0="3")
    assert not app.exception
    assert "Diverged at epoch 1." in app.warning[0].value
    assert len(charts(app)) == 1


def test_printed_predictions_are_in_the_units_of_the_points():
    app = opened(
        "torch_module", data="co2", standardise="true", test_x="2030", lr="0.5", tab="Printed"
    )
    printed = app.code[0].value.splitlines()
    assert printed[-1].startswith("Prediction after training: f(2030) = ")
    assert printed[-1].endswith(metric(app, "f(2030) after"))
    assert printed[0].endswith(metric(app, "f(2030) before"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ({"w0": "2", "lr": "0.5"}, "differ by at most 0,"),  # at its optimum, past the limit
        ({"x": "1", "y": "0.1000000001", "w0": "0.1", "lr": "5"}, "beyond what float64 can hold"),
    ],
)
def test_theory_leaves_the_finite_range_in_words(url, said):
    app = opened("numpy_by_hand", epochs="1000", **url)
    app.main.checkbox[0].check().run()
    sentence = next(text for text in captions(app) if "**Theory** (dotted)" in text)
    assert said in sentence
    assert not re.search(r"\b(nan|inf)\b", sentence)
