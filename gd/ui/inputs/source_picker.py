"""The sidebar's choice of where the points come from."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gd.analysis.formatting import format_number
from gd.data import datasets, point_links
from gd.data.datasets import DATASETS
from gd.errors import InputError
from gd.links.controls import CONTROLS, MAX_FLOAT32, SOURCE_FIELDS, SOURCES
from gd.links.setup import LINKED_SOURCES, linked_points
from gd.links.url_values import MAX_SEED
from gd.problem import MAX_POINTS, Problem
from gd.ui import state
from gd.ui.inputs import table_input
from gd.ui.inputs.class_link import is_open
from gd.ui.inputs.url_binding import clear_link_warning, set_control, url_bound
from gd.ui.markdown import escape

ROUNDING_NOTED = 0.001  # rounding that moves points by more of their range is pointed out


def follow_url() -> None:
    """Switch to the source in the URL, where somebody went back or forward in the browser."""
    # Other controls leave that to Streamlit, which would write the titles of sources to the URL.
    source = st.query_params.get("data", CONTROLS["data"].default)
    if source in SOURCES and source != st.session_state.get(state.SOURCE_IN_URL, source):
        set_control("data", source)


def render_source_picker(page: str) -> None:
    """Draw the choice of a source, and the controls of the chosen one, as far as they are open."""
    source = _render_choice() if is_open("data") else st.session_state["data"]
    if source in DATASETS:
        _render_dataset(DATASETS[source])
    elif source == "typed":
        for name, text in (("x", "Numbers separated by commas."), ("y", "As many as x has.")):
            if is_open(name):
                st.text_input(name, CONTROLS[name].default, help=text, **url_bound(name))
    elif source == "made":
        _render_synthetic()
    else:
        table_input.render_table_input(source, page)
    if is_open("data"):
        _write_url(source)


def _render_choice() -> str:
    return st.selectbox(
        "Points",
        list(SOURCES),
        format_func=SOURCES.__getitem__,
        key="data",
        persist_state="session",
        on_change=clear_link_warning,
        args=("data",),
        help="Numbers to type, data sets to begin with, synthetic data, or your own table. "
        "Whatever you typed or uploaded stays while you look at another.",
    )


def _write_url(source: str) -> None:
    if source == CONTROLS["data"].default:
        st.query_params.pop("data", None)
    elif st.query_params.get("data") != source:
        st.query_params["data"] = source
    st.session_state[state.SOURCE_IN_URL] = source


def _render_dataset(dataset: datasets.Dataset) -> None:
    st.caption(dataset.description)
    st.caption(f"x: {dataset.x}  \ny: {dataset.y}")
    with st.expander("Source and terms"):
        st.caption(f"Source: {escape(dataset.source)}.")
        st.caption(f"Terms: {escape(dataset.terms)}.")


def _render_synthetic() -> None:
    st.caption("y = slope · x + intercept + noise, at x from 0 to 10 in even steps.")
    for name, minimum, maximum, step, text in (
        ("slope", -MAX_FLOAT32, MAX_FLOAT32, 0.5, "The w of the line that the points lie about."),
        ("intercept", -MAX_FLOAT32, MAX_FLOAT32, 0.5, "The b of that line: its height at x = 0."),
        (
            "noise",
            0.0,
            MAX_FLOAT32,
            0.1,
            "How far the points lie off the line: a standard deviation.",
        ),
        ("number", 2.0, float(MAX_POINTS), 10.0, f"How many points: 2 to {MAX_POINTS:,}."),
        ("noise_seed", 0.0, float(MAX_SEED), 1.0, "The same seed makes the same noise again."),
    ):
        control = CONTROLS[name]
        if not is_open(name):
            continue
        st.number_input(
            control.label,
            minimum,
            maximum,
            control.default,
            step=step,
            format="%g",
            help=text,
            **url_bound(name),
        )


def read_points(values: Mapping[str, Any]) -> Problem | None:
    """The points that the values of the controls give; None while there is no file or text yet.

    Raises `InputError`.
    """
    source = values["data"]
    if source in LINKED_SOURCES:
        return linked_points(values)
    return table_input.points_of(source)


def column_names() -> tuple[str, str]:
    """What x and y of the points of this session are, with their units, for axes."""
    return st.session_state.get(state.LAST_VALID_NAMES, ("x", "y"))


def names_of(source: str) -> tuple[str, str]:
    """What x and y of a source are: its columns, as far as they have names."""
    if source in DATASETS:
        return DATASETS[source].axes
    return ("x", "y") if source in SOURCE_FIELDS else table_input.labels_of(source)


def render_summary(source: str, problem: Problem, trained: Problem, dtype: str) -> None:
    """Say how many points there are and where, and if `dtype` rounds those `trained` on visibly.

    For a table, offer to write the points into the link.
    """
    number = f"{len(problem.x):,} points" if len(problem.x) > 1 else "1 point"
    st.caption(
        f"{number}: x from {format_number(problem.x.min())} to {format_number(problem.x.max())}, "
        f"y from {format_number(problem.y.min())} to {format_number(problem.y.max())}."
    )
    rounding = trained.relative_rounding(dtype)
    if rounding > ROUNDING_NOTED:
        st.caption(
            f"{dtype} rounds these numbers by up to {rounding:.1%} of their range. float64, or "
            "standardised points, keep them apart.",
        )
    if not table_input.has_points(source):
        return
    try:
        texts = point_links.format_for_link(problem)
    except InputError as error:
        st.caption(escape(f"A link cannot carry these points. {error}"))
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
        set_control(name, value)
