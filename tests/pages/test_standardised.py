"""Standardised points: what the page says of their line, and the rates that it offers for them."""

import pytest

import gd
from gd import theory
from gd.data import datasets, scaling

from .app import metric, opened
from .points import PAGE, said


def goal(problem: gd.Problem, x: float = 5, bias: bool = False) -> str:
    w, b = theory.optimum(problem, bias)
    return f"{w * x + b:.3f}"


def test_standardised_points_train_and_speak_in_the_units_of_the_points():
    app = opened(
        "torch_module", data="co2", standardise="true", dtype="float64", lr="0.3", test_x="2030"
    )
    problem = datasets.DATASETS["co2"].problem
    scale = scaling.standardise(problem)
    run = gd.train("torch_module", scale.problem, gd.Settings(0.3, dtype="float64"))
    w, b = scale.original(*run.end)
    assert metric(app, "f(2030) after") == f"{w * 2030 + b:.3f}"
    assert metric(app, "least squares") == goal(problem, 2030, bias=True)
    table = next(block.value for block in app.main.markdown if "R²" in block.value)
    best = theory.optimum(problem, bias=True)
    assert f"| w | {w:.9g} | {best[0]:.9g} |" in table
    assert "| w, standard | " in table
    assert "Trained on standardised points" in said(app.info)


def test_a_rate_that_cannot_fit_is_told_and_helped():
    app = opened("torch_module", data="cars", epochs="2")
    assert "Stay below 0.00376." in said(app.warning)
    labels = {button.label: button for button in app.main.button}
    labels["Set the learning rate to 0.0019 and the epochs to 100"].click().run()
    assert not app.warning
    assert not app.main.button
    assert app.sidebar.number_input(key="epochs").value == 100
    app = opened("torch_module", data="co2", epochs="2")
    labels = {button.label: button for button in app.main.button}
    assert "Set the learning" not in " ".join(labels)
    labels["Standardise x and y, set the learning rate to 0.5"].click().run()
    assert not app.warning
    assert not app.main.button
    assert app.sidebar.checkbox(key="standardise").value


@pytest.mark.parametrize("url", [{"x": "3,3", "y": "1,2"}, {"x": "3", "y": "1"}])
def test_a_slope_that_the_points_leave_open_is_told(url):
    assert "do not determine the slope" in said(opened(PAGE, **url).info)
