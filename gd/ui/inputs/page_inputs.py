"""The values of the sidebar, checked for a page."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import streamlit as st

from gd.data.holdout import Holdout, hold_out
from gd.data.scaling import Scaled
from gd.errors import InputError
from gd.links import controls, setup
from gd.links.controls import CONTROLS, Control
from gd.links.setup import BATCHES, Prepared, labelled
from gd.problem import Problem
from gd.settings import Settings
from gd.training import check_batches
from gd.ui import state
from gd.ui.inputs import source_picker
from gd.ui.inputs.table_input import PROMPTS
from gd.ui.markdown import escape
from gd.variants import VARIANTS

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
    held       points held out of training, in the units of `problem`; None if there are none
    """

    problem: Problem
    settings: Settings
    test_x: float
    link: dict[str, str]
    points: Problem
    asked_x: float
    scale: Scaled | None
    held: Problem | None = None

    def original_y(self, y: float) -> float:
        """A prediction of a run in the units of `points`."""
        return self.scale.original_y(y) if self.scale else y


def check_inputs(values: dict[str, Any], variants: tuple[str, ...]) -> Inputs:
    """Check the values of the sidebar. A refused one gives a message; the last valid one stays.

    variants   those that the page trains: mini-batches have limits of their own, and they alone
               can hold points out
    """
    link, dtype = controls.link(values), values["dtype"]
    given = _points(values)
    for name, check in setup.checks(dtype).items():
        values[name] = _last_valid(CONTROLS[name], check, values[name], dtype)
    parts = _held_out(given, setup.held_out_share(values, variants))
    try:
        ready = setup.prepare(parts, values)
    except InputError as error:
        problem = _or_default(parts.train, dtype)
        ready = Prepared(problem, parts.held, values["test_x"], None)
        stay = "The points stay in their own units."
        if problem is not parts.train:
            stay, given, ready = (
                f"Still showing {_name(problem)}.",
                problem,
                ready._replace(held=None),
            )
        _refuse(f"To standardise: {error} {stay}")
    settings = setup.settings_for(values, variants)
    if BATCHES in variants:
        settings = _batches(settings, len(ready.problem.x))
    return Inputs(
        ready.problem,
        settings,
        ready.test_x,
        link,
        given,
        values["test_x"],
        ready.scale,
        ready.held,
    )


def _held_out(points: Problem, share: float) -> Holdout:
    """The points to train on, and those held out: none where the share is refused."""
    try:
        return hold_out(points, share)
    except InputError as error:
        _refuse(f"{labelled(error)} None is held out.")
        return Holdout(points, None)


def _batches(settings: Settings, points: int) -> Settings:
    """The settings, if so many `points` make these batches; else with the last ones they make."""
    session, key = st.session_state, state.LAST_VALID_BATCHES
    try:
        check_batches(VARIANTS[BATCHES], settings, points)
    except InputError as error:
        refused = labelled(error)
    else:
        session[key] = settings.batch_size, settings.epochs
        return settings
    if key in session:
        size, epochs = session[key]
        last = replace(settings, batch_size=size, epochs=epochs)
        with suppress(InputError):  # of other points
            check_batches(VARIANTS[BATCHES], last, points)
            _refuse(f"{refused} Still using the last valid values.")
            return last
    _refuse(f"{refused} Until then, each update takes all points.")
    return replace(settings, batch_size=points)


def _points(values: dict[str, Any]) -> Problem:
    """The points that the controls give, or the last valid ones."""
    dtype = setup.precision_of_points(values)
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
