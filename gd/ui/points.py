"""Where the points come from: the sidebar's part about them, and what it gives."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gd import datasets, points
from gd.datasets import DATASETS
from gd.errors import InputError
from gd.problem import MOST_POINTS, Problem
from gd.ui import tables
from gd.ui.bound import assign, bound, used
from gd.ui.controls import CONTROLS, LARGEST, WAYS
from gd.ui.reading import MOST_SEED
from gd.ui.text import figure, plain

BLUR = 0.001  # rounding that moves points by more of their range is worth a word

_TOLD = "way in the address"


def follow_address(arrived: bool) -> None:
    """Take over the way that the address names, where somebody went back or forward to it."""
    # Other controls leave that to Streamlit, which would put the names for people into the address.
    told = st.query_params.get("data", CONTROLS["data"].default)
    if not arrived and told in WAYS and told != st.session_state.get(_TOLD, told):
        assign("data", told)


def draw(page: str) -> None:
    """Draw the choice of a way, and what it asks for."""
    st.markdown("**Points**")
    way = st.selectbox(
        "Where the points come from",
        list(WAYS),
        format_func=WAYS.__getitem__,
        key="data",
        persist_state="session",
        on_change=used,
        args=("data",),
        help="Numbers to type, data sets to begin with, points made to order, or your own table. "
        "Whatever you typed or uploaded stays while you look at another.",
    )
    if way in DATASETS:
        _draw_dataset(DATASETS[way])
    elif way == "typed":
        st.text_input("x", CONTROLS["x"].default, help="Numbers separated by commas.", **bound("x"))
        st.text_input("y", CONTROLS["y"].default, help="As many numbers as x has.", **bound("y"))
    elif way == "made":
        _draw_made()
    else:
        tables.draw(way, page)
    _tell_address(way)


def _tell_address(way: str) -> None:
    if way == CONTROLS["data"].default:
        st.query_params.pop("data", None)
    elif st.query_params.get("data") != way:
        st.query_params["data"] = way
    st.session_state[_TOLD] = way


def _draw_dataset(dataset: datasets.Dataset) -> None:
    st.caption(dataset.description)
    st.caption(f"x: {dataset.x}  \ny: {dataset.y}")
    with st.expander("Source and terms"):
        st.caption(f"Source: {plain(dataset.source)}.")
        st.caption(f"Terms: {plain(dataset.terms)}.")


def _draw_made() -> None:
    st.caption("y = slope · x + intercept + noise, at x from 0 to 10 in even steps.")
    for name, least, most, step, text in (
        ("slope", -LARGEST, LARGEST, 0.5, "The w of the line that the points lie about."),
        ("intercept", -LARGEST, LARGEST, 0.5, "The b of that line: its height at x = 0."),
        ("noise", 0.0, LARGEST, 0.1, "How far the points lie off the line: a standard deviation."),
        ("number", 2.0, float(MOST_POINTS), 10.0, f"How many points: 2 to {MOST_POINTS:,}."),
        ("noise_seed", 0.0, float(MOST_SEED), 1.0, "The same seed makes the same noise again."),
    ):
        control = CONTROLS[name]
        st.number_input(
            control.label,
            least,
            most,
            control.default,
            step=step,
            format="%g",
            help=text,
            **bound(name),
        )


def read(values: Mapping[str, Any]) -> Problem | None:
    """The points that the controls' values say; None while a file or text is yet to come.

    Raises `InputError`.
    """
    way = values["data"]
    if way in DATASETS:
        return DATASETS[way].problem
    if way == "typed":
        return points.read(values["x"], values["y"])
    if way == "made":
        number, seed = (CONTROLS[name].whole(values[name]) for name in ("number", "noise_seed"))
        line = values["slope"], values["intercept"], values["noise"]
        return datasets.made(*line, number or 0, seed or 0)
    return tables.read(way)


def draw_about(way: str, problem: Problem, trained: Problem, dtype: str) -> None:
    """Say how many points there are and where, and whether `dtype` blurs those that are `trained`.

    For a table, offer to carry them in the link.
    """
    number = f"{len(problem.x):,} points" if len(problem.x) > 1 else "1 point"
    st.caption(
        f"{number}: x from {figure(problem.x.min())} to {figure(problem.x.max())}, "
        f"y from {figure(problem.y.min())} to {figure(problem.y.max())}."
    )
    blur = trained.blur(dtype)
    if blur > BLUR:
        st.caption(
            f"{dtype} rounds these numbers by up to {blur:.1%} of their range. float64, or "
            "standardised points, keep them apart.",
        )
    if not tables.has_points(way):
        return
    try:
        texts = points.in_a_link(problem)
    except InputError as error:
        st.caption(plain(f"A link cannot carry these points. {error}"))
        return
    st.button(
        "Carry the points in the link",
        on_click=_carry,
        args=texts,
        icon=":material/link:",
        width="stretch",
        help="Writes them into the fields x and y of *Typed numbers*, in place of what stands "
        "there, and so into the address: send it, and others see these points.",
    )


def _carry(x: str, y: str) -> None:
    for name, value in (("data", "typed"), ("x", x), ("y", y)):
        assign(name, value)
