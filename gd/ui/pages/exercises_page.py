"""The page of exercises: one at a time, first its prediction, then the way to try it, then why."""

import streamlit as st

from gd.tasks import EXERCISES, Exercise, Mark
from gd.ui import state
from gd.ui.app import begin
from gd.ui.inputs.exercise_progress import choose, chosen, link, note, number, progress, write
from gd.ui.menu import pages

SOLVED = ":material/check: *solved*"


def render_exercises(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    begin(title, introduction)
    write()
    marks, exercise = progress(), EXERCISES[chosen()]
    if all(marks.get(name, Mark()).solved for name in EXERCISES):
        with st.container(horizontal=True, vertical_alignment="center", key="all-solved"):
            st.markdown("**All are solved.** Next: see what goes wrong, and why.", width="content")
            st.page_link(pages()["mistakes"], icon=":material/bug_report:")
    with st.container(key="exercises"):
        with st.container(key="exercise-list"):
            _render_list(exercise.name, marks)
        with st.container(key="exercise"):
            _render_exercise(exercise, marks.get(exercise.name, Mark()))


def _render_list(name: str, marks: dict[str, Mark]) -> None:
    """All exercises, the one shown marked. On a phone, the styles hide what is in italics here."""

    def label(name: str) -> str:
        solved = f" {SOLVED}" if marks.get(name, Mark()).solved else ""
        return f"**{number(name)}** *{EXERCISES[name].title}*{solved}"

    st.session_state[state.EXERCISE_CHOICE] = name
    st.pills(
        "Exercises",
        list(EXERCISES),
        required=True,
        format_func=label,
        key=state.EXERCISE_CHOICE,
        on_change=lambda: choose(st.session_state[state.EXERCISE_CHOICE]),
        label_visibility="collapsed",
        width="stretch",
    )


def _render_exercise(exercise: Exercise, mark: Mark) -> None:
    shown = st.session_state.setdefault(state.SHOWN, set())
    open_answer = mark.solved or exercise.name in shown
    solved = f" :green-badge[{SOLVED.replace('*', '')}]" if mark.solved else ""
    st.header(f"{number(exercise.name)}. {exercise.title}{solved}", anchor=False)
    st.subheader("Predict", anchor=False)
    if open_answer:
        _render_judged(exercise, mark.guess)
    else:
        _render_question(exercise, mark.guess)
        if mark.guess is None:
            return
    _render_try(exercise, mark.solved, open_answer)
    if open_answer:
        st.subheader("Why", anchor=False)
        st.markdown(_worked_out(exercise.name)[1])
        _render_next(exercise.name, mark.solved)


def _render_question(exercise: Exercise, guess: int | None) -> None:
    choices, key = exercise.prediction.choices, state.guess_at(exercise.name)
    st.session_state[key] = guess
    st.radio(
        exercise.prediction.question,
        range(len(choices)),
        format_func=lambda place: choices[place],
        key=key,
        on_change=lambda: note(exercise, Mark(st.session_state[key])),
    )


def _render_judged(exercise: Exercise, guess: int | None) -> None:
    """The question, what was guessed, and what is right."""
    choices, answer = exercise.prediction.choices, _worked_out(exercise.name)[0]
    said = []
    if guess is not None:
        right = guess == answer
        badge = "green-badge[:material/check: right]" if right else "red-badge[:material/close: no]"
        said.append(f"You guessed “{choices[guess]}” :{badge}")
    if guess != answer:
        said.append(f"The answer is “{choices[answer]}”.")
    st.markdown(f"{exercise.prediction.question}\n\n{' '.join(said)}")


def _render_try(exercise: Exercise, solved: bool, open_answer: bool) -> None:
    st.subheader("Try", anchor=False)
    st.markdown(exercise.task.question)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(key="again" if solved else "try", width="content"):
            st.page_link(
                pages()[exercise.task.page],
                label="Try again" if solved else "Try it",
                icon=":material/play_arrow:",
                query_params=link(**exercise.link),
            )
        with st.popover("Hint", icon=":material/lightbulb:", type="tertiary"):
            st.markdown(exercise.hint)
        if not open_answer:
            st.button(
                "Show me why",
                icon=":material/visibility:",
                type="tertiary",
                on_click=st.session_state[state.SHOWN].add,
                args=(exercise.name,),
            )


def _render_next(name: str, solved: bool) -> None:
    names = list(EXERCISES)
    if name == names[-1]:
        return
    after = names[number(name)]
    st.button(
        f"Next: {EXERCISES[after].title}",
        icon=":material/arrow_forward:",
        type="primary" if solved else "secondary",
        on_click=choose,
        args=(after,),
    )


@st.cache_resource(show_spinner="Working it out", max_entries=len(EXERCISES))
def _worked_out(name: str) -> tuple[int, str]:
    """The right choice, and why."""
    exercise = EXERCISES[name]
    return exercise.prediction.answer(), exercise.explain()
