"""What the link of a page says: its values, and why one is refused."""

import streamlit as st

from gd import tasks
from gd.errors import InputError, quote
from gd.links.controls import CONTROLS
from gd.links.url_values import (
    MAX_SEED,
    boolean_parser,
    choice_parser,
    integer_parser,
    number_parser,
)
from gd.training import MAX_UPDATES
from gd.ui import state
from gd.ui.inputs import class_link, source_picker
from gd.ui.inputs.exercise_progress import parse_exercise
from gd.ui.inputs.mistake_choice import parse_mistake
from gd.ui.menu import Entry

# What a link may set beside the controls: the open tabs, the place of the scrubber, and Streamlit's
# own parameters.
PARSERS = {
    state.TAB: choice_parser("Tab", state.TABS),
    state.VIEW: choice_parser("View", state.VIEWS),
    state.MISTAKE: parse_mistake,
    state.QUIZ: integer_parser("Quiz", MAX_SEED),
    state.EXERCISE: parse_exercise,
    state.PROGRESS: tasks.parse_progress,
    "present": boolean_parser("Present"),
    "at": number_parser("at", 0, MAX_UPDATES),
    **{name: control.parse for name, control in CONTROLS.items()},
}
EMBEDDING = {"embed", "embed_options"}
KNOWN = {*PARSERS, *EMBEDDING, *tasks.PARAMETERS, state.START}


def read_link(entry: Entry) -> None:
    """Read the values in the URL, and note why one is refused: Streamlit would ignore it silently.

    A setting that this page does not show is kept for the pages that do. A link from page to page
    may carry a default, too: it counts like any other value.
    """
    session = st.session_state
    new_page = session.get(state.PAGE) != entry.path
    if new_page:
        session[state.PAGE], session[state.LINK_WARNINGS] = entry.path, {}
        session.pop(state.QUIZ, None)  # a link to a mistake leads past the quiz that was open
        session.pop(state.EXERCISE, None)  # without one in the link, the first that is not solved
    else:
        source_picker.follow_url()
    warnings, given = session[state.LINK_WARNINGS], {}
    for name, parse in PARSERS.items():
        for text in st.query_params.get_all(name)[-1:]:
            try:
                given[name] = value = parse(text)
                if new_page or name not in session:
                    session[name] = value
            except InputError as error:
                warnings[name] = f"In the link: {error}"
    # a link that is opened begins a session
    session.setdefault(state.LINKED, {name: given[name] for name in CONTROLS if name in given})
    unknown = [name for name in st.query_params if name not in KNOWN]
    if unknown:
        names = ", ".join(quote(name) for name in unknown[:3])
        more = f" and {len(unknown) - 3:,} more" if len(unknown) > 3 else ""
        takes = ", ".join(PARSERS)
        warnings["?"] = f"The link sets {names}{more}. What it can set: {takes}."
    class_link.follow(entry, given, new_page)
