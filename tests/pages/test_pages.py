"""Every page, through the entrypoint: what it shows, its controls, extreme numbers."""

import re

import numpy as np
import pytest

import gd

from .app import PAGES, charts, html_with, no_numbers, opened, strip, unfolded, verdict


@pytest.mark.parametrize("page", PAGES)
def test_opens_without_an_error(page):
    app = opened(page)
    assert not app.exception
    assert not app.error
    assert not app.warning
    # The menu is built from the variants, the title stands in the page's own file.
    titles = {name: variant.title for name, variant in gd.VARIANTS.items()}
    assert app.title[0].value == titles.get(page, app.title[0].value)
    # the charts of the notebooks are folded, those of others wait for a guess or a log; the
    # exercises have theirs on their own pages
    chartless = {"documents", "mistakes", "doctor", "exercises", "check_answers"}
    assert charts(app) or page in chartless


@pytest.mark.parametrize("page", PAGES)
def test_each_chart_has_a_text_for_screen_readers(page):
    for chart in charts(opened(page)):
        assert len(chart.proto.alt) > 40


def test_the_link_of_the_readme():
    assert strip(opened("numpy_by_hand", lr="0.013", epochs="3"))["f(5)"] == ["0", "9.894", "10"]


def test_points_come_from_the_link():
    app = opened("torch_module", x="1,2,3", y="1,0,-1", epochs="1")
    assert strip(app)["f(5)"][-1] == "-3"


CONTROLS = {
    "overview": "data x y lr epochs dtype gradient arithmetic optimizer schedule seed w0 b0 test_x",
    "numpy_by_hand": "data x y lr epochs dtype gradient arithmetic w0 test_x",
    "torch_autograd": "data x y lr epochs dtype w0 test_x",
    "torch_optimizer": "data x y lr epochs dtype optimizer schedule w0 test_x",
    "torch_module": "data x y lr epochs dtype optimizer schedule seed w0 b0 test_x",
    "torch_minibatch": "data x y lr epochs dtype optimizer schedule batch_size batch_seed seed w0 "
    "b0 test_x",
    "learning_rate": "data x y lr epochs dtype gradient arithmetic optimizer schedule seed w0 b0 "
    "test_x",
    "compare": "data x y lr epochs dtype gradient arithmetic optimizer schedule seed w0 b0 test_x",
    "mistakes": "data x y lr epochs dtype w0 test_x",
    "documents": "",
    "doctor": "data x y",
    "exercises": "",
    "check_answers": "",
}


@pytest.mark.parametrize(("page", "names"), CONTROLS.items())
def test_shows_the_controls_that_apply_each_with_its_help(page, names):
    app = opened(page)
    sidebar = (unfolded(app) if "lr" in names else app).sidebar
    widgets = [*sidebar.number_input, *sidebar.text_input, *sidebar.radio, *sidebar.selectbox]
    assert {widget.key for widget in widgets} == set(names.split())
    assert all(len(widget.help) > 15 for widget in widgets)


def test_settings_that_a_page_does_not_show_keep_their_value():
    app = opened("torch_optimizer", optimizer="Adam")
    before = strip(app)["f(5)"]
    app.switch_page("pages/numpy_by_hand.py").run()
    app.sidebar.number_input(key="test_x").set_value(5.0).run()
    app.switch_page("pages/torch_optimizer.py").run()
    assert app.sidebar.selectbox(key="optimizer").value == "Adam"
    assert strip(app)["f(5)"] == before


def test_a_setting_in_the_link_is_kept_for_the_page_that_shows_it():
    app = opened("numpy_by_hand", optimizer="Adam")
    app.switch_page("pages/torch_optimizer.py").run()
    assert app.sidebar.selectbox(key="optimizer").value == "Adam"


def test_reset_goes_back_to_the_link_and_then_to_the_defaults():
    app = opened("torch_module", lr="0.02", seed="4", x="1,2", y="1,2")
    linked = strip(app)
    app.sidebar.number_input(key="lr").set_value(0.03).run()
    app.sidebar.number_input(key="epochs").set_value(7.0).run()
    assert strip(app) != linked
    reset(app)
    assert strip(app) == linked
    reset(app)
    assert strip(app) == strip(opened("torch_module"))
    assert app.sidebar.text_input(key="x").value == "1, 2, 3, 4"


def reset(app) -> None:
    next(button for button in app.sidebar.button if button.label == "Reset").click().run()


def test_more_is_folded_and_what_is_not_at_its_default_is_named():
    app = opened("torch_module")
    assert [one.label for one in app.sidebar.expander] == ["More"]
    assert not app.sidebar.radio
    app = opened("torch_module", dtype="float64", seed="4", b0="0")
    assert "float64, seed 4" in [caption.value for caption in app.sidebar.caption]
    # drawn, though folded: only a control that is drawn writes its value into the address
    assert app.sidebar.number_input(key="seed").value == 4


@pytest.mark.parametrize(
    ("page", "url", "said"),
    [
        ("torch_module", {}, "stable below 0.119"),
        ("torch_module", {"lr": "0.5"}, "diverges: the error grows 7.4-fold an epoch"),
        ("torch_module", {"epochs": "2"}, "2 epochs are too few: loss {loss:.3g}, best 0"),
        ("torch_module", {"optimizer": "Adam", "lr": "1"}, "loss 30 → {loss:.3g}"),
        ("torch_module", {"optimizer": "momentum", "lr": "0.5"}, "diverges: the loss grew from 30"),
        # from near the best line, Adam first leaves it, by steps as long as the rate
        ("torch_module", {"optimizer": "Adam", "lr": "0.5", "w0": "1.99"}, "loss 0.00075 → "),
        ("torch_module", {"optimizer": "momentum", "lr": "1"}, "diverged at epoch {epoch}"),
        ("numpy_by_hand", {"x": "0,0,0,0"}, "stable at every rate"),
        ("numpy_by_hand", {"w0": "1e38"}, "the start is too far away"),
    ],
)
def test_the_verdict_on_a_run(page, url, said):
    fields = {
        "lr": ("learning_rate", float),
        "epochs": ("epochs", int),
        "optimizer": ("optimizer", str),
    }
    given = {fields[name][0]: fields[name][1](text) for name, text in url.items() if name in fields}
    x, y = np.array([1, 2, 3, 4.0]), np.array([2, 4, 6, 8.0])
    run = gd.train(page, gd.Problem(x, y), gd.Settings(**given))
    loss = np.mean((run.end[0] * x + run.end[1] - y) ** 2)
    assert verdict(opened(page, **url)).startswith(said.format(loss=loss, epoch=run.diverged_at))


def test_the_rate_for_another_loss_is_said_where_the_rate_is_judged():
    texts = [one.value for one in unfolded(opened("torch_module"), "verdict").main.markdown]
    assert any("½·MSE, need the rate 0.02" in text for text in texts)  # twice the rate


def test_numpy_says_that_it_adds_the_gradients_up_and_the_switch_is_beside_it():
    app = opened("numpy_by_hand")
    (note,) = html_with(app, "<p class='gd-note'>")
    assert "adds up the gradients of 4 points: steps 4 × as long" in note
    next(button for button in app.main.button if button.label == "Use the mean").click().run()
    assert not html_with(app, "<p class='gd-note'>")
    assert strip(app) == strip(opened("torch_autograd"))


# Numbers that the sidebar takes; their products leave the range of float32 or of float64.
EXTREMES = [
    ("numpy_by_hand", {"data": "norris", "dtype": "float64", "epochs": "200"}),
    ("overview", {"data": "norris", "dtype": "float64", "epochs": "200"}),
    ("numpy_by_hand", {"x": "0,0,0,0"}),
    ("torch_autograd", {"x": "1e-9,2e-9,3e-9", "y": "1,2,3"}),
    ("torch_module", {"standardise": "true", "x": "1,2", "y": "1,2", "test_x": "3.4e38"}),
    ("overview", {"standardise": "true", "x": "1,2", "y": "1,2", "test_x": "3.4e38"}),
    ("torch_module", {"w0": "1e38"}),
    ("learning_rate", {"x": "1e30,2e30", "y": "1,2", "dtype": "float64"}),
    ("torch_optimizer", {"x": "1e60,2e60", "y": "1,2", "dtype": "float64", "optimizer": "Adam"}),
    ("torch_module", {"x": "1e25,2e25", "y": "3e38,-3e38"}),
    ("torch_optimizer", {"x": "3e38", "y": "1", "optimizer": "Adagrad"}),
    ("torch_module", {"y": "0,0,0,0", "dtype": "float64", "w0": "1e38", "lr": "3"}),
    ("compare", {"y": "0,0,0,0", "dtype": "float64", "w0": "1e38", "lr": "3"}),
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("page", "url"), EXTREMES)
def test_of_extreme_numbers_none_is_nan_or_infinite(page, url):
    app = opened(page, **url)
    assert not app.exception
    assert not app.error
    assert not no_numbers(app)


def test_zero_has_no_sign():
    app = opened("torch_module", x="-0.0,1", y="-0.0,1", w0="-0.0", test_x="-0.0", epochs="1")
    assert list(strip(app)) == ["f(0)", "w", "b", "R²"]
    assert not any(
        re.fullmatch(r"-0(\.0*)?", text) for texts in strip(app).values() for text in texts
    )
