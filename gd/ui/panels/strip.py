"""The strip above the charts: the line before and after training, and a verdict on the run."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

import numpy as np
import streamlit as st

from gd import theory
from gd.analysis.formatting import counted, format_number, format_short
from gd.charts import view_tables
from gd.charts.run_views import best_line
from gd.data import scaling
from gd.run import Run
from gd.theory.forecast import Forecast
from gd.theory.losses import other_losses
from gd.ui import state
from gd.ui.glossary import word
from gd.ui.inputs.class_link import is_open
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import set_control
from gd.ui.panels import advice, batch_notes, guidance
from gd.ui.panels.linked_views import about_theory
from gd.ui.serving.computing import resume
from gd.variants import VARIANTS

DIGITS = 4


class Verdict(NamedTuple):
    """What is to be said of a run in a few words, and how it looks: a colour of Streamlit's."""

    text: str
    color: str = "green"


def render_strip(run: Run, inputs: Inputs) -> None:
    """Numbers, verdict, and a button for what the learner may want to do about it."""
    with st.container(border=True, key="strip", horizontal=True, vertical_alignment="center"):
        st.html(f"<dl class='gd-strip'>{''.join(_numbers(run, inputs))}</dl>{_note(run, inputs)}")
        said = verdict(run, inputs)
        label = f":{said.color}-badge[{said.text}]"
        with st.popover(label, key=state.VERDICT, on_change="rerun", type="tertiary") as popover:
            if popover.open:
                _render_theory(run, inputs)
        if run.stopped_at is not None:
            icon = ":material/play_circle:"
            st.button("Train to the end", on_click=resume, args=(run,), icon=icon)
        elif run.is_plain and not advice.forecast_for(VARIANTS[run.variant], inputs).suitable:
            guidance.render_offer([VARIANTS[run.variant]], inputs)
        if _adds_up(run) and is_open("gradient"):
            st.button(
                "Use the mean", on_click=set_control, args=("gradient", "mean"), type="tertiary"
            )


def _numbers(run: Run, inputs: Inputs) -> Iterable[str]:
    """f before and after, the weights and R², in the units of the points, as HTML."""
    x, best = inputs.asked_x, best_line(run)
    before, after = (
        inputs.original_y(f(inputs.test_x)) for f in (run.predict_before, run.predict_after)
    )
    goal = inputs.original_y(best[0] * inputs.test_x + best[1])
    best_word = word("least squares", "best")
    answer = f"{_short(before)} → <b>{_short(after)}</b>"
    yield _entry(escape(f"f({format_number(x, 6)})"), answer, _short(goal), best_word)
    lines = run.end, best
    if inputs.scale:
        lines = tuple(inputs.scale.original(*line) for line in lines)
    both = run.has_bias or inputs.scale
    for name, value, aim in list(zip("wb", *lines, strict=True))[: 2 if both else 1]:
        yield _entry(name, f"<b>{_short(value)}</b>", _short(aim))
    share, most = (scaling.r_squared(inputs.problem, *line) for line in (run.end, best))
    if share is not None and most is not None:
        yield _entry(word("R²"), f"<b>{_short(share)}</b>", _short(most))
    if inputs.held:
        share, most = (scaling.r_squared(inputs.held, *line) for line in (run.end, best))
        if share is not None and most is not None:
            yield _entry("held out", f"<b>{_short(share)}</b>", _short(most))


def _entry(term: str, value: str, best: str, best_word: str = "best") -> str:
    return f"<div><dt>{term}</dt><dd>{value} <span>{best_word} {best}</span></dd></div>"


def _short(value: float) -> str:
    return format_short(value, DIGITS)


def verdict(run: Run, inputs: Inputs) -> Verdict:
    """How the run went or will go, in a few words."""
    if run.stopped_at is not None:
        return Verdict(f"stopped after {run.unit} {run.stopped_at:,} of {run.updates:,}", "gray")
    if run.is_plain:
        return _forecast(run, advice.forecast_for(VARIANTS[run.variant], inputs))
    if run.diverged_at is not None:
        return Verdict(f"diverged at {run.unit} {run.diverged_at:,}", "red")
    if found := batch_notes.short(run):
        return Verdict(*found)
    first, last = theory.loss(run.problem, *run.start), theory.loss(run.problem, *run.end)
    level = float(np.var(run.problem.y))  # of a level line; a start at the best line is below it
    if last > max(first, level):
        return Verdict(f"diverges: the loss grew from {first:.3g} to {last:.3g}", "red")
    return Verdict(f"loss {first:.3g} → {last:.3g}, best {_least(run)}")


def _forecast(run: Run, found: Forecast) -> Verdict:
    limit = found.rates.stability_limit
    if found.overflows:
        return Verdict("the start is too far away", "red")
    if found.diverges or run.diverged_at is not None:
        grows = f": the error grows {advice.fold(found.growth_factor)} an epoch"
        return Verdict(f"diverges{grows if found.diverges else ''}", "red")
    if not found.suitable:
        few = (
            f"{counted(run.settings.epochs, 'epoch')} {'are' if run.settings.epochs > 1 else 'is'}"
        )
        return Verdict(f"{few} too few: loss {found.loss:.3g}, best {_least(run)}", "orange")
    if not found.rates.curvature:
        return Verdict("stable at every rate")
    return Verdict(f"stable below {advice.round_down(limit)}")


def _least(run: Run) -> str:
    """The smallest possible loss; what is only rounding is 0."""
    least = theory.loss(run.problem, *best_line(run))
    return format_short(least if least > 1e-24 * float(np.mean(run.problem.y**2)) else 0.0)


def _note(run: Run, inputs: Inputs) -> str:
    """What makes the run differ from others on the same points, in a line."""
    notes = []
    if inputs.scale:
        notes.append("charts in standard units")
    if scaling.undetermined(inputs.points, bias=True):
        notes.append("the points do not determine the slope")
    if _adds_up(run):
        count = len(run.problem.x)
        notes.append(f"adds up the gradients of {count:,} points: steps {count:,} × as long")
    return f"<p class='gd-note'>{' · '.join(notes)}</p>" if notes else ""


def _adds_up(run: Run) -> bool:
    return run.variant == "numpy_by_hand" and run.settings.gradient == "sum"


def _render_theory(run: Run, inputs: Inputs) -> None:
    """Why: the theory with this run's numbers, and what is to be known of the points."""
    texts = guidance.notes(inputs)
    if run.diverged_at is not None:
        texts.append(
            f"**Diverged at {run.unit} {run.diverged_at:,}.** The numbers grew beyond what "
            f"{run.settings.dtype} can hold, so training ends there."
        )
    texts += batch_notes.notes(run)
    if run.is_plain:
        found = advice.forecast_for(VARIANTS[run.variant], inputs)
        if not found.suitable:
            texts.append(advice.reason(found))
        texts.append(advice.why([found]))
    settings = run.settings
    texts.append(
        other_losses(
            settings.learning_rate,
            len(run.problem.x) if run.updates_per_epoch == 1 else settings.batch_size or 1,
            VARIANTS[run.variant].rule_name(settings),
            VARIANTS[run.variant].gradient(settings),
        )
    )
    if view_tables.is_far(inputs.points.x, inputs.asked_x):
        texts.append(f"x = {_short(inputs.asked_x)} lies far from the points.")
    texts.append(_about_fit(run, inputs))
    if run.is_plain and len(run.history):
        texts.append(about_theory(run))
    st.markdown("\n\n".join(texts))
    if run.is_plain and len(run.history):
        st.checkbox("Draw the theory's loss", key=state.CLOSED_FORM, persist_state="session")


def _about_fit(run: Run, inputs: Inputs) -> str:
    """What R² is, and how much a bias would raise it."""
    text = (
        "**R²** is the share of the variance of y that the line explains: at most 1, below 0 for a "
        "line worse than the mean of y."
    )
    full = scaling.r_squared(inputs.problem, *theory.optimum(inputs.problem, bias=True))
    if full is None:
        return f"{text} Here all y are equal: there is no variance to explain."
    if run.has_bias or inputs.scale:
        return text
    return (
        f"{text} This variant has no bias, so its line goes through (0, 0). With one, least "
        f"squares has R² = {_short(full)}."
    )
