"""Every page, through the entrypoint, with usual and with hostile links."""

import json
import re
from functools import cache

import pytest

import gd
from gd import theory
from gd.analysis import log
from gd.analysis.step_arithmetic import explain_step

from .app import PAGES, metric, no_numbers, opened, reopened, tables

VARIANT_PAGES = list(gd.VARIANTS)


@pytest.fixture(scope="module")
def session():
    """A session at a page, one for all that ask for it: reopen it by a link."""
    return cache(opened)


def charts(app) -> list:
    return list(app.get("vega_lite_chart"))


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


def sides_by_side(app) -> list[str]:
    """The code of a step in each variant."""
    texts = (element.value for element in app.main.markdown)
    return [
        code for text in texts for code in re.findall(r"```python\n(.*?)\n```", text, re.DOTALL)
    ]


@pytest.mark.parametrize("name", VARIANT_PAGES)
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
    columns = ["epoch", *gd.VARIANTS[name].columns]
    table = app.dataframe[-1].value.astype(float)
    assert set(table) == set(columns)
    assert table[columns].equals(run.history[columns])
    worked, printed, source = app.code
    first = explain_step(run, 1)
    assert worked.value.splitlines() == [*first.gradients, *first.updates]
    assert len(sides_by_side(app)) == 4
    assert printed.value.splitlines() == [
        log.prediction("before", 3, run.predict_before(3)),
        *log.lines(run),
        log.prediction("after", 3, run.predict_after(3)),
    ]
    assert source.value == gd.VARIANTS[name].source.strip()
    assert len(charts(app)) == 5


def test_the_link_of_the_readme():
    assert metric(opened("numpy_by_hand", lr="0.013", epochs="3"), "f(5) after") == "9.894"


def test_points_come_from_the_link():
    app = opened("torch_module", x="1,2,3", y="1,0,-1", epochs="1")
    assert metric(app, "least squares") == "-3.000"


# All four numbers of a run, and the most epochs (in torch they would take many seconds).
@pytest.mark.parametrize(
    ("page", "lr", "epochs"), [("torch_module", "0.05", 6_000), ("numpy_by_hand", "0.001", 50_000)]
)
def test_a_long_run_is_sent_in_few_kilobytes(page, lr, epochs):
    app = opened(page, epochs=str(epochs), lr=lr)
    sent = [*app.get("vega_lite_chart"), *app.get("arrow_data_frame"), *app.dataframe]
    assert len(sent) == 6
    assert sum(element.proto.ByteSize() for element in sent) < 150_000
    table = app.dataframe[-1].value
    assert list(table["epoch"].iloc[[0, -1]]) == [1, epochs]
    assert any(f"of the {epochs:,} epochs" in text for text in captions(app))


def test_any_epoch_can_be_worked_out_and_stays_in_reach():
    app = opened("torch_module", epochs="8", optimizer="Adam")
    app.main.number_input(key="step").set_value(7).run()
    points = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    seventh = explain_step(
        gd.train("torch_module", points, gd.Settings(epochs=8, optimizer="Adam")), 7
    )
    assert app.code[0].value.splitlines() == [*seventh.gradients, *seventh.updates]
    *_, errors, terms = tables(app)
    for name, told in {**errors, **terms}.items():
        if name != "point":
            numbers = [*seventh.points[name], seventh.sums.get(name), seventh.means.get(name)]
            assert [cell.strip("*") for cell in told] == [
                f"{number:.6g}" for number in numbers if number is not None
            ]
    assert list(errors) == ["point", "x", "y", "prediction", "error"]
    assert list(terms) == ["point", "error²", "2·x·error", "2·error"]
    assert terms["point"][-2:] == ["**sum**", "**mean**"]
    app.sidebar.number_input(key="epochs").set_value(3.0).run()
    assert app.main.number_input(key="step").value == 3


def test_corresponding_lines_of_the_four_variants_stand_at_the_same_height():
    sides = [code.splitlines() for code in sides_by_side(opened("numpy_by_hand"))]
    assert len(sides) == 4
    for part in ("# prediction", "# loss", "# gradient", "# update", "# zero"):
        rows = [[line.startswith(part) for line in side].index(True) for side in sides]
        assert len(set(rows)) == 1
    assert len({len(side) for side in sides}) == 1  # so the two below stand level, too


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


def test_every_kth_epoch_is_printed():
    app = opened("numpy_by_hand", epochs="20")
    every = next(number for number in app.main.number_input if "k-th" in number.label)
    every.set_value(6).run()
    lines = app.code[-2].value.splitlines()
    assert [line.split(":")[0] for line in lines[1:-1]] == [
        "epoch 1",
        "epoch 7",
        "epoch 13",
        "epoch 19",
    ]


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


@pytest.mark.parametrize("name", VARIANT_PAGES)
@pytest.mark.parametrize("epochs", ["300", "50000"])
def test_a_diverged_run_says_when_and_shows_no_nan(name, epochs):
    app = opened(name, lr="5", epochs=epochs)
    assert not app.exception
    run = gd.train(name, gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), gd.Settings(5.0, int(epochs)))
    assert f"Diverged at epoch {run.diverged_at}." in app.warning[0].value
    shown = [*[m.value for m in app.metric], *[c.value for c in (app.code[0], app.code[-2])]]
    assert not any(word in text for text in shown for word in ("nan", "inf"))
    assert len(charts(app)) == 5


def test_a_run_that_diverges_at_once_has_no_history_to_draw():
    app = opened("numpy_by_hand", x="3e38", y="-3e38", w0="3")
    assert not app.exception
    assert "Diverged at epoch 1." in app.warning[0].value
    assert len(charts(app)) == 1


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


def test_printed_predictions_are_in_the_units_of_the_points():
    app = opened("torch_module", data="co2", standardise="true", test_x="2030", lr="0.5")
    printed = app.code[1].value.splitlines()
    assert printed[-1].startswith("Prediction after training: f(2030) = ")
    assert printed[-1].endswith(metric(app, "f(2030) after"))
    assert printed[0].endswith(metric(app, "f(2030) before"))


@pytest.mark.parametrize(("y", "scale"), [("0,0,0,0", "linear"), ("2,4,6,8", "log")])
def test_losses_that_are_all_zero_have_no_log_scale(y, scale):
    (chart,) = charts(opened("overview", y=y))
    layers = json.loads(chart.proto.spec)["layer"]
    assert {layer["encoding"]["y"]["scale"]["type"] for layer in layers} == {scale}


def test_the_overview_of_runs_that_all_diverge_at_once():
    app = opened("overview", x="3e38", y="-3e38", w0="3")
    assert not app.exception
    assert [c.value for c in app.caption].count("Here: diverged at epoch 1") == 4


REFUSED = {
    "lr": ["abc", "0", "-1", "nan", "inf", "1e-7", "11", "1e999", "", "0,01", "<b>1</b>", "١x"],
    "epochs": ["0", "-5", "50001", "many", "nan", "1e9", "", "[20](http://example.com)"],
    "w0": ["nan", "inf", "1e39", "x", ""],
    "b0": ["nan", "-inf", "-1e39", "x"],
    "seed": ["-1", "abc", "1e17", "nan"],
    "gradient": ["Sum", "median", ""],
    "arithmetic": ["numpy3", "$x$"],
    "optimizer": ["sgd", "LBFGS", "**Adam**"],
    "test_x": ["nan", "1e39", "five"],
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in REFUSED.items() for text in texts]
)
def test_a_refused_value_is_named_and_the_default_stays(session, name, text):
    app = reopened(session("overview"), **{name: text})
    assert not app.exception
    assert len(app.warning) == 1
    sentence = app.warning[0].value.replace("\\", "").replace("\u2060", "")
    assert sentence.startswith("In the link: ")
    assert " takes " in sentence
    assert text in sentence
    assert captions(app) == default_captions("overview")


@cache
def default_captions(page: str) -> list[str]:
    return captions(opened(page))


def captions(app) -> list[str]:
    return [caption.value for caption in app.caption]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ({"x": "1,2,c"}, "Entry 3 of x takes a number, as in 1, 2.5, 4; it got “c”."),
        ({"x": "1,2"}, "y takes as many numbers as x, which has 2; it got 4."),
        ({"y": "<script>alert(1)</script>"}, "it got “<script>alert(1)</script>”"),
        ({"x": "1e39,2,3,4"}, "x[0] takes numbers up to"),
        ({"x": ""}, "Entry 1 of x takes"),
        ({"epochs": "3.7"}, "Epochs takes a whole number; it got 3.7."),
    ],
)
def test_what_does_not_fit_is_said_and_what_fitted_stays(session, page, url, sentence):
    defaults = {"x": "1,2,3,4", "y": "2,4,6,8", "epochs": "20"}
    app = reopened(session(page), **(defaults | url))
    assert not app.exception
    assert sentence in app.error[0].value.replace("\\", "")
    assert len(app.error) == 1
    assert captions(app) == default_captions(page)


def test_the_last_good_points_stay_when_others_are_typed():
    app = opened("torch_autograd", x="1,2", y="3,6")
    good = metric(app, "least squares")
    app.sidebar.text_input(key="y").set_value("3,six").run()
    assert "Entry 2 of y takes" in app.error[0].value
    assert "Still showing the last valid points" in app.error[0].value
    assert metric(app, "least squares") == good == "15.000"
    app.sidebar.text_input(key="y").set_value("4,8").run()
    assert not app.error
    assert metric(app, "least squares") == "20.000"


def test_the_word_about_the_link_goes_when_the_control_is_used():
    app = opened("torch_autograd", lr="abc")
    assert app.warning
    app.sidebar.number_input(key="w0").set_value(1.0).run()
    assert app.warning
    app.sidebar.number_input(key="lr").set_value(0.02).run()
    assert not app.warning


def test_unknown_names_in_the_link_are_told_from_known_ones():
    app = opened("torch_autograd", learning_rate="1", **{f"p{n}": "1" for n in range(500)})
    assert "“learning_rate”" in app.warning[0].value.replace("\\", "")
    assert " 498 more" in app.warning[0].value
    assert len(app.warning[0].value) < 400


def test_of_a_name_given_twice_the_last_counts():
    app = opened("numpy_by_hand", lr=["abc", "0.013"], epochs="3")
    assert not app.warning
    assert metric(app, "f(5) after") == "9.894"


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
