"""A link to the page: as text that can be copied, as a QR code, and in the code of a frame."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st
from segno.encoder import DataOverflowError

from gd.links.controls import IN_NO_LINK
from gd.ui import display
from gd.ui.component import page_code

FRAME = 800, 600  # pixels of an embedded page, for which its styles are made
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
_CODE = Path(__file__).with_name("share.js")


def render_link(link: str, notes: Iterable[str] = ()) -> None:
    """Draw the link with its button that copies, and notes in plain text."""
    st.html(_copy_row(link))
    st.html(_code(), unsafe_allow_javascript=True)
    st.html("".join(f"<p class='gd-note'>{escape(note)}</p>" for note in notes))


def render_codes(parameters: Mapping[str, str]) -> None:
    """Draw the QR code of the page with `parameters`, and the code that embeds it."""
    left, right = st.columns((1, 2), gap="medium")
    with left:
        render_qr_code(page_link(parameters))
    with right:
        st.caption("In a course page or a blog:")
        st.code(embedding(parameters), language="html", wrap_lines=True)


def page_link(parameters: Mapping[str, str]) -> str:
    """The address of this page with `parameters`."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{st.context.url or ''}{query}"


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
    return page_code(_CODE)


def render_qr_code(link: str) -> None:
    """Draw the QR code of a link."""
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
