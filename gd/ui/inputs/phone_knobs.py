"""The learning rate and the epochs once more, right below a phone's charts.

Their styles are in `phone.css`, which every page has.
"""

from pathlib import Path

import streamlit as st
from streamlit.components import v2

from gd.settings import MAX_EPOCHS, Settings
from gd.ui import state
from gd.ui.component import minify_js
from gd.ui.inputs.url_binding import set_control
from gd.ui.inputs.url_values import MAX_RATE, MIN_RATE

_HERE = Path(__file__)


def render_phone_knobs(settings: Settings) -> None:
    """Draw them: the browser shows them where it is narrow."""
    _component()(
        key=state.PHONE,
        data={
            "rate": settings.learning_rate,
            "least": MIN_RATE,
            "most": MAX_RATE,
            "epochs": settings.epochs,
            "most_epochs": MAX_EPOCHS,
        },
        on_rate_change=_use_rate,
        on_epochs_change=_use_epochs,
    )


@st.cache_resource
def _component():
    html, js = (_HERE.with_suffix(suffix).read_text("utf-8") for suffix in (".html", ".js"))
    return v2.component("phone knobs", html=html, js=minify_js(js), isolate_styles=False)


def _use_rate() -> None:
    rate = st.session_state[state.PHONE].rate
    if isinstance(rate, int | float) and MIN_RATE <= rate <= MAX_RATE:
        set_control("lr", float(rate))


def _use_epochs() -> None:
    epochs = st.session_state[state.PHONE].epochs
    if isinstance(epochs, int | float) and 1 <= epochs <= MAX_EPOCHS:
        set_control("epochs", float(epochs))
