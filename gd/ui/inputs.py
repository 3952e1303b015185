"""What the sidebar's values come to: checked, and handed to a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from gd.errors import InputError
from gd.problem import MOST_SIZE, Problem
from gd.scaling import Scaled, standardise
from gd.settings import Settings
from gd.ui import controls, points
from gd.ui.controls import CONTROLS
from gd.ui.tables import GOOD, WHAT
from gd.ui.text import plain

T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """What the sidebar hands to a page.

    problem    the points to train on, standardised if that was asked for
    settings   how to train
    test_x     where to predict, in the units of `problem`
    link       the parameters that say all this in a URL
    points     the points as they were given
    asked_x    where to predict, in their units
    scale      from the one to the other, None where they are the same
    """

    problem: Problem
    settings: Settings
    test_x: float
    link: dict[str, str]
    points: Problem
    asked_x: float
    scale: Scaled | None


def inputs_of(values: dict[str, Any]) -> Inputs:
    """The sidebar's values checked; where they do not fit, a sentence, and the last good ones."""
    link = controls.link(values)
    given = _points(values)
    for name in ("epochs", "seed"):
        control = CONTROLS[name]
        values[name] = _last_good(
            name, lambda c=control: c.whole(values[c.name]), lambda c=control: c.whole(c.default)
        )
    problem, test_x, scale = given, values["test_x"], None
    if values["standardise"]:
        try:
            scale = standardise(given)
            problem, test_x = scale.problem, _standard_x(scale, test_x)
        except InputError as error:
            said = f"To standardise: {error} The points stay in their own units."
            st.error(plain(said), icon=":material/error:")
            problem, scale = given, None
    settings = controls.settings(values)
    return Inputs(problem, settings, test_x, link, given, values["test_x"], scale)


def _points(values: dict[str, Any]) -> Problem:
    """The points that the controls say, or those that fitted last."""
    way, dtype = values["data"], values["dtype"]
    try:
        found = points.read(values)
        if found:
            found.arrays(dtype)
            st.session_state[GOOD] = found
        else:
            said = f"Give {WHAT[way]} in the sidebar. Until then the points are those from before."
            carried = f"A link does not carry {WHAT[way]}."
            st.info(f"**No points yet.** {said} {carried}", icon=":material/upload_file:")
    except InputError as error:
        st.error(plain(f"{error} What fitted last stays."), icon=":material/error:")
    return _holding(st.session_state[GOOD], dtype)


def _holding(good: Problem, dtype: str) -> Problem:
    """`good`, where `dtype` can hold it; else the points before anyone set any."""
    try:
        good.arrays(dtype)
    except InputError as error:
        said = f"{error} Until then the points are those of the notebooks, 1 to 4."
        st.error(plain(said), icon=":material/error:")
        st.session_state[GOOD] = good = controls.default_problem()
    return good


def _standard_x(scale: Scaled, x: float) -> float:
    """Where to predict, in standard units."""
    found = (x - scale.x_mean) / scale.x_sd
    if not abs(found) <= MOST_SIZE:
        most = MOST_SIZE * scale.x_sd
        raise InputError("Predict at x", x, f"a number less than {most:.3g} from the mean of x")
    return found


def _last_good(what: str, make: Callable[[], T], default: Callable[[], T]) -> T:
    """What `make` gives; where it refuses, say why, and keep what it gave last."""
    key = f"last good {what}"
    try:
        st.session_state[key] = make()
    except InputError as error:
        st.error(plain(f"{error} What fitted last stays."), icon=":material/error:")
        st.session_state.setdefault(key, default())
    return st.session_state[key]
