"""What is to be said about the points and a run: no slope, a rate that does not suit, an end."""

import math
from collections.abc import Iterable, Sequence

import streamlit as st

from gd.analysis.formatting import format_number
from gd.data import scaling
from gd.run import Run
from gd.settings import MAX_EPOCHS
from gd.theory import forecast
from gd.theory.forecast import Forecast, Offer
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import set_control
from gd.ui.inputs.url_values import MAX_RATE, MIN_RATE
from gd.ui.serving.computing import resume
from gd.variants import VARIANTS, Variant

RATES = MIN_RATE, MAX_RATE


def render_notes(inputs: Inputs) -> None:
    """Say what the units of the page are, and where the points leave the slope open."""
    if inputs.scale:
        scale = inputs.scale
        st.info(
            "**Trained on standardised points**, and the charts show them: x is "
            f"(x − {format_number(scale.x_mean)}) / {format_number(scale.x_sd)}, y is "
            f"(y − {format_number(scale.y_mean)}) / {format_number(scale.y_sd)}. 0 is the mean, 1 "
            "a standard "
            "deviation off it. Their line goes through (0, 0), so that a weight alone fits them "
            "as well as weight and bias. Predictions are in the units of the points.",
            icon=":material/straighten:",
        )
    x = float(inputs.points.x[0])
    if scaling.undetermined(inputs.points, bias=True):
        why = (
            "There is one point" if len(inputs.points.x) == 1 else f"Every x is {format_number(x)}"
        )
        zero = " Nor do they say it without a bias: w · 0 is 0 for every w." if x == 0 else ""
        st.info(
            f"**{why}: the points do not say the slope.** Lines of every slope fit equally well, "
            "if they have a bias. *Least squares* is then the one with the smallest w² + b², and "
            f"which one a training ends at depends on its start.{zero}",
            icon=":material/help:",
        )


def warn_about_rate(names: Iterable[str], inputs: Inputs) -> None:
    """Say which of the variants will not reach the line with these settings, and what helps."""
    variants = [VARIANTS[name] for name in names]
    plain = [variant for variant in variants if variant.is_plain(inputs.settings)]
    found = [forecast_for(variant, inputs) for variant in plain]
    unsuited = [one for one in found if not one.suits]
    if not unsuited:
        return
    text = "\n".join(
        f"- {titles}: {said}" if len(variants) > 1 else said
        for said, titles in _together((_verdict(one), one) for one in unsuited).items()
    )
    if any(one.diverges or one.begins_beyond for one in unsuited):
        st.warning(text, icon=":material/trending_up:")
    else:
        st.info(text, icon=":material/speed:")
    _help(unsuited, plain, inputs)


def _together(said: Iterable[tuple[str, Forecast]]) -> dict[str, str]:
    """What is said, once, and of which variants."""
    titles: dict[str, list[str]] = {}
    for text, one in said:
        titles.setdefault(text, []).append(one.variant.title)
    return {text: ", ".join(names) for text, names in titles.items()}


def forecast_for(variant: Variant, inputs: Inputs) -> Forecast:
    """The forecast for a plain variant with the settings of the page."""
    return Forecast(variant, inputs.problem, inputs.settings, RATES)


def _verdict(found: Forecast) -> str:
    return f"**Diverges.** {_what(found)}" if found.diverges else _what(found)


def _what(found: Forecast) -> str:
    """What becomes of a run that does not suit, in a sentence or two."""
    settings, limits = found.settings, found.rates
    rate = f"{settings.learning_rate:g}"
    if found.diverges:
        factor = f"{_times(found.growth)} " if found.growth >= 1.01 else ""
        said = f"{rate} is too large here: each epoch makes the error {factor}larger."
        if limits.stability_limit > MIN_RATE:
            return f"{said} Stay below {_floor(limits.stability_limit)}."
        return f"{said} Even {MIN_RATE:f}, the smallest rate there is, is too large."
    if found.begins_beyond:
        weights = "w and b" if found.variant.has_bias else "w"
        return (
            f"**The start is too far away**: its loss is beyond what {settings.dtype} can hold. "
            f"Let {weights} start closer to 0."
        )
    epochs = f"{settings.epochs:,} epoch{'s' * (settings.epochs > 1)}"
    said = (
        f"**{epochs} at {rate} do{'es' * (settings.epochs == 1)} not get there**: the loss ends at "
        f"{found.loss:.3g}, that of the best line is {found.least:.3g}."
    )
    if not found.hopeless:
        return said
    said += f" No learning rate gets there in {MAX_EPOCHS:,} epochs"
    if limits.condition_number < 2:
        return f"{said}."
    steeper = _times(limits.condition_number)
    return f"{said}: the valley of the loss is {steeper} steeper across than along."


def _floor(rate: float) -> str:
    """A rate to three digits, rounded down: a limit rounded up would be beyond it."""
    digit = 10.0 ** (math.floor(math.log10(rate)) - 2)
    return f"{math.floor(rate / digit) * digit:.3g}"


def _times(number: float) -> str:
    return f"{number:,.0f} times" if 1000 <= number < 1e6 else f"{number:.3g} times"


def _help(unsuited: Sequence[Forecast], plain: Sequence[Variant], inputs: Inputs) -> None:
    """Buttons that set what takes all the variants to the line, and the theory behind them."""
    standardised = inputs.scale is not None
    found = forecast.offers(plain, inputs.problem, inputs.settings, RATES, standardised)
    with st.container(horizontal=True):
        for place, offer in enumerate(found):
            st.button(
                _label(offer, inputs),
                on_click=_follow,
                args=(offer,),
                type="secondary" if place else "primary",
                icon=":material/straighten:" if offer.standardise else ":material/healing:",
            )
        with st.popover("Why?"):
            st.markdown(_why(unsuited))


def _label(offer: Offer, inputs: Inputs) -> str:
    """What a button does: "Set the learning rate to 0.5 and the epochs to 100"."""
    new = {"learning rate": f"{offer.learning_rate:g}", "epochs": f"{offer.epochs:,}"}
    settings = inputs.settings
    if offer.learning_rate == settings.learning_rate:
        del new["learning rate"]
    if offer.epochs == settings.epochs:
        del new["epochs"]
    said = " and ".join(f"the {name} to {value}" for name, value in new.items())
    if not offer.standardise:
        return f"Set {said}"
    return f"Standardise x and y, set {said}" if said else "Standardise x and y"


def _follow(offer: Offer) -> None:
    set_control("lr", offer.learning_rate)
    set_control("epochs", float(offer.epochs))
    if offer.standardise:
        set_control("standardise", True)


def _why(unsuited: Sequence[Forecast]) -> str:
    """The theory behind a rate's limit, with the numbers of each variant."""
    said = [
        "The loss is a bowl. The larger the x, the steeper its walls, and the smaller a step must "
        "be. In a direction of curvature λ an epoch multiplies the error by 1 − ηλ, η being the "
        "learning rate: the error shrinks as long as η is below 2/λ. In the steepest direction:"
    ]
    numbers = _together((_curvatures(one), one) for one in unsuited if one.rates.curvature)
    return "\n".join(said + [f"- {titles}: {text}" for text, titles in numbers.items()])


def _curvatures(found: Forecast) -> str:
    limits, rate = found.rates, found.settings.learning_rate
    steepest = limits.curvature[-1]
    said = f"λ = {steepest:.3g}, ηλ = {rate * steepest:.3g}, 2/λ = {limits.stability_limit:.3g}."
    if limits.condition_number < 2:
        return said
    return (
        f"{said} In the flattest λ is {_times(limits.condition_number)} smaller, the condition "
        "number, and a step covers as much less of the way."
    )


def render_status(run: Run, inputs: Inputs) -> None:
    """Say so where a run is not all that was asked for, or cannot be."""
    if run.diverged_at is not None:
        _diverged(run, inputs)
    else:
        warn_about_rate([run.variant], inputs)
    if run.stopped_at is not None:
        st.info(
            f"**Stopped after epoch {run.stopped_at:,}** of {run.settings.epochs:,}. All below is "
            "of the epochs until then.",
            icon=":material/stop_circle:",
        )
        st.button("Train to the end", on_click=resume, args=(run,), icon=":material/play_circle:")


def _diverged(run: Run, inputs: Inputs) -> None:
    """Say when the run diverged, and why."""
    variant = VARIANTS[run.variant]
    text = (
        f"**Diverged at epoch {run.diverged_at:,}.** The numbers grew beyond what "
        f"{run.settings.dtype} can hold, so training ends there."
    )
    if not variant.is_plain(run.settings):
        st.warning(f"{text} Try a smaller learning rate.", icon=":material/trending_up:")
        return
    found = forecast_for(variant, inputs)
    if found.diverges or found.begins_beyond:
        text += " " + _what(found)
    st.warning(text, icon=":material/trending_up:")
    _help([found], [variant], inputs)
