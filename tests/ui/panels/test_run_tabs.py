"""The tabs below the charts: what each shows, and that the closed ones send nothing."""

from xml.etree import ElementTree

import numpy as np
import pytest

import gd
from gd.analysis import log
from gd.ui import state
from tests.pages.app import captions, no_numbers, opened

SETTINGS = gd.Settings(learning_rate=0.02, epochs=7, w0=0.5, b0=-1)


def panels(app, name: str) -> list[ElementTree.Element]:
    """The HTML of class `name` that the tabs have sent."""
    bodies = [element.proto.body for element in app.get("html")]
    return [ElementTree.fromstring(b) for b in bodies if b.startswith(f'<div class="{name}"')]


def sent(app) -> list[str]:
    """The tabs whose content was sent."""
    texts = [code.value for code in app.code]
    content = {
        "This step": bool(panels(app, "gd-step")),
        "Four ways": bool(panels(app, "gd-four")),
        "Code": any("for epoch in" in text for text in texts),
        "Printed": any(text.startswith("Prediction before") for text in texts),
        "Table": bool(app.dataframe) or bool(app.get("download_button")),
    }
    return [name for name, there in content.items() if there]


@pytest.fixture(scope="module")
def app():
    return opened("torch_module", lr="0.02", epochs="7", w0="0.5", b0="-1", test_x="3")


@pytest.fixture(scope="module")
def run():
    return gd.train("torch_module", gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), SETTINGS)


def show(app, name: str):
    app.session_state[state.TAB] = name
    app.run()
    assert not app.exception
    assert sent(app) == [name]
    return app


def test_the_first_tab_is_the_step(app):
    assert sent(app) == ["This step"]


@pytest.mark.parametrize("name", state.TABS)
def test_the_url_opens_a_tab_and_it_alone_is_sent(name):
    assert sent(opened("numpy_by_hand", tab=name)) == [name]


def test_an_unknown_tab_is_refused_in_a_sentence():
    app = opened("numpy_by_hand", tab="Codes")
    assert app.warning[0].value.replace("\\", "") == (
        "In the link: Tab takes one of This step, Four ways, Code, Printed, Table; it got “Codes”."
    )
    assert sent(app) == ["This step"]


def test_four_ways_has_the_values_of_the_run_and_keeps_the_settings(app, run):
    (element,) = panels(show(app, "Four ways"), "gd-four")
    assert f"loss = {run.history['loss'].iloc[0]:.6g}" in "".join(element.itertext())
    addresses = [link.get("href") for link in element.iter("a")]
    assert addresses[0] == ("numpy_by_hand?lr=0.02&epochs=7&w0=0.5&b0=-1&test_x=3&tab=Four+ways")


def test_points_that_no_link_carries_are_not_lost_by_following_one():
    app = opened("torch_module", data="table", tab="Four ways")
    (element,) = panels(app, "gd-four")
    assert not list(element.iter("a"))


def test_printed_as_by_the_notebooks(app, run):
    assert show(app, "Printed").code[0].value.splitlines() == [
        log.prediction("before", 3, run.predict_before(3)),
        *log.lines(run),
        log.prediction("after", 3, run.predict_after(3)),
    ]
    every = next(number for number in app.main.number_input if "k-th" in number.label)
    every.set_value(3).run()
    lines = app.code[0].value.splitlines()[1:-1]
    assert [line.split(":")[0] for line in lines] == ["epoch 1", "epoch 4", "epoch 7"]


def test_the_table_has_the_states_and_no_bias_where_there_is_none(app, run):
    table = show(app, "Table").dataframe[0].value
    assert table["epoch"].tolist() == list(range(8))
    assert table.iloc[0][["w", "b", "loss"]].tolist() == [0.5, -1, run.history["loss"].iloc[0]]
    assert table["w"].tolist()[1:] == run.history["w"].tolist()
    # at these weights, by the definition
    x, y = np.array([[1, 2, 3, 4], [2, 4, 6, 8]])
    for _, row in table.iterrows():
        error = row["w"] * x + row["b"] - y
        assert row["loss"] == pytest.approx((error**2).mean(), rel=1e-5)
        assert row["grad_w"] == pytest.approx((2 * x * error).mean(), rel=1e-5)
        assert row["grad_b"] == pytest.approx((2 * error).mean(), rel=1e-5)
    narrow = opened("torch_optimizer", tab="Table").dataframe[0].value
    assert list(narrow) == ["epoch", "loss", "w", "grad_w"]


@pytest.mark.parametrize(("gradient", "said"), [("sum", True), ("mean", False)])
def test_a_gradient_that_is_added_up_is_called_so(gradient, said):
    app = opened("numpy_by_hand", tab="Table", gradient=gradient)
    assert any("added up over the 4 points" in text for text in captions(app)) == said


def test_of_a_long_run_some_states_are_shown_the_last_among_them():
    app = opened("numpy_by_hand", tab="Table", epochs="6000", lr="0.001")
    epochs = app.dataframe[0].value["epoch"].tolist()
    assert (epochs[0], epochs[-1]) == (0, 6000)
    assert len(epochs) < 450
    assert any(f"{len(epochs):,} of 6,001 rows" in text for text in captions(app))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", state.TABS)
@pytest.mark.parametrize("page", gd.FOUR_WAYS)
def test_a_run_that_diverges_has_no_nan_in_any_tab(name, page):
    app = opened(page, tab=name, lr="5", epochs="300")
    assert sent(app) == [name]
    assert not no_numbers(app)
