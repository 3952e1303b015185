"""The overview: who does each step, what became of each run, and the four losses."""

import json
import re

import numpy as np
import pytest

import gd
from gd.variants import FOUR_WAYS

from .app import buttons, charts, html, opened

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
CELL = re.compile(r"<td class='(.*?)'>(.*?)</td>")


def rows(app) -> dict[str, list[tuple[str, str]]]:
    """The rows of the table by name: the class and the text of each variant's cell."""
    found = re.findall(r"<th scope='row'>(.*?)</th>(.*?)</tr>", html(app))
    return {name: CELL.findall(cells) for name, cells in found}


def texts(app, name: str) -> list[str]:
    return [re.sub("<.*?>", "", text) for _, text in rows(app)[name]]


def press(app, label: str) -> None:
    next(button for button in app.main.button if button.label == label).click().run()


def test_marks_the_steps_that_torch_does():
    """As in the table of the README."""
    found = rows(opened("overview"))
    marked = {step: [kind == "torch" for kind, _ in found[step]] for step in list(found)[:4]}
    assert marked == {
        "prediction": [False, False, False, True],
        "loss": [False, False, True, True],
        "gradient": [False, True, True, True],
        "update": [False, False, True, True],
    }
    assert [text for _, text in found["update"]][-1] == "torch.optim"


def test_links_to_each_variant_with_the_settings():
    links = opened("overview", lr="0.02").main.get("page_link")
    assert [link.proto.page for link in links] == [*FOUR_WAYS, "exercises"]
    assert all(link.proto.query_string == "lr=0.02" for link in links[:4])


def test_says_what_each_run_came_to():
    predictions = [gd.train(name, POINTS, gd.Settings()).predict_after(5.0) for name in FOUR_WAYS]
    assert texts(opened("overview"), "f(5)") == [f"{f:.4g} best 10" for f in predictions]


def test_what_grows_is_called_divergence_even_if_nothing_overflows():
    """At 0.5, only NumPy leaves the range of float32 within 20 epochs."""
    app = opened("overview", lr="0.5")
    growth = [
        abs(1 - 0.5 * scale * np.linalg.eigvalsh(hessian)).max()
        for scale, hessian in [
            (4, [[15.0]]),
            (1, [[15.0]]),
            (1, [[15.0]]),
            (1, [[15.0, 5.0], [5.0, 2.0]]),
        ]
    ]
    said = [f"diverges: the error grows {factor:.2g}-fold an epoch" for factor in growth]
    assert texts(app, "verdict") == said
    assert {kind for kind, _ in rows(app)["verdict"]} == {"red"}
    assert "NumPy by hand overflows at epoch 14: its line ends." in app.main.markdown[-1].value
    press(app, "Set the learning rate to 0.017")
    assert {kind for kind, _ in rows(app)["verdict"]} == {"green"}
    app = opened("overview", x="3e38", y="-3e38", w0="3")
    assert not app.exception
    assert texts(app, "verdict") == ["the start is too far away"] * 4


def test_why_is_computed_when_it_is_opened():
    app = opened("overview", lr="0.05")
    assert "1 − ηλ" not in str(app.main)
    app.session_state["why"] = True
    assert any("1 − ηλ" in one.value for one in app.run().main.markdown)


def test_numpys_lead_is_explained_beside_the_switch_to_the_mean():
    app = opened("overview")
    numpy, autograd, *_ = texts(app, "f(5)")
    assert numpy != autograd
    assert any("NumPy's steps are 4 × as long" in one.value for one in app.main.markdown)
    press(app, "Use the mean")
    numpy, autograd, *_ = texts(app, "f(5)")
    assert numpy == autograd
    press(app, "Use the sum")
    assert app.session_state["gradient"] == "sum"
    # with one point, the sum is the mean
    assert not buttons(opened("overview", x="3", y="1", lr="0.05"))


@pytest.mark.parametrize(("y", "scale"), [("0,0,0,0", "linear"), ("2,4,6,8", "log")])
def test_losses_that_are_all_zero_have_no_log_scale(y, scale):
    (chart,) = charts(opened("overview", y=y))
    layers = json.loads(chart.proto.spec)["layer"]
    assert {layer["encoding"]["y"]["scale"]["type"] for layer in layers} == {scale}


def test_the_end_of_a_line_on_the_log_scale_is_explained():
    app = opened("overview")
    loss = gd.train("numpy_by_hand", POINTS, gd.Settings()).history["loss"]
    first = int(np.flatnonzero(loss == 0)[0]) + 1
    sentence = f"From epoch {first} on, the loss of NumPy by hand is exactly 0"
    assert sentence in app.main.markdown[-1].value
    app.main.segmented_control(key="overview scale").set_value("linear").run()
    assert "exactly 0" not in app.main.markdown[-1].value
