"""Messages on the points and the rate of a page, and buttons that set what gets there."""

from collections.abc import Iterable, Sequence

import streamlit as st

from gd.analysis.formatting import format_number
from gd.data import scaling
from gd.problem import Problem
from gd.theory.offers import Offer, offers
from gd.ui import state
from gd.ui.inputs import class_link
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import set_control
from gd.ui.panels import advice
from gd.variants import Variant


def render_notes(inputs: Inputs) -> None:
    """Say which units the page shows, and whether the points leave the slope undetermined."""
    for text in notes(inputs):
        st.info(text, icon=":material/info:")


def notes(inputs: Inputs) -> list[str]:
    """What is to be known of the points, in Markdown."""
    texts = []
    if inputs.scale:
        scale = inputs.scale
        texts.append(
            "**Trained on standardised points**, and the charts show them: x is "
            f"(x − {format_number(scale.x_mean)}) / {format_number(scale.x_sd)}, y is "
            f"(y − {format_number(scale.y_mean)}) / {format_number(scale.y_sd)}. 0 is the mean, 1 "
            "one standard deviation above it. Predictions are in the units of the points."
        )
    if scaling.undetermined(inputs.points, bias=True):
        texts.append(_undetermined(inputs.points))
    return texts


def _undetermined(points: Problem) -> str:
    x = float(points.x[0])
    why = "There is one point" if len(points.x) == 1 else f"Every x is {format_number(x)}"
    no_weight = " Nor do they without a bias: w · 0 is 0 for every w." if x == 0 else ""
    return (
        f"**{why}: the points do not determine the slope.** Lines of every slope fit equally "
        "well, if they have a bias. *Least squares* is then the one with the smallest w² + b², "
        f"and which one a training ends at depends on its start.{no_weight}"
    )


def render_remedy(variants: Iterable[Variant], inputs: Inputs) -> None:
    """If a plain variant will not reach the line: a button that sets what does, and the theory."""
    points = len(inputs.problem.x)
    plain = [variant for variant in variants if variant.is_plain(inputs.settings, points)]
    forecasts = [advice.forecast_for(variant, inputs) for variant in plain]
    failing = [forecast for forecast in forecasts if not forecast.suitable]
    if not failing:
        return
    render_offer(plain, inputs)
    why = st.popover("Why?", type="tertiary", key=state.WHY, on_change="rerun")
    if why.open:
        why.markdown(advice.why(failing))


def render_offer(variants: Sequence[Variant], inputs: Inputs) -> None:
    """A button that sets what takes all of the plain `variants` to the line, if anything does.

    On a class link there is none: to find that is the task.
    """
    if class_link.current() is not None:
        return
    standardised = inputs.scale is not None
    found = offers(variants, inputs.problem, inputs.settings, advice.RATES, standardised)
    if found:
        offer = found[0]
        st.button(
            advice.label(offer, inputs),
            on_click=_accept,
            args=(offer,),
            type="primary",
            icon=":material/straighten:" if offer.standardise else ":material/healing:",
        )


def _accept(offer: Offer) -> None:
    set_control("lr", offer.learning_rate)
    set_control("epochs", float(offer.epochs))
    if offer.standardise:
        set_control("standardise", True)
