"""The sidebar that all pages share: what it shows, and what it hands to the page."""

import math

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gd.errors import InputError, quote
from gd.settings import ARITHMETICS, DTYPES, GRADIENTS, MAX_EPOCHS, OPTIMIZERS
from gd.ui.inputs import controls, source_picker
from gd.ui.inputs.controls import CONTROLS, DEFAULTS, MAX_FLOAT32
from gd.ui.inputs.page_inputs import Inputs, check_inputs
from gd.ui.inputs.table_input import LAST_VALID_POINTS
from gd.ui.inputs.url_binding import set_control, url_bound
from gd.ui.inputs.url_values import MAX_RATE, MAX_SEED, MIN_RATE
from gd.ui.markdown import escape
from gd.ui.menu import Entry
from gd.variants import VARIANTS

# The dial's marks: 1, 2, 5, 10, … times the least rate, up to the most.
RATES = [float(f"{figure}e{power}") for power in range(-6, 1) for figure in (1, 2, 5)] + [MAX_RATE]

EMBEDDING = {"embed", "embed_options"}  # Streamlit's own names in the URL


def sidebar(entry: Entry) -> Inputs:
    """Draw the controls that apply to `entry`, say what is refused, and read them all."""
    state = st.session_state
    if LAST_VALID_POINTS not in state:
        state[LAST_VALID_POINTS] = controls.default_problem()
    _read_url(entry)
    used = {name for variant in entry.variants for name in VARIANTS[variant].settings}
    about = None
    if entry.variants:
        with st.sidebar:
            about = _draw(entry.path, used, alone=len(entry.variants) == 1)
    for message in state["refused"].values():
        st.warning(escape(message), icon=":material/link_off:")
    inputs = check_inputs(
        {name: state.get(name, control.default) for name, control in CONTROLS.items()}
    )
    if about:
        with about:
            dtype = inputs.settings.dtype
            source_picker.render_summary(state["data"], inputs.points, inputs.problem, dtype)
    return inputs


def _read_url(entry: Entry) -> None:
    """Say which values of the URL are refused: Streamlit would drop them without a word.

    A setting that this page does not show is kept for the pages that do. A link from page to page
    may say a default, too: it counts like any other value.
    """
    state = st.session_state
    arrived = state.get("page") != entry.path
    if arrived:
        state["page"], state["refused"] = entry.path, {}
    source_picker.follow_address(arrived)
    for name, control in CONTROLS.items():
        for text in st.query_params.get_all(name)[-1:]:
            try:
                value = control.read(text)
                if arrived or name not in state:
                    state[name] = value
            except InputError as error:
                state["refused"][name] = f"In the link: {error}"
    unknown = [name for name in st.query_params if name not in {*CONTROLS, *EMBEDDING}]
    if unknown:
        names = ", ".join(quote(name) for name in unknown[:3])
        more = f" and {len(unknown) - 3:,} more" if len(unknown) > 3 else ""
        takes = ", ".join(CONTROLS)
        state["refused"]["?"] = f"The link sets {names}{more}. What it can set: {takes}."


def _draw(page: str, used: set[str], alone: bool) -> DeltaGenerator:
    """Draw the controls for the settings `used`; `alone` if the page has a single variant.

    Gives the place for what is to be said about the points.
    """
    st.button("Reset to defaults", on_click=_reset, icon=":material/restart_alt:", width="stretch")
    source_picker.render_source_picker(page)
    about = st.container()
    st.checkbox(
        CONTROLS["standardise"].label,
        help="Train on (x − mean) / standard deviation, and the same of y. Then one learning rate "
        "suits any units: years, prices, degrees. The page also gives the line in the units of "
        "the points. The start of w and b is in standard units.",
        **url_bound("standardise"),
    )
    st.markdown("**Training**")
    _draw_rate()
    _draw_epochs()
    _draw_dtype()
    _draw_choices(used, alone)
    _draw_start(used, alone)
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
    return about


def _draw_rate() -> None:
    """The learning rate twice: a number to type and nudge, and a dial to turn."""
    state = st.session_state
    rate = st.number_input(
        "Learning rate",
        MIN_RATE,
        MAX_RATE,
        DEFAULTS.learning_rate,
        step=_nudge(state.get("lr", CONTROLS["lr"].default)),
        format="%g",
        help="How far each update goes along the gradient. Too small: slow. Too large: the loss "
        "grows. Type any number from 0.000001 to 10; + and − change it by a tenth of its size "
        "or less.",
        **url_bound("lr"),
    )
    state["dial"] = min(RATES, key=lambda mark: abs(math.log(mark / rate)))
    st.select_slider(
        "Learning rate, coarse",
        RATES,
        key="dial",
        on_change=_dial,
        format_func=lambda mark: f"{mark:.6f}".rstrip("0").rstrip("."),
        label_visibility="collapsed",
    )


def _draw_epochs() -> None:
    st.number_input(
        "Epochs",
        1.0,
        float(MAX_EPOCHS),
        CONTROLS["epochs"].default,
        step=max(1.0, _nudge(st.session_state.get("epochs", CONTROLS["epochs"].default))),
        format="%g",
        help="How many updates. Each looks at all points once. From 1 to 50,000.",
        **url_bound("epochs"),
    )


def _draw_dtype() -> None:
    st.radio(
        CONTROLS["dtype"].label,
        DTYPES,
        horizontal=True,
        help="How exactly a run counts: **float32** keeps about 7 digits, as in the notebooks, "
        "**float64** about 16. Real data may need them.",
        **url_bound("dtype"),
    )


def _draw_choices(used: set[str], alone: bool) -> None:
    if "gradient" in used:
        st.radio(
            "Gradient of NumPy by hand",
            GRADIENTS,
            horizontal=True,
            help="The notebooks mean to average over the points, but `np.dot` has already added "
            "them up: **sum** is what they compute, N times as large as the **mean** that torch "
            "uses.",
            **url_bound("gradient"),
        )
    if "arithmetic" in used:
        st.selectbox(
            "Arithmetic of NumPy by hand",
            ARITHMETICS,
            help="Whose rules of rounding: **numpy2** keeps the weight in float32; **numpy1** kept "
            "it in float64; **numpy1-sequential** also added up a dot product term by term in "
            "float32. It moves only the last printed digits.",
            **url_bound("arithmetic"),
        )
    if "optimizer" in used:
        st.selectbox(
            "Optimizer of the torch variants" if not alone else "Optimizer",
            OPTIMIZERS,
            help="Torch's own, with torch's defaults. **SGD** is plain gradient descent; "
            "**momentum** and **Nesterov** are SGD that keeps 0.9 of its last step; **Adagrad**, "
            "**RMSprop** and **Adam** scale each weight's step by the gradients it has seen.",
            **url_bound("optimizer"),
        )


def _draw_start(used: set[str], alone: bool) -> None:
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
            help="With a seed, nn.Linear starts at the random weight and bias that torch draws "
            "for it. Without one, it starts at the w and b below.",
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


def set_rate(rate: float) -> None:
    """Set the learning rate, as if it had been typed."""
    set_control("lr", rate)


def _dial() -> None:
    set_rate(st.session_state["dial"])


def _reset() -> None:
    for name, control in CONTROLS.items():
        st.session_state[name] = control.default
    st.session_state["refused"] = {}


def _nudge(value: float) -> float:
    """A step that suits the size of `value`: 0.01 → 0.001, 250 → 10."""
    return float(f"1e{math.floor(math.log10(value)) - 1}")
