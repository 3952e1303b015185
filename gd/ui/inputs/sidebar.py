"""The sidebar that all pages share: its controls, and the inputs it hands to the page."""

import math
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gd.analysis.meanings import MEANINGS
from gd.data.holdout import MAX_SHARE
from gd.links import controls
from gd.links.controls import CONTROLS, DEFAULTS, MAX_FLOAT32
from gd.links.setup import COMPARE, variants_of
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.settings import GRADIENTS, MAX_EPOCHS, OPTIMIZERS
from gd.ui import state
from gd.ui.display import presenting
from gd.ui.inputs import class_link, source_picker
from gd.ui.inputs.batch_settings import render_batches
from gd.ui.inputs.class_link import is_open
from gd.ui.inputs.expert_settings import render_more
from gd.ui.inputs.link import read_link
from gd.ui.inputs.mistake_choice import as_right, narrowed
from gd.ui.inputs.page_inputs import Inputs, check_inputs
from gd.ui.inputs.rate_dial import rate_zones, render_rate_dial
from gd.ui.inputs.reset import render_reset
from gd.ui.inputs.url_binding import url_bound
from gd.ui.markdown import escape
from gd.ui.menu import Entry
from gd.variants import VARIANTS

# Drawn beside the batches, where there are any, and else among the settings of experts.
BESIDE_BATCHES = {"schedule"}


def sidebar(entry: Entry) -> Inputs:
    """Draw the controls that apply to `entry`, warn of what is refused, and return the inputs."""
    session = st.session_state
    if state.LAST_VALID_POINTS not in session:
        session[state.LAST_VALID_POINTS] = controls.default_problem()
    read_link(entry)
    class_link.render_way_back()
    dial, entry = None, _as_shown(entry)
    is_drawn = (entry.variants or entry.points) and not presenting()
    if is_drawn:
        with st.sidebar:
            if entry.variants:
                dial = _render_controls(entry)
            else:
                source_picker.render_source_picker(entry.path)
    for message in session[state.LINK_WARNINGS].values():
        st.warning(escape(message), icon=":material/link_off:")
    inputs = check_inputs(
        {name: session.get(name, control.default) for name, control in CONTROLS.items()},
        entry.variants,
    )
    if dial:
        with dial:
            zones = rate_zones(entry.variants, as_right(entry, inputs))
            render_rate_dial(inputs.settings.learning_rate, zones)
    if is_drawn:
        with st.sidebar:
            dtype = inputs.settings.dtype
            source_picker.render_summary(session["data"], inputs.points, inputs.problem, dtype)
            render_reset()
    return inputs


def _as_shown(entry: Entry) -> Entry:
    """The entry with the variants that it trains now: a comparison need not have mini-batches."""
    if entry.path == COMPARE:
        return replace(entry, variants=variants_of(COMPARE, st.session_state.get("runs", "")))
    return narrowed(entry)


def _render_controls(entry: Entry) -> DeltaGenerator | None:
    """Draw what sets the inputs, as far as it is open; return the place of the rate's dial."""
    alone = len(entry.variants) == 1
    used = {name for variant in entry.variants for name in VARIANTS[variant].settings} - entry.fixed
    batches = "batch_size" in used
    used = set(filter(is_open, used))
    dial = None
    if is_open("lr"):
        _render_rate()
        dial = st.container()
    if is_open("epochs"):
        _render_epochs()
    _render_choices(used, alone)
    if batches:
        render_batches(used)
    source_picker.render_source_picker(entry.path)
    _render_points(alone and batches)
    render_more(used - BESIDE_BATCHES if batches else used, alone)
    return dial


def _render_choices(used: set[str], alone: bool) -> None:
    if "optimizer" in used:
        st.selectbox(
            "Optimizer" if alone else "Optimizer of the torch variants",
            OPTIMIZERS,
            help="Torch's own, with torch's defaults. **SGD** is plain gradient descent; "
            "**momentum** and **Nesterov** are SGD that keeps 0.9 of its last step; **Adagrad**, "
            "**RMSprop** and **Adam** scale each weight's step by the gradients it has seen.",
            **url_bound("optimizer"),
        )
    if "gradient" in used:
        st.radio(
            "Gradient" if alone else "Gradient of NumPy by hand",
            GRADIENTS,
            horizontal=True,
            help="The notebooks mean to average over the points, but `np.dot` has already added "
            "them up: **sum** is what they compute, N times as large as the **mean** that torch "
            "uses.",
            **url_bound("gradient"),
        )


def _render_points(holds_out: bool) -> None:
    """What is done with the points."""
    if holds_out and is_open("held_out"):
        st.slider(
            CONTROLS["held_out"].label,
            0.0,
            MAX_SHARE,
            CONTROLS["held_out"].default,
            step=0.05,
            format="percent",
            help="The share of the points, drawn at random, that is kept out of training. The loss "
            "on them shows how the line does on points that it has not seen.",
            **url_bound("held_out"),
        )
    if is_open("standardise"):
        st.checkbox(
            CONTROLS["standardise"].label,
            help=f"{MEANINGS['standardise']} Predictions stay in the units of the points. The "
            "start of w and b is in standard units.",
            **url_bound("standardise"),
        )
    if is_open("test_x"):
        st.number_input(
            "Predict at x",
            -MAX_FLOAT32,
            MAX_FLOAT32,
            CONTROLS["test_x"].default,
            step=1.0,
            format="%g",
            help="Where to compare the line before and after training.",
            **url_bound("test_x"),
        )


def _render_rate() -> None:
    session = st.session_state
    st.number_input(
        "Learning rate",
        MIN_RATE,
        MAX_RATE,
        DEFAULTS.learning_rate,
        step=_nudge(session.get("lr", CONTROLS["lr"].default)),
        format="%g",
        help="How far each update goes along the gradient. Too small: slow. Too large: the loss "
        "grows. Type any number from 1e-12 to 10; + and − change it by a tenth of its size "
        "or less. The loss is the mean of the squared errors: with half of it, ½·MSE, the same "
        "steps need twice the rate; with the sum of the squared errors, an N-th.",
        **url_bound("lr"),
    )


def _render_epochs() -> None:
    st.number_input(
        "Epochs",
        1.0,
        float(MAX_EPOCHS),
        CONTROLS["epochs"].default,
        step=max(1.0, _nudge(st.session_state.get("epochs", CONTROLS["epochs"].default))),
        format="%g",
        help=f"{MEANINGS['epoch']} From 1 to 50,000.",
        **url_bound("epochs"),
    )


def _nudge(value: float) -> float:
    """A step that suits the size of `value`: 0.01 → 0.001, 250 → 10."""
    return float(f"1e{math.floor(math.log10(value)) - 1}")
