"""How much of a page is shown: all of it, what fits into another site's frame, or a wall."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from gd.ui.component import page_code

PRESENT = {"present": "true"}  # in the URL: title, slider and charts alone, in large type
EMBEDDED = {"embed": "true"}  # Streamlit's own: charts, slider and controls
STYLES = {name: Path(__file__).with_name(f"{name}.css") for name in ("wall", "frame")}
MODES = {*PRESENT, *EMBEDDED}


def presenting() -> bool:
    """Whether the page is shown on a wall."""
    return st.query_params.get("present") == "true"


def charts_alone() -> bool:
    """Whether a page leaves out its menu, its words and its tabs."""
    return presenting() or bool(st.context.is_embedded)


def render_styles() -> None:
    """Send the styles of a page that is not shown whole."""
    if charts_alone():
        st.html(page_code(STYLES["wall" if presenting() else "frame"]))


def without_modes(parameters: Mapping[str, str]) -> dict[str, str]:
    """The parameters of a URL without those that say how much is shown."""
    return {name: value for name, value in parameters.items() if name not in MODES}
