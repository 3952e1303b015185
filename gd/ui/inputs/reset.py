"""The end of the sidebar: the way back to what a link set."""

import streamlit as st

from gd.links.controls import CONTROLS
from gd.tasks import exercise_of
from gd.ui import state
from gd.ui.inputs import class_link
from gd.ui.markdown import escape

RESET_HELP = "Back to what the link set. Pressed again: to the defaults."


def render_reset() -> None:
    """Draw the button; on a class link, below what it fixes."""
    task, icon = class_link.current(), ":material/restart_alt:"
    if task is None:
        st.button("Reset", on_click=_reset, icon=icon, help=RESET_HELP)
        return
    own = " The runs may have settings of their own." if task.is_open("runs") else ""
    st.caption(escape(class_link.said(task.fixed_values) + own))
    label = "Start again" if exercise_of(task) else "Back to your teacher's settings"
    st.button(label, on_click=class_link.restore, icon=icon)


def _reset() -> None:
    """Set all controls to what the link said; where they are at that, to the defaults."""
    session = st.session_state
    defaults = {name: control.default for name, control in CONTROLS.items()}
    linked = {**defaults, **session[state.LINKED]}
    at_link = all(session.get(name, defaults[name]) == value for name, value in linked.items())
    session.update(defaults if at_link else linked)
    session[state.LINK_WARNINGS] = {}
