"""Standardised points: what the page says of their line, and the rates that it offers for them."""

import numpy as np
import pytest

import gd
from gd.data import datasets, scaling

from .app import buttons, html_with, opened, strip, unfolded, verdict
from .points import PAGE


def test_standardised_points_train_and_speak_in_the_units_of_the_points():
    app = opened(
        "torch_module", data="co2", standardise="true", dtype="float64", lr="0.3", test_x="2030"
    )
    problem = datasets.DATASETS["co2"].problem
    scale = scaling.standardise(problem)
    run = gd.train("torch_module", scale.problem, gd.Settings(0.3, dtype="float64"))
    line, best = scale.original(*run.end), np.polyfit(problem.x, problem.y, 1)
    shown = strip(app)
    assert shown["f(2030)"][1:] == [f"{w * 2030 + b:.4g}" for w, b in (line, best)]
    assert shown["w"] == [f"{w:.4g}" for w, _ in (line, best)]
    assert shown["b"] == [f"{b:,.0f}" for _, b in (line, best)]  # thousands
    (note,) = html_with(app, "<p class='gd-note'>")
    assert "charts in standard units" in note
    texts = [element.value for element in unfolded(app, "verdict").main.markdown]
    assert any("Trained on standardised points" in text for text in texts)


def test_a_rate_that_cannot_fit_is_told_and_helped():
    """By one button, which standardises where the units are at fault."""
    app = opened("torch_module", data="cars")
    assert verdict(app).startswith("diverges: ")
    texts = [element.value for element in unfolded(app, "verdict").main.markdown]
    assert any("Stay below 0.00376." in text for text in texts)
    (button,) = buttons(app)
    assert button.label == "Standardise x and y, set the learning rate to 0.5"
    button.click().run()
    assert verdict(app).startswith("stable")
    assert not buttons(app)
    assert app.sidebar.checkbox(key="standardise").value


@pytest.mark.parametrize("url", [{"x": "3,3", "y": "1,2"}, {"x": "3", "y": "1"}])
def test_a_slope_that_the_points_leave_open_is_told(url):
    assert html_with(opened(PAGE, **url), "the points do not determine the slope")
