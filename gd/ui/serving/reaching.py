"""Whether a task can be reached: searched in a dialog, a while at a time.

What runs in a dialog is interrupted by nothing, not even by a button of its own. So a search takes
a rest after a while, and goes on if it is asked to.
"""

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from gd.tasks import Answer, Search, Task
from gd.ui import state

WHILE, STEP = 2.0, 0.15  # seconds of a search before it rests, and between steps of its progress


def reached(task: Task, values: Mapping[str, Any]) -> Answer | None:
    """What `gd.tasks.reachable` finds, once a search is done; it shows how far it is.

    None where it rests: `search_on` takes it up.
    """
    # what is fixed is compared with the task, but is no part of its hash
    kept = st.session_state.get(state.SEARCH)
    if kept is None or kept[:2] != (task, values):
        st.session_state[state.SEARCH] = kept = task, values, Search(task, values)
        _search(kept[2])
    return kept[2].result


def search_on() -> None:
    """Search for another while."""
    _search(st.session_state[state.SEARCH][2])


def _search(search: Search) -> None:
    place, begun = st.empty(), time.monotonic()
    shown = begun
    while search.result is None and (now := time.monotonic()) < begun + WHILE:
        search.advance()
        if now > shown + STEP:
            shown = now
            text = (
                f"Looking for settings that reach it: epoch {search.epochs:,} of {search.total:,}"
            )
            place.progress(min(1.0, search.epochs / search.total), text)
    place.empty()
