"""Which exercise is shown, and how far somebody is: kept in the session and in the address."""

import streamlit as st

from gd.errors import InputError
from gd.tasks import EXERCISES, Exercise, Mark, format_progress, unite
from gd.ui import state
from gd.ui.inputs.url_binding import clear_link_warning

PAGE = "exercises"  # its path


def parse_exercise(text: str) -> str:
    """The name of an exercise, as a link gives it."""
    if text not in EXERCISES:
        raise InputError("Exercise", text, f"one of {', '.join(EXERCISES)}")
    return text


def number(name: str) -> int:
    """The place of an exercise, from 1."""
    return list(EXERCISES).index(name) + 1


def chosen() -> str:
    """The exercise that is shown: before one is chosen, the first that is not solved."""
    marks, names = progress(), list(EXERCISES)
    unsolved = (name for name in names if not marks.get(name, Mark()).solved)
    return st.session_state.get(state.EXERCISE, next(unsolved, names[-1]))


def choose(name: str) -> None:
    """Show an exercise, as its link does."""
    st.session_state[state.EXERCISE] = st.query_params[state.EXERCISE] = name
    clear_link_warning(state.EXERCISE)


def progress() -> dict[str, Mark]:
    """What the session knows, with what the link says."""
    session = st.session_state
    known = unite(session.get(state.MARKS, {}), session.get(state.PROGRESS, {}))
    session[state.MARKS] = known
    return known


def note(exercise: Exercise, mark: Mark) -> None:
    """Keep what was guessed or solved, here and in the address."""
    st.session_state[state.MARKS] = unite({exercise.name: mark}, progress())
    write()


def write() -> None:
    """Write into the address what is known, so that a bookmark or the browser's reload keeps it."""
    word = format_progress(progress())
    if word and word != st.query_params.get(state.PROGRESS):
        st.query_params[state.PROGRESS] = word
        clear_link_warning(state.PROGRESS)


def link(name: str | None = None, **parameters: str) -> dict[str, str]:
    """The parameters of a link that carries the progress; of the exercise `name` on its page."""
    found = {**parameters, state.EXERCISE: name or "", state.PROGRESS: format_progress(progress())}
    return {name: text for name, text in found.items() if text}
