"""The exercises: guess, try on their pages, why; and the progress, in the session and in a link."""

import re
from functools import cache
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from gd import tasks
from gd.tasks import EXERCISES, Mark, format_progress, parse_progress, reachable

from .app import buttons, html_with, no_numbers, opened, reopened

QUICK = "sum_and_mean", "hurry_up"  # one with two runs, and one that links to a start
every = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in EXERCISES],
)


@cache
def solution(name: str) -> dict[str, str]:
    """The link of a solution, found afresh."""
    exercise = EXERCISES[name]
    values = reachable(exercise.task, exercise.values).values
    assert values is not None
    return tasks.link(exercise.task, values)


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in app.main.markdown)


def links(app: AppTest) -> dict[str, tuple[str, dict[str, str]]]:
    """The links of the page, by label: the page they lead to, and their parameters."""
    protos = (one.proto for one in app.main.get("page_link"))
    return {
        one.label: (one.page.rpartition("/")[2], tasks.read_parameters(f"?{one.query_string}"))
        for one in protos
    }


def followed(app: AppTest, label: str) -> AppTest:
    page, parameters = links(app)[label]
    app.query_params.clear()
    for name, text in parameters.items():
        app.query_params[name] = text
    return app.switch_page(f"pages/{page}.py").run()


def guess(app: AppTest, place: int) -> AppTest:
    return app.main.radio[0].set_value(place).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in buttons(app) if one.label.startswith(label)).click().run()


def warnings(app: AppTest) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", one.value) for one in app.warning]


def progress(app: AppTest) -> dict[str, Mark]:
    return parse_progress(in_address(app, "progress"))


def in_address(app: AppTest, name: str) -> str:
    (text,) = urlencode({name: app.query_params[name]}, doseq=True).split("&")
    return tasks.read_parameters(f"?{text}")[name]


@every
def test_guess_try_and_why(name: str):
    exercise = EXERCISES[name]
    answer = exercise.prediction.answer()
    wrong = (answer + 1) % len(exercise.prediction.choices)
    app = opened("exercises", exercise=name)
    assert exercise.prediction.question == app.main.radio[0].label
    assert "Try it" not in links(app)
    assert exercise.task.question not in said(app)
    guess(app, wrong)
    assert exercise.task.question in said(app)
    assert "You guessed" not in said(app)
    assert exercise.explain() not in said(app)

    followed(app, "Try it")
    assert not app.exception
    assert not app.warning
    (panel,) = html_with(app, "<ul class='gd-goals'")
    assert f"Exercise {list(EXERCISES).index(name) + 1} of 10: " in panel
    assert "not yet" in panel
    assert exercise.hint in said(app)
    assert not [one for one in buttons(app) if one.label == "Hand in"]
    assert progress(followed(app, "Exercises")) == {name: Mark(wrong)}

    app.query_params.clear()
    for key, text in {**solution(name), "progress": format_progress({name: Mark(wrong)})}.items():
        app.query_params[key] = text
    app.switch_page(f"pages/{exercise.task.page}.py").run()
    (panel,) = html_with(app, "<ul class='gd-goals'")
    assert "not yet" not in panel
    assert [one for one in buttons(app) if one.label == "Hand in"]
    assert exercise.hint not in said(app)
    followed(app, "Why does that work?")
    assert progress(app) == {name: Mark(wrong, solved=True)}
    assert ":material/check: solved" in app.header[0].value
    assert exercise.explain() in said(app)
    choices = exercise.prediction.choices
    assert f"You guessed “{choices[wrong]}” :red-badge[" in said(app)
    assert f"The answer is “{choices[answer]}”." in said(app)
    assert not app.main.radio
    assert not no_numbers(app)


def test_a_right_guess_and_the_next_exercise():
    app = guess(opened("exercises"), EXERCISES["first_step"].prediction.answer())
    press(app, "Show me why")
    assert "You guessed “0.3” :green-badge[:material/check: right]" in said(app)
    assert "The answer is" not in said(app)
    assert EXERCISES["first_step"].explain() in said(app)
    assert progress(app) == {"first_step": Mark(2)}  # who gives up has not solved it
    press(app, "Next: How large")
    assert in_address(app, "exercise") == "largest_rate"
    assert app.header[0].value == "2. How large is too large?"


def test_a_guess_can_be_changed_until_it_is_judged():
    app = guess(guess(opened("exercises"), 0), 2)
    assert progress(app) == {"first_step": Mark(2)}


def test_an_exercise_that_was_opened_by_its_own_link_counts_without_a_guess():
    app = opened("numpy_by_hand", **solution("first_step"))
    page, parameters = links(app)["Why does that work?"]
    assert (page, parameters) == ("exercises", {"exercise": "first_step", "progress": "1S"})
    followed(app, "Why does that work?")
    assert "The answer is “0.3”." in said(app)
    assert "You guessed" not in said(app)


def test_what_was_solved_stays_solved_when_the_settings_are_changed_again():
    app = opened("torch_module", **solution("hurry_up"))
    assert progress(app) == {"hurry_up": Mark(solved=True)}
    app.number_input(key="lr").set_value(0.02).run()
    assert "not yet" in html_with(app, "<ul class='gd-goals'")[0]
    app.query_params.clear()
    app.switch_page("pages/exercises.py").run()
    assert progress(app) == {"hurry_up": Mark(solved=True)}


def test_a_teachers_own_task_is_none_of_the_exercises():
    task = tasks.Task("numpy_by_hand", goals=(tasks.Goal("w", (2.0, 0.01)),))
    app = opened("numpy_by_hand", **tasks.encode(task))
    assert "The author of this link" in html_with(app, "<ul class='gd-goals'")[0]
    assert not {"Exercises", "Why does that work?"} & set(links(app))
    assert [one.label for one in buttons(app) if one.label == "Hand in"]


def test_the_list_says_what_is_solved_and_begins_with_the_first_that_is_not():
    app = opened("exercises", progress="1CaS")
    assert app.header[0].value.startswith("2. ")
    (pills,) = app.main.get("button_group")
    solved = [":material/check: *solved*" in one.content for one in pills.proto.options]
    assert solved == [True, False, True, *[False] * 7]
    assert app.main.radio[0].value == 0


def test_the_menu_leads_to_the_first_that_is_not_solved_whatever_was_shown_before():
    app = opened("exercises", exercise="real_data", progress="1S")
    assert app.header[0].value.startswith("10. ")
    app.query_params.clear()
    app.switch_page("pages/documents.py").run()
    app.switch_page("pages/exercises.py").run()
    assert app.header[0].value.startswith("2. ")
    assert progress(app) == {"first_step": Mark(solved=True)}


def test_the_words_of_a_class_link_are_those_of_an_exercise():
    app = opened("torch_module", **EXERCISES["hurry_up"].link)
    assert "Start again" in [one.label for one in app.sidebar.button]
    app.query_params.clear()
    app.switch_page("pages/documents.py").run()
    assert links(app)["Back to the exercise"][0] == "torch_module"
    app.switch_page("pages/exercises.py").run()
    assert "Back to the exercise" not in links(app)  # it has a link of its own


def test_the_link_and_the_session_are_united():
    app = guess(opened("exercises"), 1)
    reopened(app, progress="1-BA")
    assert progress(app) == {
        "first_step": Mark(1),
        "largest_rate": Mark(1, solved=True),
        "sum_and_mean": Mark(0, solved=True),
    }


def test_when_all_are_solved():
    app = opened("exercises", progress="1CBBAACBAS")
    assert "All are solved" not in said(app)
    app = opened("exercises", progress="1CBBAACBAAS")
    assert "All are solved" in said(app)
    assert app.header[0].value.startswith("10. ")
    assert "mistakes" in [page for page, _ in links(app).values()]


@pytest.mark.parametrize(
    ("field", "text", "takes"),
    [
        ("exercise", "<script>alert(1)</script>", "one of first_step"),
        ("exercise", "", "one of first_step"),
        ("exercise", "First_step", "one of first_step"),
        ("progress", "**bold** [a](b)", "as in 1BA-cS"),
        ("progress", "2CB", "as in 1BA-cS"),
        ("progress", "1" + "A" * 11, "as in 1BA-cS"),
        ("progress", "1-d", "as in 1BA-cS"),
    ],
)
def test_a_hostile_or_stale_link_is_refused_in_a_sentence(field: str, text: str, takes: str):
    app = opened("exercises", **{field: text})
    assert not app.exception
    (warning,) = warnings(app)
    assert warning.startswith(f"In the link: {field.capitalize()} takes ")
    assert takes in warning
    assert text[:10] in warning.replace("\u2060", "")
    assert warnings(app.run()) == [warning]
    assert app.header[0].value.startswith("1. ")
    guess(app, 0)
    assert progress(app) == {"first_step": Mark(0)}
    assert bool(app.warning) == (field == "exercise")


def test_the_overview_leads_there():
    assert links(opened("overview"))["Exercises: guess, try, see why"][0] == "exercises"


def test_start_again_leads_to_the_start_after_a_reload_too():
    exercise = EXERCISES["hurry_up"]
    app = opened(exercise.task.page, **{**exercise.link, "lr": "0.07"})
    assert "start" not in app.query_params
    again = next(one for one in app.sidebar.button if one.label == "Start again")
    again.click().run()
    assert app.session_state["lr"] == exercise.values["lr"] != 0.07
    assert "start" not in app.query_params


def test_what_was_said_of_the_link_ends_once_an_exercise_is_chosen():
    app = opened("exercises", exercise="juggle", progress="1S")
    assert len(warnings(app)) == 1
    app.button_group[0].set_value("break_it").run()
    assert not warnings(app)
