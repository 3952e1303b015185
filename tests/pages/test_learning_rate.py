"""The page of the learning rate."""

import pytest

import gd

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
        ("numpy_by_hand", "sum", "0.033333"),
        ("numpy_by_hand", "mean", "0.13333"),
        ("torch_autograd", "sum", "0.13333"),
        ("torch_module", "sum", "0.11976"),
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


def test_a_diverged_run_explains_itself_and_offers_a_rate_that_works():
    app = opened("torch_module", lr="0.2", epochs="300")
    run = gd.train("torch_module", gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), gd.Settings(0.2, 300))
    warning = app.warning[0].value
    assert f"Diverged at epoch {run.diverged_at}." in warning
    assert "ηλ = 3.3401" in warning
    assert "|1 − ηλ| = 2.3401" in warning
    assert f"due at epoch {run.diverged_at}." in warning
    offer = next(button for button in app.main.button if "Set the learning rate" in button.label)
    offer.click().run()
    assert not app.warning
    assert app.sidebar.number_input(key="lr").value == 0.057
