"""The dialog "Share": a page's link as text and as a QR code, and the code that embeds the page."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st
from segno.encoder import DataOverflowError

from gd.errors import visible
from gd.links.controls import CONTROLS, IN_NO_LINK
from gd.ui import display, state
from gd.ui.component import page_code
from gd.variants import VARIANTS

_HERE = Path(__file__).parent
FRAME = 800, 600  # pixels of an embedded page, for which its styles are made
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
OTHER_NAMES = {state.TAB: "tab", state.VIEW: "view", "at": "slider at"}
MAX_SHOWN = 24  # characters of a value


def render_share_button() -> None:
    """Draw the button that opens the dialog. The page's styles lay it beside the title."""
    if st.button("Share", key=state.SHARE, icon=":material/share:", type="tertiary"):
        _render_dialog()


@st.dialog("Share this page", width="medium")
def _render_dialog() -> None:
    parameters = _parameters()
    link = page_link(parameters)
    st.html(_copy_row(link))
    st.html(_code(), unsafe_allow_javascript=True)
    notes = [summary(parameters), *warnings(link, parameters.get("data", ""))]
    st.html("".join(f"<p class='gd-note'>{escape(note)}</p>" for note in notes))
    left, right = st.columns((1, 2), gap="medium")
    with left:
        _render_qr_code(link)
    with right:
        st.caption("In a course page or a blog:")
        st.code(embedding(parameters), language="html", wrap_lines=True)
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
    return parameters


def page_link(parameters: Mapping[str, str]) -> str:
    """The address of this page with `parameters`."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{st.context.url or ''}{query}"


def summary(parameters: Mapping[str, str]) -> str:
    """What a link sets, in a sentence.

    >>> summary({"lr": "0.02", "epochs": "100"})
    'Sets learning rate 0.02, epochs 100; all else is at its default.'
    >>> summary({})
    'All is at its default.'
    """
    if not parameters:
        return "All is at its default."
    said = [f"{_label(name)} {_shortened(value)}" for name, value in parameters.items()]
    return f"Sets {', '.join(said)}; all else is at its default."


def _label(name: str) -> str:
    label = CONTROLS[name].label if name in CONTROLS else OTHER_NAMES.get(name, name)
    return visible(label if label in ("x", "y") else label[:1].lower() + label[1:])


def _shortened(value: str) -> str:
    return visible(value if len(value) <= MAX_SHOWN else f"{value[: MAX_SHOWN - 1]}…")


def warnings(link: str, source: str) -> list[str]:
    """What somebody who opens the link would miss."""
    found = []
    if source in IN_NO_LINK:
        found.append(
            "The points of a table, a file or pasted text are in no link. Below them, in the "
            "sidebar, “Carry the points in the link” writes them into it."
        )
    host = urlsplit(link).hostname
    if host in LOCAL_HOSTS:
        found.append(
            f"{host} is your own machine: others need the “Network URL” that the app printed "
            "when it started, or a host."
        )
    return found


def _copy_row(link: str) -> str:
    return (
        f"<div class='gd-copy'><input readonly aria-label='Link' value='{escape(link)}'>"
        "<button type='button'>Copy</button></div>"
    )


@cache
def _code() -> str:
    return page_code(_HERE / "share.js")


def _render_qr_code(link: str) -> None:
    drawn = qr_code(link)
    if drawn:
        st.image(drawn, alt="QR code of the link", width="stretch")
    else:
        st.caption(f"{len(link):,} characters are too many for a QR code.")


def qr_code(text: str) -> str | None:
    """`text` as a QR code, an SVG, black on white on any page; None where it is too long."""
    with suppress(DataOverflowError):
        code = segno.make(text, error="l", micro=False)
        return code.svg_inline(omitsize=True, light="#fff")
    return None


def embedding(parameters: Mapping[str, str]) -> str:
    """The HTML that shows this page in a frame of another."""
    width, height = FRAME
    return (
        f'<iframe src="{escape(page_link({**parameters, **display.EMBEDDED}))}" width="{width}" '
        f'height="{height}" style="border: 0" title="Gradient descent" allow="clipboard-write">'
        "</iframe>"
    )
