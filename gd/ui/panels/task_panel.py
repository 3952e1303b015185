"""The panel of a class link: its question, which goals a run meets, and what to hand in."""

from html import escape

import streamlit as st

from gd import tasks
from gd.errors import InputError
from gd.run import Run
from gd.tasks import EXERCISES, Exercise, Mark, Result, Task, exercise_of
from gd.ui import display
from gd.ui.inputs import class_link, exercise_progress
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.markdown import escape as plain
from gd.ui.menu import pages
from gd.ui.sharing.link_view import page_link, render_link, render_qr_code, warnings

HAND_IN = (
    "Send this link to your teacher: it holds the task and your settings. Nothing else has been "
    "stored or sent."
)


def render_task(inputs: Inputs, run: Run, other: Run | None = None) -> None:
    """Draw the panel where the page was opened by a class link; on Compare, of two runs."""
    task = class_link.current()
    if task is None or display.presenting():
        return
    results = tasks.check(task, run, other, inputs.scale)
    in_frame = bool(st.context.is_embedded)
    with st.container(key="task", horizontal=True, vertical_alignment="center", wrap=not in_frame):
        st.html((_in_a_line if in_frame else _in_full)(task, results), width="stretch")
        exercise, met = exercise_of(task), tasks.all_met(results)
        if exercise:
            _render_exercise(exercise, met)
        kind = "tertiary" if exercise else "primary"
        if met and st.button("Hand in", type=kind, icon=":material/send:"):
            _render_dialog(task)


def _render_exercise(exercise: Exercise, met: bool) -> None:
    """The hint, and the way back; once the goals are met, to why."""
    if met:
        exercise_progress.note(exercise, Mark(solved=True))
    else:
        with st.popover("Hint", icon=":material/lightbulb:", type="tertiary"):
            st.markdown(exercise.hint)
    with st.container(key="why" if met else "back", width="content"):
        st.page_link(
            pages()[exercise_progress.PAGE],
            label="Why does that work?" if met else "Exercises",
            icon=":material/psychology:" if met else ":material/arrow_back:",
            query_params=exercise_progress.link(exercise.name),
        )


def _in_full(task: Task, results: list[Result]) -> str:
    goals = "".join(
        f"<li class='{_class(one)}'><b>{_word(one)}</b> {escape(one.goal.sentence)} "
        f"<span>{escape(one.text)}</span></li>"
        for one in results
    )
    return f"{_question(task)}<ul class='gd-goals'>{goals}</ul>"


def _in_a_line(task: Task, results: list[Result]) -> str:
    """The goals in a line, which opens: the page has no room for more."""
    goals = " ".join(
        f"<span class='{_class(one)}'><b>{_word(one)}</b> {escape(one.goal.sentence)}</span>"
        for one in results
    )
    return (
        f"<details class='gd-goal-line'><summary>{goals or 'Question'}</summary>"
        f"<div>{_in_full(task, results)}</div></details>"
    )


def _question(task: Task) -> str:
    if not task.question:
        return "<p class='gd-note'>The author of this link sets these goals:</p>"
    exercise = exercise_of(task)
    asks = (
        f"Exercise {exercise_progress.number(exercise.name)} of {len(EXERCISES)}: {exercise.title}"
        if exercise
        else "The author of this link asks:"
    )
    return (
        f"<p class='gd-note'>{escape(asks)}</p>"
        f"<p class='gd-question' dir='auto'>{escape(task.question)}</p>"
    )


def _class(result: Result) -> str:
    return "gd-met" if result.met else "gd-unmet"


def _word(result: Result) -> str:
    return "✓ met" if result.met else "○ not yet"


@st.dialog("Hand in", width="medium")
def _render_dialog(task: Task) -> None:
    st.markdown(HAND_IN)
    try:
        link = page_link(tasks.link(task, class_link.values_now()))
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    render_link(link, warnings(link, ""))
    with st.container(width=240):
        render_qr_code(link)
