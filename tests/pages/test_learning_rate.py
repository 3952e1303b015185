"""The page of the learning rate."""

import pytest

import gd
from gd.ui.pages import learning_rate_page

from .app import opened


def text(app) -> str:
    return "\n".join(block.value for block in app.main.markdown)


@pytest.mark.parametrize(
    ("rate", "zone"), [("0.01", "monotone"), ("0.1", "oscillating"), ("0.12", "divergent")]
)
def test_says_in_which_zone_the_rate_stands(rate, zone):
    assert f"**{rate}, is {zone}**" in text(opened("learning_rate", lr=rate))


@pytest.mark.parametrize(
    ("name", "gradient", "limit"),
    [
        ("numpy_by_hand", "sum", "0.03333"),
        ("numpy_by_hand", "mean", "0.1333"),
        ("torch_autograd", "sum", "0.1333"),
        ("torch_module", "sum", "0.1198"),
    ],
)
def test_the_zones_are_those_of_the_variant(name, gradient, limit):
    app = opened("learning_rate", gradient=gradient)
    app.selectbox(key="swept variant").set_value(name).run()
    assert f"2/λmax = {limit}" in text(app)


def test_no_ruler_where_its_theory_does_not_hold():
    app = opened("learning_rate", optimizer="Adam")
    assert "λmax" not in text(app)
    assert "Adam" in text(app)
    assert len(app.get("vega_lite_chart")) == 2


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
    return [button.label for button in app.main.button]


def test_a_diverged_run_explains_itself_and_offers_a_rate_that_works():
    app = opened("torch_module", lr="0.2", epochs="300")
    run = gd.train("torch_module", gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), gd.Settings(0.2, 300))
    (warning,) = app.warning
    assert f"Diverged at epoch {run.diverged_at}." in warning.value
    # 2/λ is 0.11976: a limit is rounded down
    said = "0.2 is too large here: each epoch makes the error 2.34 times larger. Stay below"
    assert f"{said} 0.119." in warning.value
    assert "ηλ = 3.34," in text(app)
    assert buttons(app) == ["Set the learning rate to 0.06"]
    app.main.button[0].click().run()
    assert not app.warning
    assert not app.main.button
    assert app.sidebar.number_input(key="lr").value == 0.06


@pytest.mark.parametrize(
    ("page", "url", "said", "offers"),
    [
        (  # it grows, though no number leaves the range of float32
            "overview",
            {"lr": "0.05"},
            "- NumPy by hand: **Diverges.** 0.05 is too large here: each epoch makes the error 2 ",
            ["Set the learning rate to 0.017"],
        ),
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
def test_what_becomes_of_the_run_is_said_and_only_what_helps_is_offered(page, url, said, offers):
    app = opened(page, **url)
    assert not app.exception
    boxes = "\n".join(box.value for box in [*app.warning, *app.info])
    assert said in boxes if said else not boxes
    assert buttons(app) == offers


def test_the_ruler_speaks_of_this_run():
    """At 0.01 the loss falls from 30 to 0.0751: 20 epochs are enough, from 0.0071 on."""
    points = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    run = gd.train("torch_module", points, gd.Settings(0.01, 21))
    said = text(opened("learning_rate"))
    assert "Below 0.00714, the run does not reach the line" in said
    assert f"20 epochs take the loss from 30 to {run.history['loss'][20]:.3g};" in said
    assert "an epoch removes 0.3 % of the distance, and a thousandth is left after 2,304" in said
    never = text(opened("learning_rate", x="5e-7,5.5e-7,6e-7", y="1,2,3", lr="0.5"))
    assert "No rate reaches the line" in never
    assert "an epoch removes 1.7e-13 % of the distance" in never
    assert "None is too slow" in text(opened("learning_rate", w0="2"))


@pytest.mark.parametrize(("rows", "charts"), [(10, 2), (0, 0)])
def test_a_sweep_stopped_by_hand_is_shown_as_far_as_it_came(rows, charts, monkeypatch):
    whole = learning_rate_page.swept
    monkeypatch.setattr(learning_rate_page, "swept", lambda *asked: whole(*asked)[:rows])
    app = opened("learning_rate", optimizer="Adam")
    assert [one.value for one in app.info] == [f"**Stopped after epoch {rows}** of 20."]
    assert len(app.get("vega_lite_chart")) == charts
    monkeypatch.undo()
    next(one for one in app.main.button if one.label == "Sweep to the end").click().run()
    assert not app.info
    assert len(app.get("vega_lite_chart")) == 2
