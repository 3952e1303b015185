"""The sidebar that all pages share: what it shows, and what it hands to the page."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from gd.errors import InputError, shown
from gd.problem import Problem
from gd.settings import ARITHMETICS, GRADIENTS, MOST_EPOCHS, OPTIMIZERS, Settings
from gd.ui import controls
from gd.ui.controls import CONTROLS, DEFAULTS, LARGEST
from gd.ui.menu import Entry
from gd.ui.reading import LEAST_RATE, MOST_RATE, MOST_SEED
from gd.ui.text import plain
from gd.variants import VARIANTS

# The dial's marks: 1, 2, 5, 10, … times the least rate, up to the most.
RATES = [float(f"{figure}e{power}") for power in range(-6, 1) for figure in (1, 2, 5)] + [MOST_RATE]
T = TypeVar("T")

EMBEDDING = {"embed", "embed_options"}  # Streamlit's own names in the URL


@dataclass(frozen=True)
class Inputs:
    """What the sidebar hands to a page; `link` are the parameters that say it in a URL."""

    problem: Problem
    settings: Settings
    test_x: float
    link: dict[str, str]


def sidebar(entry: Entry) -> Inputs:
    """Draw the controls that apply to `entry`, say what is refused, and read them all."""
    _read_url(entry)
    used = {name for variant in entry.variants for name in VARIANTS[variant].settings}
    if entry.variants:
        with st.sidebar:
            _draw(used, alone=len(entry.variants) == 1)
    state = st.session_state
    for message in state["refused"].values():
        st.warning(plain(message), icon=":material/link_off:")
    return _inputs({name: state.get(name, control.default) for name, control in CONTROLS.items()})


def _read_url(entry: Entry) -> None:
    """Say which values of the URL are refused: Streamlit would drop them without a word.

    A setting that this page does not show is kept for the pages that do. A link from page to page
    may say a default, too: it counts like any other value.
    """
    state = st.session_state
    arrived = state.get("page") != entry.path
    if arrived:
        state["page"], state["refused"] = entry.path, {}
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
        names = ", ".join(shown(name) for name in unknown[:3])
        more = f" and {len(unknown) - 3:,} more" if len(unknown) > 3 else ""
        takes = ", ".join(CONTROLS)
        state["refused"]["?"] = f"The link sets {names}{more}. What it can set: {takes}."


def _draw(used: set[str], alone: bool) -> None:
    """Draw the controls for the settings `used`; `alone` if the page has a single variant."""
    st.button("Reset to defaults", on_click=_reset, icon=":material/restart_alt:", width="stretch")
    st.markdown("**Points**")
    st.text_input("x", "1, 2, 3, 4", help="Numbers separated by commas.", **_bound("x"))
    st.text_input("y", "2, 4, 6, 8", help="As many numbers as x has.", **_bound("y"))
    st.markdown("**Training**")
    _draw_rate()
    _draw_epochs()
    _draw_choices(used, alone)
    st.markdown("**Start**")
    _draw_start(used, alone)
    st.markdown("**Prediction**")
    st.number_input(
        "Predict at x",
        -LARGEST,
        LARGEST,
        CONTROLS["test_x"].default,
        step=1.0,
        format="%g",
        help="Where to compare the line before and after training.",
        **_bound("test_x"),
    )


def _draw_rate() -> None:
    """The learning rate twice: a number to type and nudge, and a dial to turn."""
    state = st.session_state
    rate = st.number_input(
        "Learning rate",
        LEAST_RATE,
        MOST_RATE,
        DEFAULTS.learning_rate,
        step=_nudge(state.get("lr", CONTROLS["lr"].default)),
        format="%g",
        help="How far each update goes along the gradient. Too small: slow. Too large: the loss "
        "grows. Type any number from 0.000001 to 10; + and − change it by a tenth of its size "
        "or less.",
        **_bound("lr"),
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
        float(MOST_EPOCHS),
        CONTROLS["epochs"].default,
        step=max(1.0, _nudge(st.session_state.get("epochs", CONTROLS["epochs"].default))),
        format="%g",
        help="How many updates. Each looks at all points once. From 1 to 50,000.",
        **_bound("epochs"),
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
            **_bound("gradient"),
        )
    if "arithmetic" in used:
        st.selectbox(
            "Arithmetic of NumPy by hand",
            ARITHMETICS,
            help="Whose rules of rounding: **numpy2** keeps the weight in float32; **numpy1** kept "
            "it in float64; **numpy1-sequential** also added up a dot product term by term in "
            "float32. It moves only the last printed digits.",
            **_bound("arithmetic"),
        )
    if "optimizer" in used:
        st.selectbox(
            "Optimizer of the torch variants" if not alone else "Optimizer",
            OPTIMIZERS,
            help="Torch's own, with torch's defaults. **SGD** is plain gradient descent; "
            "**momentum** and **Nesterov** are SGD that keeps 0.9 of its last step; **Adagrad**, "
            "**RMSprop** and **Adam** scale each weight's step by the gradients it has seen.",
            **_bound("optimizer"),
        )


def _draw_start(used: set[str], alone: bool) -> None:
    seed = None
    if "seed" in used:
        seed = st.number_input(
            "Seed of nn.Linear",
            0.0,
            float(MOST_SEED),
            None,
            step=1.0,
            format="%g",
            placeholder="none",
            help="With a seed, nn.Linear starts at the random weight and bias that torch draws "
            "for it. Without one, it starts at the w and b below.",
            **_bound("seed"),
        )
    for name, what in (("w0", "weight w"), ("b0", "bias b of nn.Linear")):
        if name in used:
            st.number_input(
                CONTROLS[name].label,
                -LARGEST,
                LARGEST,
                CONTROLS[name].default,
                step=0.1,
                format="%g",
                disabled=seed is not None and (alone or name == "b0"),
                help=f"The {what} before the first update.",
                **_bound(name),
            )


def _bound(name: str) -> dict[str, Any]:
    """What ties a widget to the URL, and takes back the word about the link when it is used."""
    return {"key": name, "bind": "query-params", "on_change": _used, "args": (name,)}


def _used(name: str) -> None:
    st.session_state.get("refused", {}).pop(name, None)


def set_control(name: str, value: Any) -> None:
    """Set a control, as if it had been used."""
    st.session_state[name] = value
    _used(name)


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


def _inputs(values: dict[str, Any]) -> Inputs:
    """The sidebar's values checked; where they do not fit, a sentence, and the last good ones."""
    link = controls.link(values)
    points = _last_good(
        "points", lambda: controls.problem(values["x"], values["y"]), controls.default_problem
    )
    for name in ("epochs", "seed"):
        control = CONTROLS[name]
        values[name] = _last_good(
            name, lambda c=control: c.whole(values[c.name]), lambda c=control: c.whole(c.default)
        )
    return Inputs(points, controls.settings(values), values["test_x"], link)


def _last_good(what: str, make: Callable[[], T], default: Callable[[], T]) -> T:
    """What `make` gives; where it refuses, say why, and keep what it gave last."""
    key = f"last good {what}"
    try:
        st.session_state[key] = make()
    except InputError as error:
        st.error(plain(f"{error} What fitted last stays."), icon=":material/error:")
        st.session_state.setdefault(key, default())
    return st.session_state[key]
