"""How every page begins."""

import streamlit as st

from gd.ui.menu import navigation
from gd.ui.sidebar import Inputs, sidebar
from gd.ui.training import load_torch
from gd.ui.turns import Turns

_HANDED = "inputs of this run"

# The pages of all sessions take turns. Most take a twentieth of a second; one that takes long, as
# it trains, does not hold the others up.
_TURNS = Turns(at_most=0.1)


def main() -> None:
    """The entrypoint: menu, sidebar, then the page that was asked for; torch for the next ones."""
    with _TURNS.turn():
        entry, page = navigation()
        st.session_state[_HANDED] = sidebar(entry)
        page.run()
        load_torch()


def begin() -> Inputs:
    """A page's first call: what the sidebar hands to it."""
    # On a server's very first run, Streamlit may run a file of pages/ by itself, past the
    # entrypoint. Declaring the menu and running again leads through it.
    if _HANDED not in st.session_state:
        navigation()
        st.rerun()
    return st.session_state.pop(_HANDED)
