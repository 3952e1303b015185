"""The teacher's page: what a class handed in, who reached the goals, and what the others miss."""

import streamlit as st

from gd import tasks
from gd.tasks import Row
from gd.ui import state
from gd.ui.app import begin
from gd.ui.inputs.answer_input import Asked, render_answer_input
from gd.ui.panels.answers import answer_table, goal_list, headline
from gd.ui.serving.checking import check_on, checked

HOW = """\
1. On the page of a training, or on Compare, press **Share** and choose **Class link**: ask a
   question, set goals, and send the link to your class.
2. Whoever reaches the goals presses **Hand in** and gets a link: it holds the task and the
   settings that were found. Let them paste it into a form, or send it to you.
3. Paste what came in above. It is written into no file and no link."""


def render_check_answers(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    begin(title, introduction)
    asked = render_answer_input()
    if asked:
        _render_answers(asked)
    elif not st.session_state.get(state.ANSWERS):
        st.markdown(HOW)


def _render_answers(asked: Asked) -> None:
    rows, is_stopped = checked(asked.text, asked.task)
    task = tasks.main_task(rows)
    st.html(f"<h2 class='gd-headline'>{headline(rows)}</h2>{goal_list(rows, task)}")
    if is_stopped:
        st.button(
            "Stopped: go on",
            on_click=check_on,
            args=(asked.text, asked.task),
            icon=":material/play_circle:",
        )
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        not_met = st.toggle("Only those that have not met them", key=state.NOT_MET)
        st.download_button(
            "Download as CSV",
            lambda: _file(rows),
            file_name="answers.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    st.html(answer_table(rows, task, not_met))


def _file(rows: list[Row]) -> bytes:
    """The CSV file, with the mark by which Excel knows it as UTF-8."""
    return tasks.to_csv(rows).encode("utf-8-sig")
