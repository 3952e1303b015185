"""The pieces that pages are made of: a chart with its caption, for a run."""

from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from gd import charts, theory
from gd.charts import Scale
from gd.run import Run
from gd.thin import thin
from gd.ui.reading import LEAST_RATE, MOST_RATE
from gd.ui.sidebar import set_rate
from gd.ui.text import figure
from gd.ui.training import resume
from gd.variants import VARIANTS


def scale_choice(key: str) -> Scale:
    """Ask for the scale of a loss chart."""
    return cast(
        Scale,
        st.radio(
            "Scale of the loss",
            ("log", "linear"),
            horizontal=True,
            key=key,
            persist_state="session",
            label_visibility="collapsed",
            help="On the log scale, a loss that shrinks by the same factor each epoch is a line.",
        ),
    )


def state_of(run: Run) -> None:
    """Say so where a run is not all that was asked for."""
    if run.diverged_at is not None:
        _diverged(run)
    if run.stopped_at is not None:
        st.info(
            f"**Stopped after epoch {run.stopped_at:,}** of {run.settings.epochs:,}. All below is "
            "of the epochs until then.",
            icon=":material/stop_circle:",
        )
        st.button("Train to the end", on_click=resume, icon=":material/play_circle:")


def _diverged(run: Run) -> None:
    """Say when the run diverged, why, and offer a learning rate with which it does not."""
    rate, variant = run.settings.learning_rate, VARIANTS[run.variant]
    text = (
        f"**Diverged at epoch {run.diverged_at:,}.** The numbers grew beyond what "
        f"{run.settings.dtype} can hold, so training ends there; the charts show the epochs before."
    )
    if not variant.is_plain(run.settings):
        st.warning(f"{text} A smaller learning rate helps.", icon=":material/trending_up:")
        return
    gradient = variant.gradient(run.settings)
    limits = theory.rates(run.problem, variant.has_bias, gradient)
    if limits.curvature and rate >= limits.divergent:
        steepest = limits.curvature[-1]
        w0, b0 = run.start
        begun = replace(run.settings, w0=w0, b0=b0, gradient=gradient)
        due = theory.overflow(run.problem, begun, variant.has_bias)
        text += (
            f" In its steepest direction the loss has curvature λ = {figure(steepest)}, so "
            f"ηλ = {figure(rate * steepest)}, and each epoch multiplies the distance to the "
            f"optimum by |1 − ηλ| = {figure(abs(1 - rate * steepest))}. Below η = 2/λ = "
            f"{figure(limits.divergent)} it shrinks."
        )
        text += f" By that factor, the overflow is due at epoch {due:,}." if due else ""
    st.warning(text, icon=":material/trending_up:")
    safe = float(f"{limits.monotone * 0.95:.1e}")
    if LEAST_RATE <= safe <= MOST_RATE:
        st.button(
            f"Set the learning rate to {safe:g}",
            on_click=set_rate,
            args=(safe,),
            icon=":material/healing:",
            help="Just below 1/λ: no direction steps over its optimum.",
        )


def before_and_after(run: Run, test_x: float) -> None:
    """f(test_x) before and after training, beside the least-squares answer."""
    w, b = theory.optimum(run.problem, VARIANTS[run.variant].has_bias)
    before, after, goal = run.predict_before(test_x), run.predict_after(test_x), w * test_x + b
    with st.container(horizontal=True):
        for label, value, text in (
            (f"f({test_x:g}) before", before, "With the weights that training started from."),
            (f"f({test_x:g}) after", after, "With the weights after the last epoch."),
            ("least squares", goal, "Of the line with the smallest possible loss."),
            ("error after", after - goal, "f after training, less the least-squares answer."),
        ):
            shown = f"{value:.3f}" if abs(value) < 1e5 else figure(value)
            st.metric(label, shown if np.isfinite(value) else "too large", help=text, border=True)


def losses(runs: list[Run], scale: Scale) -> None:
    """The loss of several runs by epoch, on one pair of axes."""
    histories = pd.concat(
        thinned(run.history[["epoch", "loss"]], ["loss"], scale, most=400).assign(
            variant=run.variant
        )
        for run in runs
    )
    ends = "; ".join(
        f"{VARIANTS[run.variant].title} ends at {figure(run.history['loss'].iloc[-1])}"
        for run in runs
        if len(run.history)
    )
    st.altair_chart(charts.losses(histories, scale), alt=f"Loss by epoch, {scale} scale. {ends}.")


def thinned(
    history: pd.DataFrame, columns: list[str], scale: Scale = "linear", most: int = 900
) -> pd.DataFrame:
    """`history` with few enough rows for a chart; on the log scale, chosen by its picture there."""
    if scale == "linear":
        return thin(history, "epoch", columns, most)
    logs = history.copy()
    logs[columns] = np.log10(history[columns].clip(lower=np.finfo(np.float64).tiny))
    return history.loc[thin(logs, "epoch", columns, most).index]
