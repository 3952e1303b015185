"""The one epoch that all views of a page show, moved in the browser."""

import re
from pathlib import Path

import numpy as np
import streamlit as st
from streamlit.components import v2

from gd.charts.style import COLORS
from gd.run import Columns, Run
from gd.variants import VARIANTS

_HERE = Path(__file__)
STEP = "step"  # in the session's state: the epoch whose arithmetic is worked out


def scrubber(run: Run, table: Columns) -> None:
    """Draw the slider over the epochs of `table`, the stops of `run`.

    It gives the views below, which are bound to the element `#epoch`, its epoch in the browser.
    Only its button reaches the server, for the arithmetic of that epoch.
    """
    # The views look for the element once, when they are drawn: it must be there before them, and
    # stay, so it is no part of the component, which the browser loads later.
    st.html('<input type="hidden" id="epoch" value="1">', width="content")
    whole = len(table["epoch"]) == len(run.history)
    names = ["w", "b"] if VARIANTS[run.variant].has_bias else ["w"]
    with st.container(key="scrubber"):
        _component()(
            key="scrubber component",
            data={
                "of": run.settings.epochs,
                "epochs": None if whole else table["epoch"].astype(int).tolist(),
                "loss": _short(table["loss"]),
                "weights": {name: _short(table[name]) for name in names},
                "color": COLORS["this epoch"],
            },
            on_explain_change=_explain,
        )


@st.cache_resource
def _component():
    html, css, js = (
        _HERE.with_suffix(suffix).read_text("utf-8") for suffix in (".html", ".css", ".js")
    )
    # Without what only people read: it is sent with each run. Not isolated: its rule for the row
    # around it lies outside of it.
    js = re.sub(r"^ +|^//.*\n| // .*", "", js, flags=re.MULTILINE)
    css = re.sub(r"/\*.*?\*/|\s*([{};,])\s*|(:) ", r"\1\2", css, flags=re.DOTALL)
    return v2.component("scrubber", html=html, css=css, js=js, isolate_styles=False)


def _explain() -> None:
    st.session_state[STEP] = st.session_state["scrubber component"].explain


def _short(values: np.ndarray) -> list[float]:
    """The five digits that the slider shows; JSON has no infinity, to which they may round."""
    return np.nan_to_num([float(f"{value:.5g}") for value in values.tolist()]).tolist()
