"""The settings of experts, folded under "More" in the sidebar."""

import streamlit as st

from gd.analysis.meanings import MEANINGS
from gd.links import controls
from gd.links.controls import CONTROLS, MAX_FLOAT32
from gd.links.url_values import MAX_SEED
from gd.settings import ARITHMETICS, DTYPES
from gd.ui import state
from gd.ui.inputs import class_link
from gd.ui.inputs.batch_settings import render_batch_seed, render_schedule
from gd.ui.inputs.url_binding import url_bound

# The settings under "More", and how one that is not at its default is named below it.
EXPERT = {
    "dtype": "",
    "arithmetic": "",
    "schedule": "rate:",
    "w0": "w₀ =",
    "b0": "b₀ =",
    "seed": "seed",
    "batch_seed": "shuffled by",
}


def render_more(used: set[str], alone: bool) -> None:
    """The settings of experts, folded; those that are not at their defaults are named below.

    On a class link, those that are open stand with the others.
    """
    if class_link.current() is not None:
        _render_expert(used, alone)
        return
    session = st.session_state
    names = [name for name in EXPERT if name in used or name == "dtype"]
    changed = [name for name in names if session.get(name) not in (None, CONTROLS[name].default)]
    # Its label stays: an expander of another label would be another one, and closed.
    more = st.expander("More", key=state.MORE, on_change="rerun")
    if more.open or changed:  # drawn, a control writes its value into the address
        with more:
            _render_expert(used, alone)
    if changed and not more.open:
        st.caption(
            ", ".join(
                f"{EXPERT[name]} {controls.text_of(session[name])}".strip() for name in changed
            )
        )


def _render_expert(used: set[str], alone: bool) -> None:
    if class_link.is_open("dtype"):
        _render_dtype()
    _render_arithmetic(used)
    if "schedule" in used:
        render_schedule()
    _render_start(used, alone)
    if "batch_seed" in used:
        render_batch_seed()


def _render_dtype() -> None:
    st.radio(
        CONTROLS["dtype"].label,
        DTYPES,
        horizontal=True,
        help="How exactly a run counts: **float32** keeps about 7 digits, as in the notebooks, "
        "**float64** about 16. Real data may need them.",
        **url_bound("dtype"),
    )


def _render_arithmetic(used: set[str]) -> None:
    if "arithmetic" in used:
        st.selectbox(
            "Arithmetic of NumPy by hand",
            ARITHMETICS,
            help="Whose rules of rounding: **numpy2** keeps the weight in float32; **numpy1** kept "
            "it in float64; **numpy1-sequential** also added up a dot product term by term in "
            "float32. It moves only the last printed digits.",
            **url_bound("arithmetic"),
        )


def _render_start(used: set[str], alone: bool) -> None:
    seed = None
    if "seed" in used:
        seed = st.number_input(
            "Seed of nn.Linear",
            0.0,
            float(MAX_SEED),
            None,
            step=1.0,
            format="%g",
            placeholder="none",
            help=f"{MEANINGS['seed']} With a seed, nn.Linear starts at the random weight and bias "
            "that torch draws for it. Without one, it starts at the w and b below.",
            **url_bound("seed"),
        )
    for name, what in (("w0", "weight w"), ("b0", "bias b of nn.Linear")):
        if name in used:
            st.number_input(
                CONTROLS[name].label,
                -MAX_FLOAT32,
                MAX_FLOAT32,
                CONTROLS[name].default,
                step=0.1,
                format="%g",
                disabled=seed is not None and (alone or name == "b0"),
                help=f"The {what} before the first update.",
                **url_bound(name),
            )
