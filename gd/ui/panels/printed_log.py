"""The tab *Printed*: a run as a program prints it."""

import math

import streamlit as st

from gd.analysis import log
from gd.run import Run
from gd.ui import state
from gd.ui.inputs.page_inputs import Inputs

MAX_LINES = 500


def render_printed_log(run: Run, inputs: Inputs) -> None:
    """The lines of `run`, and the field for every how many of its updates one is printed."""
    updates = max(1, len(run.history))
    smallest = math.ceil(updates / MAX_LINES)
    interval = st.number_input(
        f"Print every k-th {run.unit}, k =",
        smallest,
        max(smallest, updates),
        log.usual_every(run),
        key=state.interval(updates),
        persist_state="session",  # the tab *Code* reads it
        width=240,
        help="As `if epoch % k == 0` in the notebooks.",
    )
    text = log.printed(run, inputs.asked_x, int(interval), inputs.scale)
    st.code("\n".join(text), language=None, height=300, wrap_lines=True)


def chosen_interval(run: Run) -> int:
    """Every how many updates of `run` one is printed."""
    key = state.interval(max(1, len(run.history)))
    return int(st.session_state.get(key, log.usual_every(run)))
