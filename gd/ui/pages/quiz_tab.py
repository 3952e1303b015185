"""The quiz of the page of mistakes: a loss curve and a printed log, and which mistake it was."""

import streamlit as st

from gd.analysis.formatting import format_number, format_short
from gd.mistakes import MISTAKES, Trial
from gd.mistakes.quiz import Question
from gd.ui import state
from gd.ui.inputs.mistake_choice import ask, choose, quiz_seed
from gd.ui.pages.compare_charts import render_losses
from gd.ui.panels.code_html import with_code
from gd.ui.serving.trying import asked

CHART_HEIGHT = 280


def render_quiz() -> None:
    """The question that the seed in the URL draws, and once it is answered, its answer."""
    seed = quiz_seed()
    assert seed is not None  # the tab is open
    question = asked(seed)
    answers = st.session_state.setdefault(state.QUIZ_ANSWERS, {})
    with st.container(key="quiz"):
        with st.container():
            st.markdown(_task(question))
            st.code("\n".join(question.log), language=None, wrap_lines=True)
        with st.container():
            trial = question.trials[question.answer]
            runs = [trial.right, trial.run]
            render_losses(("the right code", "this log"), runs, "log", CHART_HEIGHT)
        with st.container():
            if seed in answers:
                _render_answer(question, answers)
            else:
                _render_choices(question)
        if seed in answers:
            st.html(_table(question))


def _task(question: Question) -> str:
    """What was to be trained, in Markdown."""
    x, y = (", ".join(map(format_number, one)) for one in (question.problem.x, question.problem.y))
    settings = question.settings
    return (
        f"To be fitted: a line to x = {x} and y = {y}, from w = {settings.w0:g}, with learning "
        f"rate {settings.learning_rate:g}. Printed was:"
    )


def _render_choices(question: Question) -> None:
    key = f"quiz {question.seed}"
    st.radio(
        "**Which mistake is it?**",
        list(question.trials),
        index=None,
        format_func=lambda name: MISTAKES[name].title,
        key=key,
        on_change=_answer,
        args=(question, key),
    )


def _answer(question: Question, key: str) -> None:
    said = st.session_state[key]
    st.session_state[state.QUIZ_ANSWERS][question.seed] = said, question.answer


def _render_answer(question: Question, answers: dict[int, tuple[str, str]]) -> None:
    """Which it is, whether that was said, why, and where to go on."""
    trial, (said, answer) = question.trials[question.answer], answers[question.seed]
    right = said == answer
    badge = ":green-badge[:material/check: right]" if right else ":red-badge[:material/close: no]"
    st.markdown(f"**{trial.mistake.title}** {badge}")
    if not right:
        st.markdown(f"You said: {MISTAKES[said].title}.")
    st.markdown(trial.reason)
    with st.container(horizontal=True):
        st.button(
            "Another",
            on_click=ask,
            args=(question.seed + 1,),
            type="primary",
            icon=":material/arrow_forward:",
        )
        st.button("See its code", on_click=choose, args=(question.answer,))
    st.caption(_score(answers))


def _score(answers: dict[int, tuple[str, str]]) -> str:
    right = sum(said == answer for said, answer in answers.values())
    return f"{right} of {len(answers)} right"


def _table(question: Question) -> str:
    """What each of the choices would have printed, as HTML."""
    x, epochs = question.x, question.settings.epochs
    heads = (
        "mistake",
        f"f({x:g}) before",
        "w, epoch 1",
        f"w, epoch {epochs}",
        f"loss, epoch {epochs}",
        f"f({x:g}) after",
    )
    head = "".join(f"<th scope='col'>{text}</th>" for text in heads)
    rows = "".join(
        _row(trial, x, trial.mistake.name == question.answer) for trial in question.trials.values()
    )
    return f"<table class='gd-choices'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(trial: Trial, x: float, is_answer: bool) -> str:
    log, run = trial.wrong_log(x), trial.run
    predictions = [line.rpartition(" ")[2] for line in log if line.startswith("Prediction")]
    w, loss = run.columns["w"], run.columns["loss"]
    numbers = (predictions[0], *map(format_short, (w[0], w[-1], loss[-1])), predictions[1])
    title = with_code(trial.mistake.title)
    cells = "".join(f"<td>{number}</td>" for number in numbers)
    kind = " class=gd-b" if is_answer else ""
    return f"<tr{kind}><th scope='row'>{title}</th>{cells}</tr>"
