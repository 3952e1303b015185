"""What a link or a control says that does not fit: named, and the last valid value stays."""

from functools import cache

import pytest

from .app import PAGES, opened, reopened, shown, strip


@pytest.fixture(scope="module")
def session():
    """A session at a page, one for all that ask for it: reopen it by a link."""
    return cache(opened)


REFUSED = {
    "lr": ["abc", "0", "-1", "nan", "inf", "1e-13", "11", "1e999", "", "0,01", "<b>1</b>", "١x"],
    "epochs": ["0", "-5", "50001", "many", "nan", "1e9", "", "[20](http://example.com)"],
    "w0": ["nan", "inf", "1e39", "x", ""],
    "b0": ["nan", "-inf", "-1e39", "x"],
    "seed": ["-1", "abc", "1e17", "nan"],
    "gradient": ["Sum", "median", ""],
    "arithmetic": ["numpy3", "$x$"],
    "optimizer": ["sgd", "LBFGS", "**Adam**"],
    "test_x": ["nan", "1e39", "five"],
    "at": ["-1", "200001", "last"],
}


@pytest.mark.sampled(3)
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
    assert shown(app) == default_text("overview")


@cache
def default_text(page: str) -> list[str]:
    return shown(opened(page))


@pytest.mark.sampled(3)
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
    assert shown(app) == default_text(page)


def test_the_last_good_points_stay_when_others_are_typed():
    app = opened("torch_autograd", x="1,2", y="3,6")
    good = strip(app)["f(5)"][-1]
    app.sidebar.text_input(key="y").set_value("3,six").run()
    assert "Entry 2 of y takes" in app.error[0].value
    assert "Still showing the last valid points" in app.error[0].value
    assert strip(app)["f(5)"][-1] == good == "15"
    app.sidebar.text_input(key="y").set_value("4,8").run()
    assert not app.error
    assert strip(app)["f(5)"][-1] == "20"


def test_the_word_about_the_link_goes_when_the_control_is_used():
    app = opened("torch_autograd", lr="abc")
    assert app.warning
    app.sidebar.number_input(key="epochs").set_value(19.0).run()
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
    assert strip(app)["f(5)"][1] == "9.894"
