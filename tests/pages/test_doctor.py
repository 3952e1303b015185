"""The doctor's page."""

import re
from html import unescape

import pytest

import gd
from gd.documents import RUNS
from gd.ui import state
from gd.ui.inputs.log_input import EXAMPLE

from .app import captions, charts, html, opened

NAMELESS = "0 0.300 30.000\n1 0.555 21.675\n2 0.772 15.660\n3 0.956 11.314\n"


def pasted(text: str, **url: str):
    app = opened("doctor", **url)
    return app.text_area(key=state.LOG).set_value(text).run()


def cause(app) -> str:
    (found,) = re.findall("<h2 class='gd-cause'>(.*?)</h2>", html(app))
    return unescape(found)


def picker(app, label: str):
    return next(one for one in app.main.selectbox if one.label.startswith(label))


def test_waits_for_a_log_and_says_what_it_takes():
    app = opened("doctor")
    assert "Epoch [10/100], Loss: 0.0321" in html(app)
    assert "gd-cause" not in html(app)
    assert not charts(app)


def test_the_example_is_what_the_mistake_prints():
    run = gd.mistakes.train("no_zero_grad", gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), gd.Settings())
    assert not isinstance(run, gd.mistakes.Raised)
    lines = [
        f"epoch {row.epoch:.0f}: w = {row.w:.3f}, loss = {row.loss:.8f}\n"
        for row in run.history.itertuples()
    ]
    assert "".join(lines).startswith(EXAMPLE)


def test_the_example_is_diagnosed_and_its_link_carries_the_settings():
    app = opened("doctor")
    next(one for one in app.button if one.label == "Try an example").click().run()
    assert not app.exception
    assert "zero_grad" in cause(app)
    assert "<b>10 of 10</b> printed lines come out to the last digit." in html(app)
    assert "class=gd-red" not in html(app)
    assert EXAMPLE.splitlines()[3] in html(app)
    (chart,) = charts(app)
    assert "10 of 10 lines are the same" in chart.proto.alt
    (link,) = app.main.get("page_link")
    assert link.proto.page == "mistakes"
    assert "mistake=no_zero_grad" in link.proto.query_string
    assert "lr=0.01" in link.proto.query_string


def test_what_was_taken_for_what_can_be_corrected():
    app = pasted(NAMELESS)
    assert "a guess" in " ".join(captions(app))
    roles = {one.label: one.value for one in app.main.selectbox}
    assert list(roles.values()) == ["epoch", "w", "loss"]
    before = html(app)
    picker(app, "number 2").select("loss").run()
    assert [one.value for one in app.main.selectbox] == ["epoch", "loss", "ignore"]
    assert html(app) != before
    picker(app, "number 2").select("ignore").run()
    assert "Nothing is taken for a loss or a weight" in app.main.warning[0].value
    picker(app, "number 3").select("loss").run()
    picker(app, "number 2").select("w").run()
    assert html(app) == before


def test_one_of_several_trainings():
    app = pasted(EXAMPLE + NAMELESS.replace("\n", " .\n") + EXAMPLE[: EXAMPLE.index("epoch 4")])
    assert "10 of 10" in html(app)
    picker(app, "The epochs begin anew").select_index(1).run()
    assert "3 of 3" in html(app)


def test_text_of_others_is_shown_letter_for_letter():
    markup = "<img src=x onerror=alert(1)> $x$ **bold** :smile: [a](https://b.c)"
    lines = EXAMPLE.splitlines()
    app = pasted("\n".join([markup, *lines[:2], f"{lines[2]} {markup}", *lines[3:]]))
    assert app.main.expander[0].label == "1 line not read"
    assert app.main.text[0].value.endswith(markup)
    assert "<img" not in html(app)
    assert f"{lines[2]} {markup}" in unescape(html(app))
    for one in [*app.main.markdown, *app.main.caption]:
        assert "alert" not in one.value
    app = pasted(f"<b>loss</b> **w** 3\nloss{markup}\x07")
    assert "line 2 takes text without control characters" in app.main.error[0].value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "line 1 takes lines with a loss or a weight"),
        ("loss 1\n" * 2001, "line 2,001 takes no more than 2,000 before it"),
        ("loss 1\n" + "x" * 100_000, "line 2 takes no more than 100,000 bytes up to it"),
    ],
)
def test_a_refusal_names_its_line(text, said):
    app = pasted(text)
    assert said in app.main.error[0].value.replace("\\", "")
    assert "gd-cause" not in html(app)


@pytest.mark.slow
def test_a_log_that_nothing_explains_is_said_to_be_one():
    text = "epoch 1: loss = 3.1415\nepoch 2: loss = 2.7182\nepoch 3: loss = 9.8696\n"
    app = pasted(text + "epoch 4: loss = 0.5772\nepoch 5: loss = 1.6180\n")
    assert not app.exception
    assert not re.search(r"<b>5 of 5</b>", html(app))


@pytest.mark.slow
def test_the_points_of_the_sidebar_count():
    problem = gd.Problem([1, 3], [2, 5])
    run = gd.train("torch_autograd", problem, gd.Settings(0.05, 8))
    text = "".join(
        f"epoch {row.epoch:.0f}: w = {row.w:.5f}, loss = {row.loss:.6f}\n"
        for row in run.history.itertuples()
    )
    app = pasted(text, x="1,3", y="2,5")
    assert "8 of 8" in html(app)
    (link,) = app.main.get("page_link")
    assert "lr=0.05" in link.proto.query_string
    assert "8 of 8" not in html(pasted(text))


def test_other_points_than_those_of_the_sidebar_are_named():
    (run,) = (run for run in RUNS if run.first == 0 and run.variant == "torch_autograd")
    app = pasted("\n".join(run.lines))
    assert "10 of 10" in html(app)
    assert "x = 1, 2, 3, 4, 5; y = 2, 4, 6, 8, 10." in html(app)
    assert "The points are others" not in html(pasted(EXAMPLE))


def test_the_sidebar_has_the_points_alone():
    app = opened("doctor", lr="0.3")
    keys = {one.key for one in [*app.sidebar.number_input, *app.sidebar.text_input]}
    assert keys == {"x", "y"}
    assert any("4 points" in one for one in captions(app))
