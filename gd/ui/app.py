"""What is common to all pages: how each begins, and how it ends if something goes wrong."""

import logging
from contextlib import suppress
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from gd.ui import display, state
from gd.ui.component import page_code
from gd.ui.inputs import class_link, rate_dial
from gd.ui.inputs.sidebar import Inputs, sidebar
from gd.ui.menu import navigation
from gd.ui.serving.fair_lock import FairLock
from gd.ui.serving.torch_loader import load_torch
from gd.ui.sharing.share import render_share_button

_LOGGER = logging.getLogger(__name__)
MACOS_LIMIT = 10_240  # the largest that macOS accepts where it reports no hard limit

# The pages of all sessions take turns. Most take a twentieth of a second; a slow one, which waits
# for its training, does not hold up the others.
_PAGES = FairLock(max_hold=0.1)


def main() -> None:
    """Run the app once: menu, sidebar, then the page requested. Load torch for later pages."""
    _raise_file_limit()
    with _PAGES.hold():
        try:
            entry, page = navigation()
            st.html(_page_code(), unsafe_allow_javascript=True)
            display.render_styles()
            st.session_state[state.INPUTS] = sidebar(entry)
            page.run()
            load_torch()
        except (RerunException, StopException):  # how Streamlit ends a script
            raise
        except BaseException:  # panics of compiled libraries, too, which would end the thread
            _LOGGER.exception("A page ended with an error.")
            st.error(
                "**Something went wrong on the server.** It has been written to the server's log. "
                "Change a setting, or reload the page, to try again.",
                icon=":material/error:",
            )


@st.cache_resource(show_spinner=False)
def _raise_file_limit() -> None:
    """Let the server open as many files as the system allows: each session takes four."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (hard, min(hard, MACOS_LIMIT)):
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, limit), hard))
            return


@st.cache_resource(show_spinner=False)
def _page_code() -> str:
    """The styles of all pages and the scripts of the dial and of the goals, in one message.

    What lies beside a script belongs to that script's own message.
    """
    files = sorted({*Path(__file__).parent.rglob("*.css")} - {*display.STYLES.values()})
    return page_code(
        *(file for file in files if not file.with_suffix(".js").exists()),
        *rate_dial.CODE,
        Path(__file__).with_name("announce.js"),
    )


def begin(title: str, introduction: str) -> Inputs:
    """Begin a page with its title and its introduction (Markdown); return the sidebar's inputs."""
    # On a server's very first run, Streamlit may run a file of pages/ by itself, past the
    # entrypoint. Declaring the menu and running again leads through it.
    if state.INPUTS not in st.session_state:
        navigation()
        st.rerun()
    if not st.context.is_embedded:
        st.title(title)
    if not display.charts_alone():
        render_share_button()
        if class_link.current() is None:  # else its question stands here
            st.markdown(introduction)
    return st.session_state.pop(state.INPUTS)
