"""A page that was opened by a class link: what may be turned, what is said, what is handed in."""

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from gd import tasks
from gd.links.controls import CONTROLS
from gd.tasks import Goal, Task
from gd.ui import state
from gd.ui.sharing.share import summary

from .app import html_with, opened

TASK = Task(
    "torch_module",
    "Make it end near 10.",
    (Goal("fx", (5, 10, 0.05)),),
    open=("lr",),
    fixed={"epochs": 200.0, "optimizer": "momentum"},
)
LINK = {**tasks.encode(TASK), "lr": "0.0001"}


def labels(app: AppTest) -> set[str]:
    """The names of all that can be turned in the sidebar."""
    kinds = ("number_input", "selectbox", "radio", "checkbox", "text_input")
    return {getattr(one, "label", "") for kind in kinds for one in app.sidebar.get(kind)}


def panel(app: AppTest) -> str:
    (found,) = html_with(app, "<ul class='gd-goals'")
    return found


def warnings(app: AppTest) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", one.value) for one in app.warning]


def test_the_sidebar_shows_what_is_open_and_says_what_is_fixed():
    app = opened("torch_module", **LINK)
    assert labels(app) == {"Learning rate"}
    (said,) = (one.value for one in app.sidebar.caption if one.value.startswith("Fixed"))
    assert said.replace("\\", "") == "Fixed: epochs 200, optimizer momentum."
    assert app.session_state["epochs"] == 200
    assert not app.warning


def test_goals_are_checked_at_each_turn_and_the_link_stays_a_class_link():
    app = opened("torch_module", **LINK)
    assert "not yet" in panel(app)
    assert not [one for one in app.button if one.label == "Hand in"]
    app.number_input(key="lr").set_value(0.02).run()
    assert "✓ met" in panel(app)
    assert {name: app.query_params[name] for name in tasks.encode(TASK)} == tasks.encode(TASK)
    assert [one for one in app.button if one.label == "Hand in"]


def test_back_to_the_teachers_settings():
    app = opened("torch_module", **LINK)
    app.number_input(key="lr").set_value(0.02).run()
    (button,) = (one for one in app.button if one.label.startswith("Back to your teacher"))
    button.click().run()
    assert app.session_state["lr"] == 0.0001
    assert app.session_state["epochs"] == 200


@pytest.mark.parametrize("rate", ["0.0001", "0.01"])
def test_the_teachers_settings_outlast_a_reload(rate: str):
    app = opened("torch_module", **{**LINK, "lr": rate})
    app.number_input(key="lr").set_value(0.02).run()
    again = opened("torch_module", **{**app.query_params, "lr": "0.02"})
    assert not again.warning
    assert again.session_state["lr"] == 0.02
    next(one for one in again.button if one.label.startswith("Back to")).click().run()
    assert again.session_state["lr"] == float(rate)


@pytest.mark.parametrize("start", ["", "lr", "lr-z", "rm-rf", "epochs-7", "lr-0.1..lr-0.2"])
def test_a_start_that_was_changed_sets_nothing_that_is_fixed(start: str):
    app = opened("torch_module", **LINK, start=start)
    assert not app.exception
    next(one for one in app.button if one.label.startswith("Back to")).click().run()
    assert app.session_state["epochs"] == 200
    assert app.session_state["lr"] == (0.01 if start in ("", "epochs-7") else 0.0001)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("epochs", "7"),
        ("optimizer", "Adam"),
        ("w0", "2"),
        ("seed", "3"),
        ("x", "1,2"),
        ("epochs", "z"),
    ],
)
def test_what_is_fixed_holds_against_the_address_and_it_is_said(name: str, text: str):
    app = opened("torch_module", **LINK, **{name: text})
    assert app.session_state[name] == TASK.fixed_values[name]
    assert name not in app.query_params
    (said,) = warnings(app)
    assert said.startswith(f"{CONTROLS[name].label} is fixed at ")
    assert f"the link sets “{text}”" in said
    assert any("the link sets" in one for one in warnings(app.run()))


@pytest.mark.parametrize(
    "change",
    [{"ask": "Another?"}, {"goal": "diverges"}, {"open": "lr..w0"}, {"fixed": "epochs-300"}],
)
def test_a_changed_statement_is_said(change: dict[str, str]):
    (said,) = warnings(opened("torch_module", **{**LINK, **change}))
    assert "were changed after this link was made" in said


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("page", "change", "words"),
    [
        ("torch_module", {"task": "1.torch_module"}, "a version, a page and a checksum"),
        ("torch_module", {"goal": "lambda"}, "Goal 1"),
        ("torch_module", {"fixed": "rm-rf"}, "fixed"),
        ("torch_optimizer", {}, "the page torch_optimizer"),
        ("documents", {}, "the page documents"),
    ],
)
def test_a_link_without_a_task_for_the_page_is_an_ordinary_one(page: str, change, words: str):
    app = opened(page, **{**LINK, **change})
    assert any(words in one for one in warnings(app))
    assert not html_with(app, "<ul class='gd-goals'")
    assert not app.exception


@pytest.mark.parametrize(
    "question",
    [
        "<img src=x onerror=alert(1)><script>alert(1)</script>",
        "**bold** [a](javascript:alert(1)) $x^2$ :material/home: :red[x]",
        "' onmouseover='alert(1)",
        "\u05e9\u05dc\u05d5\u05dd \u200fLoss?",
    ],
)
def test_a_question_is_shown_letter_for_letter(question: str):
    task = Task("torch_module", question, TASK.goals)
    app = opened("torch_module", **tasks.encode(task))
    (shown,) = re.findall(r"<p class='gd-question' dir='auto'>(.*?)</p>", panel(app), re.DOTALL)
    assert unescape(shown) == question
    assert not re.search(r"[<>'\"]", shown)
    assert not any(question in one.value for one in app.markdown)


@pytest.mark.parametrize("question", ["x" * 10_000, "a\u202eb", "a\x00b"])
def test_a_question_that_is_too_long_or_hides_is_refused(question: str):
    (said,) = warnings(opened("torch_module", **{**LINK, "ask": question}))
    assert "The question" in said
    assert len(said) < 300


def test_two_runs_of_compare():
    task = Task(
        "compare",
        goals=(Goal("same", ("numpy_by_hand", "torch_autograd")),),
        fixed={"runs": "numpy_by_hand--gradient-mean..torch_autograd"},
    )
    app = opened("compare", **tasks.encode(task))
    assert "✓ met" in panel(app)
    assert not labels(app)
    assert not [one for one in app.main.selectbox if one.label.startswith("Variant")]
    assert "NumPy by hand" in " ".join(html_with(app, "class='gd-run'"))


def test_on_a_wall_there_is_no_panel_and_what_is_fixed_holds():
    app = opened("torch_module", **LINK, present="true")
    assert not html_with(app, "<ul class='gd-goals'")
    assert app.session_state["epochs"] == 200


def test_what_is_fixed_holds_whatever_sets_it_later():
    app = opened("torch_module", **LINK)
    app.session_state["epochs"] = 7.0
    assert app.run().session_state["epochs"] == 200


@pytest.mark.slow
def test_other_pages_lead_back():
    app = opened("torch_module", **LINK)
    app.query_params.clear()
    app.switch_page("pages/torch_optimizer.py").run()
    assert "Learning rate" in labels(app)
    assert "Epochs" in labels(app)
    (back,) = (one.proto for one in app.main.get("page_link") if "class link" in one.proto.label)
    assert "torch_module" in back.page
    assert dict(re.findall(r"(\w+)=([^&]*)", back.query_string))["lr"] == "0.0001"


def test_another_class_link_to_the_page_begins_anew():
    app = opened("torch_module", **LINK)
    app.number_input(key="lr").set_value(0.02).run()
    other = Task("torch_module", "Another?", TASK.goals, ("lr", "w0"), {"epochs": 50.0})
    app.query_params.clear()
    for name, text in {**tasks.encode(other), "w0": "3"}.items():
        app.query_params[name] = text
    app.run()
    assert "Another?" in panel(app)
    values = {name: app.session_state[name] for name in ("lr", "w0", "epochs", "optimizer")}
    assert values == {"lr": 0.01, "w0": 3, "epochs": 50, "optimizer": "SGD"}


def test_what_was_said_of_the_link_ends_with_the_way_back():
    app = opened("torch_module", **LINK, epochs="7")
    assert app.warning
    next(one for one in app.button if one.label.startswith("Back to")).click().run()
    assert not app.warning


def test_what_a_link_sets_leaves_out_how_the_task_began():
    said = summary({**LINK, "lr": "0.02", "start": "lr-0.0001"})
    assert said.endswith("Sets learning rate 0.02; all else is at its default.")


def test_the_way_back_leads_to_what_was_reached():
    app = opened("torch_module", **LINK)
    app.number_input(key="lr").set_value(0.02).run()
    app.query_params.clear()
    app.switch_page("pages/torch_optimizer.py").run()
    app.number_input(key="lr").set_value(0.5).run()
    (back,) = (one.proto for one in app.main.get("page_link") if "class link" in one.proto.label)
    parameters = tasks.read_parameters(back.query_string)
    assert (parameters["lr"], parameters["start"]) == ("0.02", "lr-0.0001")


def preparation() -> None:
    """Of a dialog, which `AppTest` leaves out."""
    from gd.ui.sharing.preparation import render_preparation  # noqa: PLC0415

    render_preparation()


def hand_in() -> None:
    """Likewise."""
    from inspect import unwrap  # noqa: PLC0415

    from gd.ui.inputs import class_link  # noqa: PLC0415
    from gd.ui.panels.task_panel import _render_dialog  # noqa: PLC0415

    unwrap(_render_dialog)(class_link.current())


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [("epochs", 3.7, "Epochs takes a whole number"), ("x", "1, 2, z", "Entry 3 of x")],
)
@pytest.mark.parametrize("script", [preparation, hand_in])
def test_no_link_carries_what_the_page_refuses_and_replaced(script, name: str, value, why: str):
    task = Task("torch_module", goals=TASK.goals, open=("epochs", "data"))
    app = AppTest.from_function(script, default_timeout=60)
    for key, one in {state.PAGE: "torch_module", state.TASK: task, name: value}.items():
        app.session_state[key] = one
    app.run()
    (error,) = app.error
    assert why in error.value
    assert not html_with(app, "<div class='gd-copy'")


def prepared(app: AppTest) -> dict[str, str]:
    (link,) = html_with(app, "<div class='gd-copy'")
    address = re.findall(r"value='(.*?)'", link)[0].replace("&amp;", "&")
    return tasks.read_parameters(f"https://example.org/torch_module{address}")


def test_a_teacher_prepares_a_class_link():
    app = AppTest.from_function(preparation, default_timeout=60)
    for name, value in {"lr": 0.0001, "epochs": 100.0, state.PAGE: "torch_module"}.items():
        app.session_state[name] = value
    app.run()
    app.text_area(key="question of a class link").set_value("Which *rate*?").run()
    next(one for one in app.button if one.label == "Add the goal").click().run()
    task = tasks.decode(prepared(app))
    assert task.question == "Which *rate*?"
    assert task.goals == (Goal("loss-le", (0.01,)),)
    assert task.open == ("lr",)
    assert task.fixed == {"epochs": 100}
    assert tasks.is_intact(prepared(app))
    assert prepared(app)["lr"] == "0.0001"
    assert any("can be reached" in one.value for one in [*app.success, *app.warning])


def test_a_search_rests_and_goes_on(monkeypatch):
    monkeypatch.setattr("gd.ui.serving.reaching.WHILE", 0.05)
    app = AppTest.from_function(preparation, default_timeout=60)
    for name, value in {"lr": 0.0001, state.PAGE: "torch_module"}.items():
        app.session_state[name] = value
    app.session_state["open on torch_module"] = ["lr", "epochs", "optimizer"]
    app.session_state[state.GOALS] = "torch_module", [Goal("loss-le", (0,))]
    app.run()
    assert any("Not known yet" in one.value for one in app.caption)
    before = app.session_state[state.SEARCH][2].epochs
    next(one for one in app.button if one.label == "Look further").click().run()
    assert app.session_state[state.SEARCH][2].epochs > before


def shared() -> None:
    """Of a dialog, which `AppTest` leaves out."""
    from gd.ui.sharing.share import _render_page_link  # noqa: PLC0415

    _render_page_link()


@pytest.mark.parametrize(("link", "kept"), [({}, True), (LINK, False)])
def test_who_is_sent_a_class_link_begins_with_no_others_progress(link, kept: bool):
    app = AppTest.from_function(shared, default_timeout=60)
    app.session_state[state.PAGE] = "torch_module"
    for name, text in {**link, "progress": "1CBb"}.items():
        app.query_params[name] = text
    assert ("progress" in prepared(app.run())) is kept
