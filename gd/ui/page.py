"""How every page begins."""

import importlib
import threading

import streamlit as st

from gd.ui.menu import navigation
from gd.ui.sidebar import Inputs, sidebar

_HANDED = "inputs of this run"


def main() -> None:
    """The entrypoint: menu, sidebar, then the page that was asked for."""
    entry, page = navigation()
    st.session_state[_HANDED] = sidebar(entry)
    page.run()
    _load_torch()


@st.cache_resource(show_spinner=False)
def _load_torch() -> None:
    """Once a server, load torch while the first visitor reads, so that nobody else waits for it.

    A moment later: first the page is drawn.
    """
    timer = threading.Timer(1.5, importlib.import_module, ("torch._dynamo",))
    timer.daemon = True
    timer.start()


def begin() -> Inputs:
    """A page's first call: what the sidebar hands to it."""
    # On a server's very first run, Streamlit may run a file of pages/ by itself, past the
    # entrypoint. Declaring the menu and running again leads through it.
    if _HANDED not in st.session_state:
        navigation()
        st.rerun()
    return st.session_state.pop(_HANDED)
