"""The part of the dialog "Share" that prepares a class link."""

from typing import Any

import streamlit as st

from gd import tasks
from gd.errors import InputError
from gd.links.controls import CONTROLS
from gd.tasks import KINDS, Goal, Parameter, Task
from gd.tasks.goals import EPOCHS, MAX_GOALS
from gd.tasks.question import MAX_QUESTION
from gd.ui import state
from gd.ui.inputs import class_link
from gd.ui.markdown import escape
from gd.ui.serving.reaching import reached, search_on
from gd.ui.sharing.link_view import page_link, render_codes, render_link, warnings

OPENED = ("lr", "runs")  # at first, as far as a page has them
ADDED = "It is among them."
AFTERWARDS = (
    "Who reaches the goals hands in a link of their own: paste them all on “Check answers”."
)
ICONS = {
    "reachable": ":material/check_circle:",
    "impossible": ":material/block:",
    "not found": ":material/help:",
}


def render_preparation() -> None:
    """Draw what a class link is made of; the link; and whether its goals can be reached."""
    page, shown = st.session_state[state.PAGE], class_link.current()
    question = st.text_area(
        "Question",
        shown.question if shown else "",
        max_chars=MAX_QUESTION,
        height=80,
        key="question of a class link",
        placeholder="Plain text, shown above the charts.",
    )
    names = tasks.usable(page)
    opened = st.pills(
        "Controls that may be turned",
        names,
        selection_mode="multi",
        default=[name for name in (shown.open if shown else OPENED) if name in names],
        format_func=lambda name: CONTROLS[name].label,
        help="Each begins as it is set now. The others are fixed as they are.",
        key=f"open on {page}",
    )
    goals = _goals(page, shown)
    _render_goals(goals)
    try:
        task = class_link.task_of(page, question, tuple(goals), tuple(opened))
        values = class_link.values_now()
    except InputError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return
    answer = st.container()  # before the link, but it takes longer
    parameters = tasks.link(task, values)
    link = page_link(parameters)
    notes = [class_link.said(task.fixed_values), *warnings(link, "")]
    render_link(link, [AFTERWARDS, *notes] if goals else notes)
    render_codes(parameters)
    if goals:
        with answer:
            _render_answer(task, values)


def _goals(page: str, shown: Task | None) -> list[Goal]:
    """The goals so far: those of another page are none of this one's."""
    kept = st.session_state.get(state.GOALS)
    if kept is None or kept[0] != page:
        kept = page, list(shown.goals) if shown else []
        st.session_state[state.GOALS] = kept
    return kept[1]


def _render_goals(goals: list[Goal]) -> None:
    st.markdown("Goals, all of which have to be met:" if goals else "Goals: none yet.")
    for goal in goals:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escape(goal.sentence))
            st.button(
                "Remove",
                key=f"remove {goal}",
                on_click=goals.remove,
                args=(goal,),
                type="tertiary",
                icon=":material/close:",
            )
    if len(goals) < MAX_GOALS:
        with st.container(border=True):
            _render_new_goal(goals)


def _render_new_goal(goals: list[Goal]) -> None:
    runs = 2 if st.session_state[state.PAGE] == "compare" else 1
    names = [name for name, kind in KINDS.items() if kind.runs == runs]
    title = {name: KINDS[name].title for name in names}.__getitem__
    kind = KINDS[st.selectbox("Goal", names, format_func=title, key=f"goal of {runs}")]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for one in kind.parameters:
            _ask(kind.name, one)
        if kind.can_hurry:
            st.number_input(
                "epochs at most",
                int(EPOCHS.minimum),
                int(EPOCHS.maximum),
                None,
                placeholder="any",
                key=_key(kind.name, EPOCHS.name),
                width=120,
            )
        refused = _refusal(goals, kind.name)
        st.button(
            "Add the goal",
            on_click=_add,
            args=(goals, kind.name),
            disabled=bool(refused),
            icon=":material/add:",
        )
    if refused and refused != ADDED:
        st.caption(escape(refused))


def _add(goals: list[Goal], kind: str) -> None:
    """Add the goal as its fields say now; they may have changed since the button was drawn."""
    if not _refusal(goals, kind):
        goals.append(_goal(kind))


def _refusal(goals: list[Goal], kind: str) -> str:
    """Why the goal of the fields cannot be added; empty if it can."""
    try:
        goal = _goal(kind)
        if goal in goals:
            return ADDED
        Task(st.session_state[state.PAGE], goals=(*goals, goal))
    except InputError as error:
        return str(error)
    return ""


def _goal(kind: str) -> Goal:
    """The goal that the fields describe. Raises `InputError`."""
    session = st.session_state
    numbers = tuple(session[_key(kind, one.name)] for one in KINDS[kind].parameters)
    return Goal(kind, numbers, session.get(_key(kind, EPOCHS.name)))


def _key(kind: str, name: str) -> str:
    return f"{name} of {kind}"


def _ask(kind: str, one: Parameter) -> None:
    key = _key(kind, one.name)
    if one.choices is not None:
        names, title = list(one.choices), one.choices.__getitem__
        place = names.index(one.default)
        st.selectbox(one.label, names, place, format_func=title, key=key, width=200)
    elif one.whole:
        least, most = int(one.minimum), int(one.maximum)
        st.number_input(one.label, least, most, one.default, key=key, width=120)
    else:
        least, most = one.minimum, one.maximum
        st.number_input(one.label, least, most, one.default, format="%g", key=key, width=120)


def _render_answer(task: Task, values: dict[str, Any]) -> None:
    """Whether the goals can be reached with what is open, and how."""
    answer = reached(task, values)
    if answer is None and st.button("Look further", icon=":material/search:"):
        search_on()
        answer = reached(task, values)
    if answer is None:
        st.caption("Not known yet whether it can be reached.")
        return
    label = {"reachable": "It can be reached", "impossible": "It cannot be reached"}
    said = label.get(answer.verdict, "It is not known whether it can be reached")
    (st.success if answer.verdict == "reachable" else st.warning)(
        f"**{said}.** {escape(answer.text)}", icon=ICONS[answer.verdict]
    )
