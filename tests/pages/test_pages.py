"""Every page, through the entrypoint: what it shows, its controls, extreme numbers."""

import json
import re

import pytest

import gd

from .app import PAGES, captions, charts, metric, no_numbers, opened


@pytest.mark.parametrize("page", PAGES)
def test_opens_without_an_error(page):
    app = opened(page)
    assert not app.exception
    assert not app.error
    assert not app.warning
    # The menu is built from the variants, the title stands in the page's own file.
    titles = {name: variant.title for name, variant in gd.VARIANTS.items()}
    assert app.title[0].value == titles.get(page, app.title[0].value)
    assert charts(app)


@pytest.mark.parametrize("page", PAGES)
def test_each_chart_has_a_text_for_screen_readers(page):
    for chart in charts(opened(page)):
        assert len(chart.proto.alt) > 40


def test_the_link_of_the_readme():
    assert metric(opened("numpy_by_hand", lr="0.013", epochs="3"), "f(5) after") == "9.894"


def test_points_come_from_the_link():
    app = opened("torch_module", x="1,2,3", y="1,0,-1", epochs="1")
    assert metric(app, "least squares") == "-3.000"


CONTROLS = {
    "overview": "data x y lr epochs dtype gradient arithmetic optimizer seed w0 b0 test_x",
    "numpy_by_hand": "data x y lr epochs dtype gradient arithmetic w0 test_x",
    "torch_autograd": "data x y lr epochs dtype w0 test_x",
    "torch_optimizer": "data x y lr epochs dtype optimizer w0 test_x",
    "torch_module": "data x y lr epochs dtype optimizer seed w0 b0 test_x",
    "learning_rate": "data x y lr epochs dtype gradient arithmetic optimizer seed w0 b0 test_x",
    "compare": "data x y lr epochs dtype gradient arithmetic optimizer seed w0 b0 test_x",
    "documents": "",
}


@pytest.mark.parametrize(("page", "names"), CONTROLS.items())
def test_shows_the_controls_that_apply_each_with_its_help(page, names):
    sidebar = opened(page).sidebar
    widgets = [*sidebar.number_input, *sidebar.text_input, *sidebar.radio, *sidebar.selectbox]
    assert {widget.key for widget in widgets} == set(names.split())
    assert all(len(widget.help) > 15 for widget in widgets)


def test_settings_that_a_page_does_not_show_keep_their_value():
    app = opened("torch_optimizer", optimizer="Adam")
    before = metric(app, "f(5) after")
    app.switch_page("pages/numpy_by_hand.py").run()
    app.sidebar.number_input(key="w0").set_value(0.0).run()
    app.switch_page("pages/torch_optimizer.py").run()
    assert app.sidebar.selectbox(key="optimizer").value == "Adam"
    assert metric(app, "f(5) after") == before


def test_a_setting_in_the_link_is_kept_for_the_page_that_shows_it():
    app = opened("numpy_by_hand", optimizer="Adam")
    app.switch_page("pages/torch_optimizer.py").run()
    assert app.sidebar.selectbox(key="optimizer").value == "Adam"


def test_the_dial_and_the_number_agree():
    app = opened("numpy_by_hand", lr="0.013")
    assert app.sidebar.select_slider[0].value == 0.01
    app.sidebar.select_slider[0].set_value(0.002).run()
    assert app.sidebar.number_input(key="lr").value == 0.002


def test_reset_goes_back_to_the_defaults():
    app = opened("torch_module", lr="0.02", seed="4", x="1,2", y="1,2")
    default = metric(opened("torch_module"), "f(5) after")
    assert metric(app, "f(5) after") != default
    app.sidebar.button[0].click().run()
    assert metric(app, "f(5) after") == default
    assert app.sidebar.text_input(key="x").value == "1, 2, 3, 4"


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


@pytest.mark.parametrize(("page", "url"), EXTREMES)
def test_of_extreme_numbers_none_is_nan_or_infinite(page, url):
    app = opened(page, **url)
    assert not app.exception
    assert not app.error
    assert not no_numbers(app)


def test_zero_has_no_sign():
    app = opened("torch_module", x="-0.0,1", y="-0.0,1", w0="-0.0", test_x="-0.0", epochs="1")
    assert metric(app, "f(0) before") == "0.000"
    assert not re.search(
        r"-0(\.0*)?(?![.\d])", " ".join([*captions(app), *(m.value for m in app.metric)])
    )


@pytest.mark.parametrize(("y", "scale"), [("0,0,0,0", "linear"), ("2,4,6,8", "log")])
def test_losses_that_are_all_zero_have_no_log_scale(y, scale):
    (chart,) = charts(opened("overview", y=y))
    layers = json.loads(chart.proto.spec)["layer"]
    assert {layer["encoding"]["y"]["scale"]["type"] for layer in layers} == {scale}


def test_the_overview_of_runs_that_all_diverge_at_once():
    app = opened("overview", x="3e38", y="-3e38", w0="3")
    assert not app.exception
    assert [c.value for c in app.caption].count("Here: diverged at epoch 1") == 4
