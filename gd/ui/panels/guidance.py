"""Messages on the points and a run: no slope, an unsuitable rate, divergence, a stop."""

import math
from collections.abc import Iterable, Sequence

import streamlit as st

from gd.analysis.formatting import format_number
from gd.data import scaling
from gd.run import Run
from gd.settings import MAX_EPOCHS
from gd.theory.forecast import Forecast, Offer, offers
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import set_control
from gd.ui.inputs.url_values import MAX_RATE, MIN_RATE
from gd.ui.serving.computing import resume
from gd.variants import VARIANTS, Variant

RATES = MIN_RATE, MAX_RATE


def render_notes(inputs: Inputs) -> None:
    """Say which units the page shows, and whether the points leave the slope undetermined."""
    if inputs.scale:
        scale = inputs.scale
        st.info(
            "**Trained on standardised points**, and the charts show them: x is "
            f"(x − {format_number(scale.x_mean)}) / {format_number(scale.x_sd)}, y is "
            f"(y − {format_number(scale.y_mean)}) / {format_number(scale.y_sd)}. 0 is the mean, 1 "
            "one standard deviation above it. Their line goes through (0, 0), so a weight alone "
            "fits them as well as weight and bias. Predictions are in the units of the points.",
            icon=":material/straighten:",
        )
    x = float(inputs.points.x[0])
    if scaling.undetermined(inputs.points, bias=True):
        why = (
            "There is one point" if len(inputs.points.x) == 1 else f"Every x is {format_number(x)}"
        )
        no_weight = " Nor do they without a bias: w · 0 is 0 for every w." if x == 0 else ""
        st.info(
            f"**{why}: the points do not determine the slope.** Lines of every slope fit equally "
            "well, if they have a bias. *Least squares* is then the one with the smallest w² + b², "
            f"and which one a training ends at depends on its start.{no_weight}",
            icon=":material/help:",
        )


def warn_about_rate(names: Iterable[str], inputs: Inputs) -> None:
    """Say which of the variants `names` will not reach the line, and offer settings that do."""
    variants = [VARIANTS[name] for name in names]
    plain = [variant for variant in variants if variant.is_plain(inputs.settings)]
    forecasts = [forecast_for(variant, inputs) for variant in plain]
    failing = [forecast for forecast in forecasts if not forecast.suitable]
    if not failing:
        return
    text = "\n".join(
        f"- {titles}: {verdict}" if len(variants) > 1 else verdict
        for verdict, titles in _group(map(_verdict, failing), failing).items()
    )
    if any(forecast.diverges or forecast.overflows for forecast in failing):
        st.warning(text, icon=":material/trending_up:")
    else:
        st.info(text, icon=":material/speed:")
    _render_offers(failing, plain, inputs)


def _group(texts: Iterable[str], forecasts: Iterable[Forecast]) -> dict[str, str]:
    """Each different text once, and the titles of the variants that it is about."""
    titles: dict[str, list[str]] = {}
    for text, forecast in zip(texts, forecasts, strict=True):
        titles.setdefault(text, []).append(forecast.variant.title)
    return {text: ", ".join(names) for text, names in titles.items()}


def forecast_for(variant: Variant, inputs: Inputs) -> Forecast:
    """The forecast for a plain variant with the settings of the page."""
    return Forecast(variant, inputs.problem, inputs.settings, RATES)


def _verdict(found: Forecast) -> str:
    return f"**Diverges.** {_reason(found)}" if found.diverges else _reason(found)


def _reason(found: Forecast) -> str:
    """Why a run does not reach the line, in a sentence or two."""
    settings, limits = found.settings, found.rates
    rate = f"{settings.learning_rate:g}"
    if found.diverges:
        factor = f"{_times(found.growth_factor)} " if found.growth_factor >= 1.01 else ""
        text = f"{rate} is too large here: each epoch makes the error {factor}larger."
        if limits.stability_limit > MIN_RATE:
            return f"{text} Stay below {_round_down(limits.stability_limit)}."
        return f"{text} Even {MIN_RATE:f}, the smallest rate allowed, is too large."
    if found.overflows:
        weights = "w and b" if found.variant.has_bias else "w"
        return (
            f"**The start is too far away**: its loss is beyond what {settings.dtype} can hold. "
            f"Let {weights} start closer to 0."
        )
    epochs = f"{settings.epochs:,} epoch{'s' * (settings.epochs > 1)}"
    text = (
        f"**{epochs} at {rate} do{'es' * (settings.epochs == 1)} not get there**: the loss ends at "
        f"{found.loss:.3g}, that of the best line is {found.min_loss:.3g}."
    )
    if not found.infeasible:
        return text
    text += f" No learning rate gets there in {MAX_EPOCHS:,} epochs"
    if limits.condition_number < 2:
        return f"{text}."
    steeper = _times(limits.condition_number)
    return f"{text}: the valley of the loss is {steeper} steeper across than along."


def _round_down(rate: float) -> str:
    """A rate to three digits, rounded down: a limit rounded up would be beyond it."""
    digit = 10.0 ** (math.floor(math.log10(rate)) - 2)
    return f"{math.floor(rate / digit) * digit:.3g}"


def _times(number: float) -> str:
    return f"{number:,.0f} times" if 1000 <= number < 1e6 else f"{number:.3g} times"


def _render_offers(failing: Sequence[Forecast], plain: Sequence[Variant], inputs: Inputs) -> None:
    """Buttons that set what takes all `plain` variants to the line, and the theory behind them."""
    standardised = inputs.scale is not None
    found = offers(plain, inputs.problem, inputs.settings, RATES, standardised)
    with st.container(horizontal=True):
        for place, offer in enumerate(found):
            st.button(
                _label(offer, inputs),
                on_click=_accept,
                args=(offer,),
                type="secondary" if place else "primary",
                icon=":material/straighten:" if offer.standardise else ":material/healing:",
            )
        with st.popover("Why?"):
            st.markdown(_why(failing))


def _label(offer: Offer, inputs: Inputs) -> str:
    """What a button does: "Set the learning rate to 0.5 and the epochs to 100"."""
    new = {"learning rate": f"{offer.learning_rate:g}", "epochs": f"{offer.epochs:,}"}
    settings = inputs.settings
    if offer.learning_rate == settings.learning_rate:
        del new["learning rate"]
    if offer.epochs == settings.epochs:
        del new["epochs"]
    changes = " and ".join(f"the {name} to {value}" for name, value in new.items())
    if not offer.standardise:
        return f"Set {changes}"
    return f"Standardise x and y, set {changes}" if changes else "Standardise x and y"


def _accept(offer: Offer) -> None:
    set_control("lr", offer.learning_rate)
    set_control("epochs", float(offer.epochs))
    if offer.standardise:
        set_control("standardise", True)


def _why(failing: Sequence[Forecast]) -> str:
    """The theory behind the limit of the rate, with the numbers of each variant."""
    text = (
        "The loss is a bowl. The larger the x, the steeper its walls, and the smaller a step must "
        "be. In a direction of curvature λ an epoch multiplies the error by 1 − ηλ, η being the "
        "learning rate: the error shrinks as long as η is below 2/λ. In the steepest direction:"
    )
    curved = [forecast for forecast in failing if forecast.rates.curvature]
    numbers = _group(map(_curvatures, curved), curved)
    return "\n".join([text, *(f"- {titles}: {line}" for line, titles in numbers.items())])


def _curvatures(found: Forecast) -> str:
    limits, rate = found.rates, found.settings.learning_rate
    steepest = limits.curvature[-1]
    text = f"λ = {steepest:.3g}, ηλ = {rate * steepest:.3g}, 2/λ = {limits.stability_limit:.3g}."
    if limits.condition_number < 2:
        return text
    return (
        f"{text} In the flattest, λ is {_times(limits.condition_number)} smaller: that is the "
        "condition number, and a step covers that much less of the distance."
    )


def render_status(run: Run, inputs: Inputs) -> None:
    """Say so if the run diverged, was stopped, or will not reach the line."""
    if run.diverged_at is not None:
        _render_divergence(run, inputs)
    else:
        warn_about_rate([run.variant], inputs)
    if run.stopped_at is not None:
        st.info(
            f"**Stopped after epoch {run.stopped_at:,}** of {run.settings.epochs:,}. Everything "
            "below covers the epochs up to then.",
            icon=":material/stop_circle:",
        )
        st.button("Train to the end", on_click=resume, args=(run,), icon=":material/play_circle:")


def _render_divergence(run: Run, inputs: Inputs) -> None:
    """Say when the run diverged, and why."""
    text = (
        f"**Diverged at epoch {run.diverged_at:,}.** The numbers grew beyond what "
        f"{run.settings.dtype} can hold, so training ends there."
    )
    if not run.is_plain:
        st.warning(f"{text} Try a smaller learning rate.", icon=":material/trending_up:")
        return
    variant = VARIANTS[run.variant]
    found = forecast_for(variant, inputs)
    if found.diverges or found.overflows:
        text += " " + _reason(found)
    st.warning(text, icon=":material/trending_up:")
    _render_offers([found], [variant], inputs)
