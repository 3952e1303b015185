"""The page of the learning rate."""

import re

import pytest

import gd
from gd.ui.pages import learning_rate_page

from .app import opened, unfolded

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def text(app) -> str:
    return "\n".join(block.value for block in app.main.markdown)


def swept(variant: str, **url: str):
    """The page with a variant chosen."""
    app = opened("learning_rate", **url)
    return app.radio(key="swept variant").set_value(variant).run()


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("0.01", "**0.01 converges**: 20 epochs take the loss from 30 to"),
        ("0.1", "**0.1 oscillates**: 20 epochs take the loss from 30 to"),
        # |1 - 0.12 λmax| = 1.004: larger, but not by a factor that three digits show
        ("0.12", "0.12 is too large here: each epoch makes the error larger. Stay below 0.119."),
    ],
)
def test_says_in_which_zone_the_rate_stands(rate, said):
    assert said in text(opened("learning_rate", lr=rate))


@pytest.mark.parametrize(
    ("name", "gradient", "limit"),
    [
        ("numpy_by_hand", "sum", "0.0333"),
        ("numpy_by_hand", "mean", "0.133"),
        ("torch_autograd", "sum", "0.133"),
        ("torch_module", "sum", "0.12"),
    ],
)
def test_the_zones_are_those_of_the_variant(name, gradient, limit):
    app = unfolded(swept(name, gradient=gradient), "zones")
    assert f"2/λmax = {limit}," not in text(opened("learning_rate"))  # folded at first
    assert f"2/λmax = {limit}: " in text(app)
    assert f"oscillates up to {limit}, diverges beyond." in app.get("vega_lite_chart")[0].proto.alt


def test_the_ruler_shows_the_rates_around_the_limit_and_yours():
    for rate in ("0.01", "9", "0.000001"):
        alt = opened("learning_rate", lr=rate).get("vega_lite_chart")[0].proto.alt
        low, high = (float(number) for number in re.findall(r"from (\S+) to (\S+):", alt)[0])
        assert low <= float(rate) <= high
        assert low < 0.12 < high
        assert f"Yours is {float(rate):g}." in alt


def test_no_ruler_where_its_theory_does_not_hold():
    app = unfolded(opened("learning_rate", optimizer="Adam"), "zones")
    assert "λmax" not in text(app)
    assert "With Adam," in text(app)
    assert len(app.get("vega_lite_chart")) == 1


def test_the_map_is_drawn_when_it_is_opened():
    app = opened("learning_rate")
    assert len(app.get("vega_lite_chart")) == 2
    assert unfolded(app, "heat").get("vega_lite_chart")[2].proto.alt.startswith("Heat map")


def test_the_best_rate_of_the_sweep_is_a_key_press_away():
    """The best of 20 epochs, found again by training at rates near it."""
    app = opened("learning_rate")
    (use,) = (one for one in app.main.button if one.label.startswith("Use "))
    rate = float(use.label.removeprefix("Use "))
    losses = [
        gd.train("torch_module", POINTS, gd.Settings(rate * factor, 21)).history["loss"][20]
        for factor in (0.97, 1, 1.03)
    ]
    assert min(losses) == losses[1]
    assert f"Smallest: {losses[1]:.2g}" in text(app)
    use.click().run()
    assert app.sidebar.number_input(key="lr").value == rate


@pytest.mark.slow
@pytest.mark.parametrize(
    "url",
    [
        {"x": "0,0", "y": "1,2"},
        {"x": "1e18,2e18", "y": "1,2"},
        {"x": "1e-20,2e-20", "y": "1,2"},
        {"x": "3", "y": "1"},
        {"epochs": "1"},
        {"epochs": "50000", "optimizer": "Adam"},
        {"w0": "3e38"},
        {"seed": "7"},
    ],
)
def test_odd_problems_have_their_page_too(url):
    app = opened("learning_rate", **url)
    assert not app.exception
    assert not app.error


def buttons(app) -> list[str]:
    return [one.label for one in app.main.button if one.label.startswith(("Set", "Standardise"))]


def test_a_rate_that_diverges_explains_itself_and_a_button_sets_one_that_works():
    app = opened("learning_rate", lr="0.2", epochs="300")
    # 2/λ is 0.11976: a limit is rounded down
    said = "0.2 is too large here: each epoch makes the error 2.34 times larger. Stay below"
    assert f"{said} 0.119." in text(app)
    assert "ηλ = 3.34," not in text(app)
    assert "ηλ = 3.34," in text(unfolded(app, "why"))
    assert buttons(app) == ["Set the learning rate to 0.06"]
    next(one for one in app.main.button if one.label == buttons(app)[0]).click().run()
    assert not buttons(app)
    assert app.sidebar.number_input(key="lr").value == 0.06


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variant", "url", "said", "offers"),
    [
        (
            "torch_module",
            {"data": "co2"},
            "Stay below 2.51e-07.",
            ["Standardise x and y, set the learning rate to 0.5"],
        ),
        (
            "numpy_by_hand",
            {"w0": "1e38"},
            "**The start is too far away**: its loss is beyond what float32 can hold. Let w start",
            [],
        ),
        (
            "torch_module",
            {"x": "5.0e-7,5.5e-7,6.0e-7", "y": "1,2,3", "lr": "0.1", "epochs": "1000"},
            "**1,000 epochs at 0.1 do not get there**: the loss ends at 0.667, that of the best "
            "line is 0. No learning rate gets there in 50,000 epochs: the valley of the loss is "
            "6e+14 times steeper across than along.",
            ["Standardise x and y, set the learning rate to 0.5"],
        ),
        (
            "torch_autograd",
            {"x": "1e-9,2e-9", "y": "1,3", "epochs": "1"},
            "**1 epoch at 0.01 does not get there**: the loss ends at 5, that of the best line is "
            "0.1. No learning rate gets there in 50,000 epochs.",
            ["Standardise x and y, set the learning rate to 0.5"],
        ),
        ("numpy_by_hand", {"x": "0,0", "y": "1,2"}, "the points do not determine the slope", []),
        ("torch_module", {"lr": "0.02"}, "", []),
    ],
)
def test_what_becomes_of_the_run_is_said_and_only_what_helps_is_offered(variant, url, said, offers):
    app = swept(variant, **url)
    assert not app.exception
    assert said in "\n".join([text(app), *(box.value for box in app.info)])
    assert buttons(app) == offers
    assert buttons(opened(variant, **url)) == offers


def test_the_sentence_speaks_of_this_run():
    """At 0.01 the loss falls from 30 to 0.0751: 20 epochs are enough, from 0.0071 on."""
    run = gd.train("torch_module", POINTS, gd.Settings(0.01, 21))
    said = text(opened("learning_rate"))
    assert "Below 0.00714, 20 epochs are too few." in said
    assert f"20 epochs take the loss from 30 to {run.history['loss'][20]:.3g};" in said
    never = text(opened("learning_rate", x="5e-7,5.5e-7,6e-7", y="1,2,3", lr="0.5"))
    assert "No rate reaches the line in 20 epochs." in never
    assert "No rate is too slow" in text(opened("learning_rate", w0="2"))


@pytest.mark.parametrize(("rows", "charts"), [(10, 1), (0, 0)])
def test_a_sweep_stopped_by_hand_is_shown_as_far_as_it_came(rows, charts, monkeypatch):
    whole = learning_rate_page.swept
    monkeypatch.setattr(learning_rate_page, "swept", lambda *asked: whole(*asked)[:rows])
    app = opened("learning_rate", optimizer="Adam")
    assert [one.value for one in app.info] == [f"**Stopped after epoch {rows}** of 20."]
    assert len(app.get("vega_lite_chart")) == charts
    monkeypatch.undo()
    next(one for one in app.main.button if one.label == "Sweep to the end").click().run()
    assert not app.info
    assert len(app.get("vega_lite_chart")) == 1
