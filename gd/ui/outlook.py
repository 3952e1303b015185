"""What is to be said about the points and a run: no slope, a rate that does not suit, an end."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from gd import scaling, theory
from gd.errors import InputError
from gd.run import Run
from gd.scaling import LEFT, Outlook
from gd.settings import MOST_EPOCHS
from gd.ui.inputs import Inputs
from gd.ui.reading import LEAST_RATE, MOST_RATE
from gd.ui.sidebar import set_rate, set_standardised
from gd.ui.text import figure
from gd.ui.training import resume
from gd.variants import VARIANTS, Variant


def about_points(inputs: Inputs) -> None:
    """Say what the units of the page are, and where the points leave the slope open."""
    if inputs.scale:
        scale = inputs.scale
        st.info(
            "**Trained on standardised points**, and the charts show them: x is "
            f"(x − {figure(scale.x_mean)}) / {figure(scale.x_sd)}, y is "
            f"(y − {figure(scale.y_mean)}) / {figure(scale.y_sd)}. 0 is the mean, 1 a standard "
            "deviation off it. Their line goes through (0, 0), so that a weight alone fits them "
            "as well as weight and bias. Predictions are in the units of the points.",
            icon=":material/straighten:",
        )
    x = float(inputs.points.x[0])
    if scaling.undetermined(inputs.points, bias=True):
        why = "There is one point" if len(inputs.points.x) == 1 else f"Every x is {figure(x)}"
        zero = " Nor do they say it without a bias: w · 0 is 0 for every w." if x == 0 else ""
        st.info(
            f"**{why}: the points do not say the slope.** Lines of every slope fit equally well, "
            "if they have a bias. *Least squares* is then the one with the smallest w² + b², and "
            f"which one a training ends at depends on its start.{zero}",
            icon=":material/help:",
        )


def hint(names: Iterable[str], inputs: Inputs) -> None:
    """Say for which variants the learning rate does not suit the points, why, and what helps."""
    rate, unsuited = inputs.settings.learning_rate, {}
    for variant in map(VARIANTS.__getitem__, names):
        if variant.is_plain(inputs.settings):
            outlook = _outlook(variant, inputs)
            if outlook.diverges or outlook.too_slow or outlook.hopeless:
                unsuited[variant.name] = outlook
    if not unsuited:
        return
    reasons = "".join(
        f"\n- {VARIANTS[name].title}: {_why(outlook)}" for name, outlook in unsuited.items()
    )
    units = "standardised points" if inputs.scale else "points"
    largest = figure(float(abs(inputs.problem.x).max()))
    st.warning(
        f"**With a learning rate of {rate:g}, plain gradient descent does not reach the line of "
        f"these {units}.** A rate is stable below 2/λ. The curvature λ of the loss grows with the "
        f"square of x, and the size of x is up to {largest}.\n{reasons}",
        icon=":material/speed:",
    )
    offer(unsuited, inputs)


def _outlook(variant: Variant, inputs: Inputs) -> Outlook:
    rate, gradient = inputs.settings.learning_rate, variant.gradient(inputs.settings)
    return scaling.describe(inputs.problem, rate, variant.has_bias, gradient)


def _why(outlook: Outlook) -> str:
    """Why a rate does not suit."""
    said = f"stable below {figure(outlook.divergent)}."
    if outlook.too_slow:
        said += f" This rate needs {_epochs(outlook.epochs)}, a run may have {MOST_EPOCHS:,}."
    return said + (_even_the_best(outlook) if outlook.condition > 1 else "")


def _even_the_best(outlook: Outlook) -> str:
    return (
        f" The condition number is {figure(outlook.condition)}: so many times as much is the loss "
        f"curved in one direction as in the other. Even the best rate needs "
        f"{_epochs(outlook.fewest)} until {LEFT:.0%} of the distance is left."
    )


def _epochs(number: float) -> str:
    return f"{number:,.0f} epochs" if number < 1e7 else f"{figure(number)} epochs"


def offer(names: Iterable[str], inputs: Inputs) -> None:
    """Offer a rate that works for the plain variants `names`, and to standardise."""
    outlooks = [_outlook(VARIANTS[name], inputs) for name in names]
    # half of the largest stable rate is 1/λ
    safe = float(f"{min(outlook.divergent for outlook in outlooks) / 2 * 0.95:.1e}")
    hopeless = any(outlook.hopeless for outlook in outlooks)
    with st.container(horizontal=True):
        if LEAST_RATE <= safe <= MOST_RATE:
            st.button(
                f"Set the learning rate to {safe:g}",
                on_click=set_rate,
                args=(safe,),
                icon=":material/healing:",
                help="Just below 1/λ: no direction steps over its optimum."
                + (" Stable, but too slow to reach the line." if hopeless else ""),
            )
        if not inputs.scale and _can_be_standardised(inputs):
            st.button(
                "Standardise x and y",
                on_click=set_standardised,
                icon=":material/straighten:",
                type="primary" if hopeless else "secondary",
                help="Train on (x − mean) / standard deviation, and the same of y: then the loss "
                "is curved alike in all directions.",
            )
    if safe < LEAST_RATE:
        st.caption(f"The smallest rate that the sidebar takes is {LEAST_RATE:g}.")


def _can_be_standardised(inputs: Inputs) -> bool:
    try:
        scaling.standardise(inputs.points)
    except InputError:
        return False
    return True


def state_of(run: Run, inputs: Inputs) -> None:
    """Say so where a run is not all that was asked for, or cannot be."""
    variant = VARIANTS[run.variant]
    if run.diverged_at is not None:
        _diverged(run, inputs)
        if variant.is_plain(run.settings):
            offer([run.variant], inputs)
    else:
        hint([run.variant], inputs)
    if run.stopped_at is not None:
        st.info(
            f"**Stopped after epoch {run.stopped_at:,}** of {run.settings.epochs:,}. All below is "
            "of the epochs until then.",
            icon=":material/stop_circle:",
        )
        st.button("Train to the end", on_click=resume, icon=":material/play_circle:")


def _diverged(run: Run, inputs: Inputs) -> None:
    """Say when the run diverged, and why."""
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
        outlook = _outlook(variant, inputs)
        text += _even_the_best(outlook) if outlook.hopeless else ""
    st.warning(text, icon=":material/trending_up:")
