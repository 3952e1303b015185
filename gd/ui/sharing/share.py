"""The dialog "Share": the page's link, or a class link; as text, as a QR code, in a frame."""

from collections.abc import Mapping

import streamlit as st

from gd import tasks
from gd.errors import visible
from gd.links.controls import CONTROLS
from gd.ui import display, state
from gd.ui.sharing.link_view import page_link, render_codes, render_link, warnings
from gd.ui.sharing.preparation import render_preparation
from gd.variants import VARIANTS

OTHER_NAMES = {state.TAB: "tab", state.VIEW: "view", "at": "slider at"}
MAX_SHOWN = 24  # characters of a value
THIS_PAGE, CLASS_LINK = "This page", "Class link"


def render_share_button() -> None:
    """Draw the button that opens the dialog. The page's styles lay it beside the title."""
    if st.button("Share", key=state.SHARE, icon=":material/share:", type="tertiary"):
        _render_dialog()


@st.dialog("Share this page", width="medium")
def _render_dialog() -> None:
    if st.session_state[state.PAGE] in tasks.PAGES:
        choices = THIS_PAGE, CLASS_LINK
        shared = st.segmented_control(
            "Share", choices, default=THIS_PAGE, key=state.SHARED, label_visibility="collapsed"
        )
        if shared == CLASS_LINK:
            render_preparation()
            return
    _render_page_link()


def _render_page_link() -> None:
    parameters = _parameters()
    link = page_link(parameters)
    render_link(link, [summary(parameters), *warnings(link, parameters.get("data", ""))])
    render_codes(parameters)
    if st.session_state[state.PAGE] in VARIANTS:
        st.link_button(
            "Show on the wall",
            page_link({**parameters, **display.PRESENT}),
            icon=":material/present_to_all:",
            help="The charts alone, in large type. The keys ← and → step, space plays.",
        )


def _parameters() -> dict[str, str]:
    """Those of the page's address. The slider's place is written there by the browser alone."""
    parameters = display.without_modes(st.query_params.to_dict())
    at = st.session_state.get(state.SCRUBBER, {}).get("at")
    if at and st.session_state[state.PAGE] in VARIANTS:
        parameters["at"] = str(at)
    if tasks.is_class_link(parameters):  # others begin an exercise with their own progress
        parameters.pop(state.PROGRESS, None)
    return parameters


def summary(parameters: Mapping[str, str]) -> str:
    """What a link sets, in a sentence.

    >>> summary({"lr": "0.02", "epochs": "100"})
    'Sets learning rate 0.02, epochs 100; all else is at its default.'
    >>> summary({})
    'All is at its default.'
    """
    if tasks.is_class_link(parameters):
        own = {
            name: text
            for name, text in parameters.items()
            if name not in {*tasks.PARAMETERS, state.START}
        }
        return f"A class link, with its question and goals. {summary(own)}"
    if not parameters:
        return "All is at its default."
    said = [f"{_label(name)} {_shortened(value)}" for name, value in parameters.items()]
    return f"Sets {', '.join(said)}; all else is at its default."


def _label(name: str) -> str:
    label = CONTROLS[name].label if name in CONTROLS else OTHER_NAMES.get(name, name)
    return visible(label if label in ("x", "y") else label[:1].lower() + label[1:])


def _shortened(value: str) -> str:
    return visible(value if len(value) <= MAX_SHOWN else f"{value[: MAX_SHOWN - 1]}…")
