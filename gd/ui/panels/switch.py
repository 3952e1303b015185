"""A choice between few options, as a view has it in its title."""

from collections.abc import Sequence

import streamlit as st


def switch(label: str, options: Sequence[str], key: str, help_text: str | None = None) -> str:
    """Draw the choice; its first option is the usual one. `key` is its in the session's state."""
    chosen = st.segmented_control(
        label,
        options,
        default=None if key in st.session_state else options[0],
        key=key,
        required=True,
        persist_state="session",
        label_visibility="collapsed",
        help=help_text,
    )
    return chosen or options[0]
