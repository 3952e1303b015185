"""What a mistake did: the loss and the line of both runs, an error, or what was printed."""

import math

import numpy as np
import streamlit as st

from gd.analysis.formatting import format_short
from gd.charts import comparison_charts, view_tables
from gd.charts.view_tables import Box
from gd.mistakes import Raised, Trial
from gd.run import Run
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.pages.compare_charts import render_losses
from gd.ui.panels.chart import render_chart
from gd.ui.panels.code_html import Line, two_codes

HEIGHT = 235
NAMES = ("right", "wrong")
PRINTED = 10  # lines of a training, at most


def render_results(trial: Trial, inputs: Inputs) -> None:
    """The loss of the right run and of the wrong one beside their lines, or what tells more."""
    if trial.mistake.is_printed:
        st.html(_logs(trial, inputs.test_x))
        return
    if len(trial.run.history):
        render_losses(NAMES, [trial.right, trial.run], "log", HEIGHT)
    if isinstance(trial.wrong, Raised):
        st.code(_printed_error(trial.wrong), language=None, wrap_lines=True)
    else:
        _render_lines(trial.right, trial.wrong)


def _render_lines(right: Run, wrong: Run) -> None:
    """The points, and the line that each run came to, in the units of the wrong run's x."""
    ends = _in_units_of(wrong, right), wrong.end
    texts = [
        f"the {name} one has w = {format_short(w)}" + f", b = {format_short(b)}" * wrong.has_bias
        for name, (w, b) in zip(NAMES, ends, strict=True)
    ]
    box = view_tables.fit_box(wrong)
    if right.problem == wrong.problem:
        box = _around(box, view_tables.fit_box(right))
    render_chart(
        comparison_charts.fits,
        NAMES,
        HEIGHT,
        alt=f"The points and both lines after training: {'; '.join(texts)}.",
        points=view_tables.points(wrong),
        frame=box.frame(*(one for end in ends for one in end)),
    )


def _in_units_of(other: Run, run: Run) -> tuple[float, float]:
    """The (w, b) that `run` came to, over the x of `other`: the same points, scaled and shifted."""
    ours, theirs = run.problem.x, other.problem.x
    scale = float(np.ptp(theirs) / np.ptp(ours)) if np.ptp(ours) else 1.0
    w = run.end[0] / scale
    return w, run.end[1] - w * float(theirs[0] - scale * ours[0])


def _around(a: Box, b: Box) -> Box:
    """The smallest box that holds both."""
    return Box(
        min(a.left, b.left), max(a.right, b.right), min(a.bottom, b.bottom), max(a.top, b.top)
    )


def _printed_error(raised: Raised) -> str:
    return "\n".join([*raised.warnings, raised.traceback.rstrip()])


def _logs(trial: Trial, x: float) -> str:
    """What the right program prints beside what the wrong one does, as HTML."""
    every = math.ceil(len(trial.right.history) / PRINTED) or 1
    right, wrong = (
        [Line(text) for text in log]
        for log in (trial.right_log(x, every), trial.wrong_log(x, every))
    )
    return f"<div class='gd-codes'><table><tbody>{two_codes(right, wrong)}</tbody></table></div>"
