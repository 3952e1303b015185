"""The doctor's page: a printed log, the training that prints it again, and how sure that is."""

import math
from html import escape

import pandas as pd
import streamlit as st

from gd.charts import log_charts
from gd.data.point_links import format_points
from gd.doctor import Diagnosis, Found, Log
from gd.errors import InputError
from gd.links import controls
from gd.problem import Problem
from gd.ui import state
from gd.ui.app import begin
from gd.ui.inputs.log_input import Pasted, render_log_input
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.markdown import escape as plain
from gd.ui.menu import pages
from gd.ui.panels.chart import render_chart
from gd.ui.panels.line_table import line_table
from gd.ui.serving.diagnosing import diagnosed, resume_diagnosis
from gd.variants import VARIANTS

MAX_LINES = 300  # of the table
CHART_HEIGHT = 250
FEW = 40  # characters of a list of points
LOG_SCALE_FROM = 1_000  # the ratio of the largest loss to the least from which the scale is log
NAMES = {"loss": "loss", "w": "weight w", "b": "bias b"}  # what is drawn: the first of the log's
FORMS = """\
epoch 1: w = 0.300, loss = 30.00000000
Epoch [10/100], Loss: 0.0321
0 tensor(1.5593, grad_fn=<MseLossBackward0>)
1/1 [====================] - 0s 3ms/step - loss: 25.5
step,loss,w,b"""


def render_doctor(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    left, right = st.columns((2, 3), gap="medium")
    with left:
        pasted = render_log_input()
    with right:
        if pasted:
            _render_diagnosis(pasted, inputs)
        elif not st.session_state.get(state.LOG):
            # one element, so that the first answer replaces it at once
            st.html(f"<p>Any usual form will do:</p><pre class='gd-forms'>{escape(FORMS)}</pre>")


def _render_diagnosis(pasted: Pasted, inputs: Inputs) -> None:
    # Where nobody has set other points, those of other lessons are tried, too.
    problem = None if inputs.points == controls.default_problem() else inputs.points
    try:
        diagnosis, is_stopped = diagnosed(pasted.source, problem)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.html(_answer(diagnosis, inputs.points))
    if is_stopped:
        st.button(
            "Stopped: go on",
            on_click=resume_diagnosis,
            args=(pasted.source, problem),
            icon=":material/play_circle:",
        )
    if diagnosis.best:
        _render_link(diagnosis.best)
        _render_others(diagnosis)
        _render_chart(pasted.log, diagnosis.best)
        with st.container(key="log-lines"):
            st.html(_table(diagnosis))


def _answer(diagnosis: Diagnosis, points: Problem) -> str:
    """The cause, and how sure it is, as HTML; and the points where they are none of the sidebar."""
    others = ""
    if diagnosis.best and diagnosis.problem != points:
        x, y = (
            one if len(one) <= FEW else f"{one[:FEW]}…" for one in format_points(diagnosis.problem)
        )
        others = f" The points are others than in the sidebar: x = {x}; y = {y}."
    first = diagnosis.first_difference
    differs = f" The first that differs is line {first.number:,}." if first else ""
    return (
        f"<h2 class='gd-cause'>{escape(diagnosis.cause)}</h2>"
        f"<p><b>{diagnosis.reprinted:,} of {diagnosis.given:,}</b> printed lines come out to the "
        f"last digit.{differs}{others}</p>"
    )


def _render_link(found: Found) -> None:
    one = found.explanation
    page, title, more = one.variant, VARIANTS[one.variant].title, {}
    if one.mistake:
        page, title, more = "mistakes", "this mistake", {"mistake": one.mistake}
    st.page_link(
        pages()[page],
        label=f"Open {title} with exactly these settings",
        icon=":material/open_in_new:",
        query_params={**controls.full_link(one.problem, one.settings), **more},
    )


def _render_others(diagnosis: Diagnosis) -> None:
    """What else prints the same, or as many of the lines."""
    others = diagnosis.others
    if not others:
        return
    number = (
        f"{len(others):,} other trainings print" if len(others) > 1 else "Another training prints"
    )
    with st.expander(f"{number} {'the same' if diagnosis.explained else 'as many of the lines'}"):
        st.html(f"<ul>{''.join(f'<li>{escape(found.cause)}</li>' for found in others)}</ul>")


def _render_chart(log: Log, found: Found) -> None:
    """The printed losses, or weights where there is no loss, beside those of the training."""
    role = (
        "loss"
        if any(row.loss for row in log.rows)
        else "w"
        if any(row.w for row in log.rows)
        else "b"
    )
    epochs = [row.epoch if row.epoch is not None else n for n, row in enumerate(log.rows, 1)]
    printed = [row.figures()[role].value if role in row.figures() else math.nan for row in log.rows]
    again = _again(log, found, role)
    positive = [value for value in printed if 0 < value < math.inf]
    is_log = role == "loss" and positive and max(positive) > LOG_SCALE_FROM * min(positive)
    same = sum(line.matches for line in found.lines)
    render_chart(
        log_charts.figures,
        NAMES[role],
        "log" if is_log else "linear",
        (min(epochs), max(epochs)),
        CHART_HEIGHT,
        alt=f"The {NAMES[role]} by epoch, as printed and as this training prints it: {same:,} of "
        f"{len(found.lines):,} lines are the same.",
        printed=pd.DataFrame({"epoch": epochs, "value": printed, "name": "printed"}),
        again=pd.DataFrame({"epoch": epochs, "value": again, "name": "printed again"}),
    )


def _again(log: Log, found: Found, role: str) -> list[float]:
    """The figures of a role as the training prints them, a number a row."""
    values = dict.fromkeys(range(len(log.rows)), math.nan)
    places = {number: place for place, row in enumerate(log.rows) for number, _ in row.lines}
    for line in found.lines:
        if line.number in places:  # it is no prediction
            place = places[line.number]
            values[place] = (
                log.rows[place].reread(line.number, line.reprinted).get(role, values[place])
            )
    return list(values.values())


def _table(diagnosis: Diagnosis) -> str:
    """Each line of the log; below one that differs, in line with it, what is printed here."""
    rows = []
    for line in diagnosis.lines[:MAX_LINES]:
        rows.append(((f"{line.number:,}", line.printed), line.matches))
        if not line.matches:
            rows.append((("here", line.reprinted), False))
    cut = len(diagnosis.lines) > MAX_LINES
    what = f"the first {MAX_LINES:,} lines of the log" if cut else "the log"
    return line_table(("line", what), rows, "The log, line by line")
