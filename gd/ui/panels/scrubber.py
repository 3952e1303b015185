"""The slider that sets the one epoch all views of a page show; it moves in the browser."""

import re
from pathlib import Path

import numpy as np
import streamlit as st
from streamlit.components import v2

from gd.charts.style import COLORS
from gd.run import Columns, Run
from gd.ui import state

_HERE = Path(__file__)


def render_scrubber(run: Run, table: Columns) -> None:
    """Draw the slider over the epochs of `table`, the scrubber's frames of `run`.

    In the browser it writes its epoch into the element `#epoch`, to which the views below are
    bound. Only its button sends a message to the server, for the arithmetic of that epoch.
    """
    # The views look for the element once, when they are drawn: it must be there before them, and
    # stay, so it is no part of the component, which the browser loads later.
    st.html('<input type="hidden" id="epoch" value="1">', width="content")
    complete = len(table["epoch"]) == len(run.history)
    names = ["w", "b"] if run.has_bias else ["w"]
    with st.container(key="scrubber"):
        _component()(
            key=state.SCRUBBER,
            data={
                "of": run.settings.epochs,
                "epochs": None if complete else table["epoch"].astype(int).tolist(),
                "loss": _rounded(table["loss"]),
                "weights": {name: _rounded(table[name]) for name in names},
                "color": COLORS["this epoch"],
            },
            on_explain_change=_explain,
        )


@st.cache_resource
def _component():
    html, css, js = (
        _HERE.with_suffix(suffix).read_text("utf-8") for suffix in (".html", ".css", ".js")
    )
    # Comments and indentation are stripped, as the text is sent with each run. The styles are not
    # isolated: one rule is for the row around the component.
    js = re.sub(r"^ +|^//.*\n| // .*", "", js, flags=re.MULTILINE)
    css = re.sub(r"/\*.*?\*/|\s*([{};,])\s*|(:) ", r"\1\2", css, flags=re.DOTALL)
    return v2.component("scrubber", html=html, css=css, js=js, isolate_styles=False)


def _explain() -> None:
    st.session_state[state.STEP] = st.session_state[state.SCRUBBER].explain


def _rounded(values: np.ndarray) -> list[float]:
    """Rounded to the five digits that the slider shows; finite, as JSON has no infinity."""
    return np.nan_to_num([float(f"{value:.5g}") for value in values.tolist()]).tolist()
