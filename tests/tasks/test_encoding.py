"""Tasks in links: whatever can be asked comes back; what was changed is said."""

from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd.links.controls import CONTROLS, text_of
from gd.tasks import Goal, Task, decode, encode, is_intact, link, overridden, parse_goals, usable
from tests.tasks import strategies

TASK = Task(
    "torch_module",
    "Which rate?",
    (Goal("fx", (5, 9.99, 0.005)),),
    ("lr",),
    {"epochs": 100, "w0": 1.5, "x": "1, 2", "y": "2, 4"},
)


def through_a_url(parameters: dict[str, str]) -> dict[str, str]:
    return dict(parse_qsl(urlencode(parameters), keep_blank_values=True))


@given(strategies.goals())
def test_every_goal_comes_back(goal: Goal):
    assert parse_goals(str(goal)) == (goal,)


@given(strategies.goals(), strategies.goals())
def test_goals_side_by_side_come_back(one: Goal, other: Goal):
    assert parse_goals(f"{one}..{other}") == (one, other)


@settings(max_examples=60, deadline=None)
@given(strategies.tasks())
def test_every_task_comes_back(task: Task):
    parameters = through_a_url(encode(task))
    assert decode(parameters) == task
    assert is_intact(parameters)


@pytest.mark.parametrize("name", [name for name in CONTROLS if name not in ("x", "y")])
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_every_control_comes_back_fixed_and_open(name: str, data: st.DataObject):
    pages = [page for page in gd.tasks.PAGES if name in [*usable(page), *strategies.POINTS]]
    page = data.draw(st.sampled_from(pages))
    value = data.draw(strategies.VALUES[name])
    made = {"data": "made"} if name in ("slope", "intercept", "noise", "number") else {}
    fixed = Task(page, fixed={**made, name: value})
    parameters = through_a_url(encode(fixed))
    parsed = CONTROLS[name].parse(text_of(value))
    assert decode(parameters).values(parameters)[name] == (
        CONTROLS[name].default if name == "noise_seed" else parsed
    )
    opened = Task(page, open=(name,))
    parameters = through_a_url(link(opened, {name: parsed}))
    if name not in strategies.POINTS:
        assert decode(parameters).values(parameters)[name] == parsed


def test_a_link_is_short_and_can_be_read():
    found = encode(TASK)
    assert found["goal"] == "fx-5-9.99-0.005"
    assert found["open"] == "lr"
    assert found["fixed"] == "x-1, 2..y-2, 4..epochs-100..w0-1.5"
    assert found["task"].startswith("1.torch_module.")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ask", "Which rate"),
        ("goal", "fx-5-9.99-0.05"),
        ("goal", ""),
        ("open", "lr..optimizer"),
        ("fixed", "x-1, 2..y-2, 4..epochs-200..w0-1.5"),
        ("fixed", ""),
        ("task", "another page"),
    ],
)
def test_a_statement_that_was_changed_does_not_fit_its_checksum(name: str, text: str):
    found = encode(Task(TASK.page, TASK.question, TASK.goals, TASK.open, {"epochs": 100}))
    assert is_intact(found)
    text = found["task"].replace("module", "optimizer") if text == "another page" else text
    assert not is_intact({**found, name: text})


def test_another_order_or_spelling_is_no_change():
    found = encode(TASK)
    same = {**found, "fixed": "w0-1.50..epochs-1e2..y-2, 4..x-1, 2", "goal": "fx-5.0-9.99-5e-3"}
    assert is_intact(same)
    assert is_intact({**found, "lr": "0.5", "at": "7"})  # the open ones are the learner's


def test_what_the_rest_of_a_link_sets_against_what_is_fixed_is_said():
    said = overridden(TASK, {"epochs": "200", "lr": "0.5", "w0": "1.50", "b0": "x", "x": "1,2"})
    assert said == [
        "Epochs is fixed at 100; the link sets “200”.",
        "Start of b is fixed at 0; the link sets “x”.",
    ]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(gd.tasks.PAGES), st.data())
def test_what_is_not_open_cannot_be_set(page: str, data: st.DataObject):
    task = Task(page, open=("lr",), fixed={"epochs": 100, "x": "1, 2", "y": "2, 4"})
    name = data.draw(st.sampled_from(sorted(CONTROLS)))
    drawn = data.draw(strategies.values([name]))
    parameters = {one: text_of(value) for one, value in drawn.items()}
    found, before = task.values(parameters), task.values({})
    changed = {one for one, value in found.items() if value != before[one]}
    assert changed <= {"lr"}
    if name not in ("lr", "x", "y") and name in task.fixed_values:
        was_set = CONTROLS[name].parse(parameters[name]) != before[name]
        said = [one for one in overridden(task, parameters) if CONTROLS[name].label in one]
        assert len(said) == was_set


def test_points_are_held_out_on_one_page_and_runs_chosen_on_one():
    for page in gd.tasks.PAGES:
        assert ("held_out" in usable(page)) == (page == "torch_minibatch")
        assert ("runs" in usable(page)) == (page == "compare")
        batches = {"batch_size", "shuffle", "batch_seed"}
        assert (batches <= set(usable(page))) == (page in ("torch_minibatch", "compare"))
        assert bool(batches & set(usable(page))) == (batches <= set(usable(page)))
        assert ("schedule" in usable(page)) == (page not in ("numpy_by_hand", "torch_autograd"))


MALFORMED = [
    ("task", "", "task takes a version"),
    ("task", "2.torch_module.00000000", "A class link takes version 1"),
    ("task", "1.torch_module.0", "task takes a version"),
    ("task", "1.no_page.00000000", "The page of the task takes one of"),
    ("ask", "a" * 501, "The question takes up to 500"),
    ("ask", "a\x00b", "The question takes text without control characters"),
    ("ask", "a\u202eb", "it got “U+202E”"),
    ("goal", "fx-5-10", "Goal 1 takes one of"),
    ("goal", "loss-le-0.1..fx", "Goal 2 takes one of"),
    ("goal", "loss-le-nan", "Goal 1 takes one of"),
    ("goal", "loss-le--1", "Goal 1, limit takes a number from 0"),
    ("goal", "loss-le-1e999", "Goal 1, limit takes"),
    ("goal", "fx-5-10-1e-400", "Goal 1, tolerance takes 0, or"),
    ("goal", "w-2-0", "Goal 1, tolerance takes a number from 1e-12"),
    ("goal", "w-2-0.1--within-x", "Goal 1, within takes"),
    ("goal", "w-2-0.1--within-0", "The goal w, within takes"),
    ("goal", "diverges--within-9", "The goal diverges, within takes no number"),
    ("goal", "largest-rate-2.5", "digits takes a whole number"),
    ("goal", "largest-rate-99", "digits takes a whole number"),
    ("goal", "same-numpy_by_hand-torch_autograd", "A goal on the page torch_module takes"),
    ("goal", "beats-SGD-SGD", "two different ones"),
    ("goal", "..".join(["diverges"] * 2), "each goal once"),
    ("goal", "..".join(["diverges"] * 6), "The goals takes 1 to 5"),
    ("open", "lr..gradient", "What is open takes any of"),
    ("open", "runs", "What is open takes any of"),
    ("open", "held_out", "What is open takes any of"),
    ("fixed", "batch_size-2", "What is fixed takes controls of the page torch_module"),
    ("fixed", "schedule-linear", "Rate schedule takes one of constant, step, cosine, 1/t"),
    ("fixed", "epochs", "fixed takes controls"),
    ("fixed", "epochs-0", "Epochs takes"),
    ("fixed", "epochs-3.7", "Epochs takes a whole number"),
    ("fixed", "seed-0.5", "Seed takes a whole number"),
    ("fixed", "epochs-9..epochs-9", "fixed takes controls"),
    ("fixed", "lr-0.1", "What is fixed takes controls of the page torch_module that are not open"),
    ("fixed", "gradient-mean", "What is fixed takes controls of the page torch_module"),
    ("fixed", "x-1, b", "Entry 2 of x takes a number"),
    ("fixed", "data-file", "Points takes points that a link carries"),
    ("fixed", f"x-{'1, ' * 2000}1..y-2", "What is fixed takes points"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), MALFORMED)
def test_what_is_malformed_is_a_sentence_that_names_it(name: str, text: str, sentence: str):
    parameters = {**encode(Task("torch_module", open=("lr",))), name: text}
    with pytest.raises(gd.InputError) as refusal:
        decode(parameters)
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(gd.tasks.PARAMETERS), st.text(max_size=60)))
def test_nothing_but_an_input_error_comes_of_any_text(parameters: dict[str, str]):
    head = {"task": "1.torch_module.00000000"}
    with suppress(gd.InputError):
        decode({**head, **parameters})
