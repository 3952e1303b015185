"""The slider that sets the one state all charts of a page show; it moves in the browser."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from streamlit.components import v2

from gd.charts.view_tables import Box
from gd.errors import InputError
from gd.links.controls import MAX_FLOAT32
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.run import Columns, Run
from gd.settings import MAX_EPOCHS, check_real
from gd.ui import state
from gd.ui.component import page_code
from gd.ui.inputs.class_link import is_open
from gd.ui.inputs.url_binding import set_control, set_rate
from gd.ui.panels.preview import preview_constants
from gd.variants import VARIANTS

_HERE = Path(__file__).parent
_FILES = (
    "scrubber.css",
    "phone.css",
    "places.js",
    "preview.js",
    "hand.js",
    "landscape.js",
    "phone.js",
    "scrubber.js",
)
_HAND_OVER = """export default (run) => {
  (window.gd ??= {}).run = run;
  window.gd.draw?.();
}"""


def render_scrubber(run: Run, table: Columns, box: Box, follow: bool) -> None:
    """Draw the slider over the states of `table`, the scrubber's frames of `run`.

    In the browser it writes its state where the charts look for it. It sends nothing to the server,
    unless it is to `follow`: then it says where it rests.

    box      what the landscape shows: the handles reach as far, and a press on it is a start
    follow   whether something on the page reads `current_state`
    """
    with st.container(key="scrubber", gap=None):
        st.html(_page_elements(), width="content", unsafe_allow_javascript=True)
        _component()(
            key=state.SCRUBBER,
            data=_data(run, table, box) | {"follow": current_state(run) if follow else None},
            on_at_change=lambda: None,
            on_start_change=_start_here,
            on_rate_change=_use_rate,
            on_epochs_change=_use_epochs,
        )


def render_phone_knobs() -> None:
    """The learning rate and the epochs once more, for where the sidebar covers the charts.

    The browser shows them where it is narrow. The scrubber's script moves them.
    """
    markup = _phone_markup()
    for name, label in (("lr", "Learning rate"), ("epochs", "Epochs")):
        if not is_open(name):
            markup = markup.replace(f"<label>{label}", f"<label hidden>{label}")
    st.html(markup, width="stretch")


def current_state(run: Run) -> int:
    """The state at which the scrubber rests, as far as the server knows: 0, the start, to N."""
    known = st.session_state.get(state.SCRUBBER, {}).get("at")
    if known is None:
        known = st.query_params.get("at", "")
    text = str(known)
    return min(int(text), len(run.history)) if text.isascii() and text.isdigit() else 0


def _data(run: Run, table: Columns, box: Box) -> dict[str, Any]:
    """What the page's script draws and computes with; numbers that are shown are rounded."""
    names = ["w", "b"] if run.has_bias else ["w"]
    complete = len(table["epoch"]) == len(run.history) + 1
    ended = "the last finite" if run.diverged_at else "stopped" if run.stopped_at else "trained"
    unit = {} if run.unit == "epoch" else {"unit": "Update"}
    return unit | {
        "end": ended,
        "epochs": None if complete else table["epoch"].astype(int).tolist(),
        "loss": _rounded(table["loss"]),
        "weights": {name: _rounded(table[name]) for name in names},
        "rates": [MIN_RATE, MAX_RATE],
        "box": {"w": [box.left, box.right], "b": [box.bottom, box.top]},
        "problem": preview_constants(run),
        "canStart": _can_start(run),
    }


def _can_start(run: Run) -> bool:
    """Whether a start may be chosen: a class link may fix it."""
    settings = VARIANTS[run.variant].settings
    drawn = {"seed"} if run.settings.seed is not None else set()
    return all(is_open(name) for name in settings if name in {"w0", "b0", *drawn})


@cache
def _page_elements() -> str:
    """The scrubber's styles and scripts, and its markup."""
    markup = (_HERE / "scrubber.html").read_text("utf-8")
    code = page_code(*(_HERE / name for name in _FILES))
    return f'{code}<template id="scrubber-markup">{markup}</template>'


@cache
def _phone_markup() -> str:
    markup = (_HERE / "phone.html").read_text("utf-8")
    return markup.replace("MAX_EPOCHS", str(MAX_EPOCHS))


@st.cache_resource
def _component():
    return v2.component("scrubber", js=_HAND_OVER, isolate_styles=False)


def _start_here() -> None:
    """Start the training at the weights that a hand has chosen."""
    try:
        w, b = (
            check_real("start", value, MAX_FLOAT32)
            for value in st.session_state[state.SCRUBBER].start
        )
    except (InputError, TypeError, ValueError):  # not from this page's script
        return
    for name, value in {"seed": None, "w0": w, "b0": b}.items():
        set_control(name, value)


def _use_rate() -> None:
    set_rate(st.session_state[state.SCRUBBER].rate)


def _use_epochs() -> None:
    epochs = st.session_state[state.SCRUBBER].epochs
    if isinstance(epochs, int | float) and 1 <= epochs <= MAX_EPOCHS:
        set_control("epochs", float(epochs))


def _rounded(values: np.ndarray) -> list[float]:
    """Rounded to the three digits that the slider shows; finite, as JSON has no infinity."""
    return np.nan_to_num([float(f"{value:.3g}") + 0.0 for value in values.tolist()]).tolist()
