"""How the points are dealt out to the updates, and how the rate falls: controls of the sidebar."""

import streamlit as st

from gd.analysis.meanings import MEANINGS
from gd.links.controls import CONTROLS
from gd.links.url_values import MAX_SEED
from gd.settings import MAX_BATCH, SCHEDULES
from gd.ui.inputs.url_binding import url_bound


def render_batches(used: set[str]) -> None:
    """How the points are dealt out, and how the rate falls: together they set the noise."""
    if "batch_size" in used:
        st.number_input(
            CONTROLS["batch_size"].label,
            1.0,
            float(MAX_BATCH),
            CONTROLS["batch_size"].default,
            step=1.0,
            format="%g",
            help="The points of an update, 1 to all. The fewer, the more updates an epoch has, and "
            "the less sure is the direction of each.",
            **url_bound("batch_size"),
        )
    if "shuffle" in used:
        st.checkbox(
            CONTROLS["shuffle"].label,
            CONTROLS["shuffle"].default,
            help="Deal the points out in a new order each epoch; else always in their own order.",
            **url_bound("shuffle"),
        )
    if "schedule" in used:
        render_schedule()


def render_schedule() -> None:
    """The schedule of the learning rate."""
    st.selectbox(
        CONTROLS["schedule"].label,
        SCHEDULES,
        help="How the learning rate falls during the training. **step** halves it after each "
        "quarter; **cosine** lets it fall to 0; **1/t** divides it by 1 + 10·t/T, t being the "
        "updates made, T all.",
        **url_bound("schedule"),
    )


def render_batch_seed() -> None:
    """The seed of the shuffling."""
    st.number_input(
        CONTROLS["batch_seed"].label,
        0.0,
        float(MAX_SEED),
        CONTROLS["batch_seed"].default,
        step=1.0,
        format="%g",
        help=f"{MEANINGS['seed']} Here: the order of the points in each epoch.",
        **url_bound("batch_seed"),
    )
