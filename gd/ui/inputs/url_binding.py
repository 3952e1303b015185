"""What ties a control to the URL."""

from typing import Any

import streamlit as st


def url_bound(name: str) -> dict[str, Any]:
    """The arguments that tie a widget to the URL, and take back the word about the link when used.

    Streamlit keeps the value of such a widget while it is not drawn.
    """
    return {"key": name, "bind": "query-params", "on_change": clear_link_warning, "args": (name,)}


def clear_link_warning(name: str) -> None:
    """Take back what was said about `name` in the link."""
    st.session_state.get("refused", {}).pop(name, None)


def set_control(name: str, value: object) -> None:
    """Set a control, as if a person had."""
    st.session_state[name] = value
    clear_link_warning(name)
