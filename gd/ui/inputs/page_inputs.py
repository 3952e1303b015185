"""The values of the sidebar, checked for a page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from gd.data.scaling import Scaled, standardise
from gd.errors import InputError
from gd.links import controls
from gd.links.controls import CONTROLS, Control
from gd.problem import MAX_MAGNITUDE, Problem
from gd.settings import Settings
from gd.ui import state
from gd.ui.inputs import source_picker
from gd.ui.inputs.table_input import PROMPTS
from gd.ui.markdown import escape

T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """What the sidebar hands to a page.

    problem    the points to train on, standardised if that was asked for
    settings   how to train
    test_x     where to predict, in the units of `problem`
    link       the parameters that carry all this in a URL
    points     the points as they were given
    asked_x    where to predict, in the units of `points`
    scale      from `points` to `problem`, None where they are the same
    """

    problem: Problem
    settings: Settings
    test_x: float
    link: dict[str, str]
    points: Problem
    asked_x: float
    scale: Scaled | None

    def original_y(self, y: float) -> float:
        """A prediction of a run in the units of `points`."""
        return self.scale.original_y(y) if self.scale else y


def check_inputs(values: dict[str, Any]) -> Inputs:
    """Check the values of the sidebar. A refused one gives a message; the last valid one stays."""
    link, dtype = controls.link(values), values["dtype"]
    given = _points(values)
    for name, check in {
        "epochs": Control.integer,
        "seed": Control.integer,
        "w0": partial(Control.representable, dtype=dtype),
        "b0": partial(Control.representable, dtype=dtype),
    }.items():
        values[name] = _last_valid(CONTROLS[name], check, values[name], dtype)
    problem, test_x, scale = given, values["test_x"], None
    if values["standardise"]:
        try:
            scale = standardise(given)
            scale.problem.arrays(dtype)
            problem, test_x = scale.problem, _standard_x(scale, test_x)
        except InputError as error:
            problem, scale = _or_default(given, dtype), None
            stay = "The points stay in their own units."
            stay = stay if problem is given else f"Still showing {_name(problem)}."
            _refuse(f"To standardise: {error} {stay}")
            given = problem
    settings = controls.settings(values)
    return Inputs(problem, settings, test_x, link, given, values["test_x"], scale)


def _points(values: dict[str, Any]) -> Problem:
    """The points that the controls give, or the last valid ones."""
    # Standardised points need the precision of a run, the points themselves that of the theory.
    dtype = "float64" if values["standardise"] else values["dtype"]
    refused = None
    try:
        found = source_picker.read_points(values)
        if found:
            found.arrays(dtype)
            st.session_state[state.LAST_VALID_POINTS] = found
            st.session_state[state.LAST_VALID_NAMES] = source_picker.names_of(values["data"])
            return found
    except InputError as error:
        refused = error
    st.session_state[state.LAST_VALID_POINTS] = last = _or_default(
        st.session_state[state.LAST_VALID_POINTS], dtype
    )
    if last == controls.default_problem():
        st.session_state.pop(state.LAST_VALID_NAMES, None)
    if refused:
        _refuse(f"{refused} Still showing {_name(last)}.")
    else:
        st.info(
            f"**No points yet.** {PROMPTS[values['data']]} in the sidebar; a link does not carry "
            f"it. Until then you see {_name(last)}.",
            icon=":material/upload_file:",
        )
    return last


def _or_default(problem: Problem, dtype: str) -> Problem:
    """`problem` where `dtype` can hold it, else the default."""
    try:
        problem.arrays(dtype)
    except InputError:
        return controls.default_problem()
    return problem


def _name(points: Problem) -> str:
    default = points == controls.default_problem()
    return "the notebooks' points, 1 to 4" if default else "the last valid points"


def _standard_x(scale: Scaled, x: float) -> float:
    """Where to predict, in standard units."""
    found = scale.standard_x(x)
    if not abs(found) <= MAX_MAGNITUDE:
        limit = MAX_MAGNITUDE * scale.x_sd
        raise InputError("Predict at x", x, f"a number less than {limit:.3g} from the mean of x")
    return found


def _last_valid(control: Control, check: Callable[[Control, Any], T], value: Any, dtype: str) -> T:
    """The `value` as `check` returns it; where it is refused, say why and keep the last."""
    key = state.last_valid(control.name, dtype)
    try:
        st.session_state[key] = check(control, value)
    except InputError as error:
        _refuse(f"{error} Still using the last valid value.")
        st.session_state.setdefault(key, check(control, control.default))
    return st.session_state[key]


def _refuse(text: str) -> None:
    st.error(escape(text), icon=":material/error:")
