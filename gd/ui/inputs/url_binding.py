"""What ties a control to the URL."""

from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from gd.links import controls
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.ui import state
from gd.ui.inputs.class_link import is_open


def url_bound(name: str) -> dict[str, Any]:
    """The arguments that bind a widget to the URL, and clear its link warning once it is used.

    Streamlit keeps the value of such a widget while it is not drawn.
    """
    return {"key": name, "bind": "query-params", "on_change": clear_link_warning, "args": (name,)}


def clear_link_warning(name: str) -> None:
    """Stop warning that the link gave `name` a value that was refused."""
    st.session_state.get(state.LINK_WARNINGS, {}).pop(name, None)


def set_rate(rate: object) -> None:
    """Set the learning rate to what a page's script sent, if that is one."""
    if isinstance(rate, int | float) and MIN_RATE <= rate <= MAX_RATE:
        set_control("lr", float(rate))


def set_control(name: str, value: object) -> None:
    """Set a control, as if a person had done it; one that a class link fixes stays as it is."""
    if not is_open(name):
        return
    st.session_state[name] = value
    clear_link_warning(name)
    with suppress(StreamlitAPIException):  # of a control on the page: it writes itself
        if text := controls.link({name: value}).get(name):
            st.query_params[name] = text
        else:
            st.query_params.pop(name, None)
