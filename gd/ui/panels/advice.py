"""What is said of a learning rate: whether it gets there, why not, and what would."""

import math
from collections.abc import Iterable, Sequence

from gd.analysis.formatting import counted, format_short
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.settings import MAX_EPOCHS
from gd.theory.forecast import Forecast
from gd.theory.offers import Offer
from gd.ui.inputs.page_inputs import Inputs
from gd.variants import Variant

RATES = MIN_RATE, MAX_RATE


def forecast_for(variant: Variant, inputs: Inputs) -> Forecast:
    """The forecast for a plain variant with the settings of the page."""
    return Forecast(variant, inputs.problem, inputs.settings, RATES)


def reason(found: Forecast) -> str:
    """Why a run does not reach the line, in a sentence or two."""
    settings, limits = found.settings, found.rates
    rate = f"{settings.learning_rate:g}"
    if found.diverges:
        factor = f"{times(found.growth_factor)} " if found.growth_factor >= 1.01 else ""
        text = f"{rate} is too large here: each epoch makes the error {factor}larger."
        if limits.stability_limit > MIN_RATE:
            return f"{text} Stay below {round_down(limits.stability_limit)}."
        return f"{text} Even {MIN_RATE:g}, the smallest rate allowed, is too large."
    if found.overflows:
        weights = "w and b" if found.variant.has_bias else "w"
        return (
            f"**The start is too far away**: its loss is beyond what {settings.dtype} can hold. "
            f"Let {weights} start closer to 0."
        )
    do = "does" if settings.epochs == 1 else "do"
    text = (
        f"**{counted(settings.epochs, 'epoch')} at {rate} {do} not get there**: the loss ends at "
        f"{found.loss:.3g}, that of the best line is {found.min_loss:.3g}."
    )
    if not found.infeasible:
        return text
    text += f" No learning rate gets there in {MAX_EPOCHS:,} epochs"
    if limits.condition_number < 2:
        return f"{text}."
    steeper = times(limits.condition_number)
    return f"{text}: the valley of the loss is {steeper} steeper across than along."


def round_down(rate: float) -> str:
    """A rate to three digits, rounded down: a limit rounded up would be beyond it."""
    digit = 10.0 ** (math.floor(math.log10(rate)) - 2)
    return f"{math.floor(rate / digit) * digit:.3g}"


def times(number: float) -> str:
    """A factor in words."""
    return f"{number:,.0f} times" if 1000 <= number < 1e6 else f"{number:.3g} times"


def fold(number: float) -> str:
    """A factor above 1 as an adverb.

    >>> fold(7.389), fold(1.001)
    ('7.4-fold', 'by 0.1%')
    """
    if number < 1.1:
        return f"by {format_short(100 * (number - 1), 2)}%"
    return f"{format_short(number, 2)}-fold"


def label(offer: Offer, inputs: Inputs) -> str:
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


def why(failing: Sequence[Forecast]) -> str:
    """The theory behind the limit of the rate, with the numbers of each variant."""
    text = (
        "The loss is a bowl. The larger the x, the steeper its walls, and the smaller a step must "
        "be. In a direction of curvature λ an epoch multiplies the error by 1 − ηλ, η being the "
        "learning rate: the error shrinks as long as η is below 2/λ. In the steepest direction:"
    )
    curved = [forecast for forecast in failing if forecast.rates.curvature]
    numbers = group(map(_curvatures, curved), curved)
    return "\n".join([text, *(f"- {titles}: {line}" for line, titles in numbers.items())])


def _curvatures(found: Forecast) -> str:
    limits, rate = found.rates, found.settings.learning_rate
    steepest = limits.curvature[-1]
    text = f"λ = {steepest:.3g}, ηλ = {rate * steepest:.3g}, 2/λ = {limits.stability_limit:.3g}."
    if limits.condition_number < 2:
        return text
    return (
        f"{text} In the flattest, λ is {times(limits.condition_number)} smaller: that is the "
        "condition number, and a step covers that much less of the distance."
    )


def group(texts: Iterable[str], forecasts: Iterable[Forecast]) -> dict[str, str]:
    """Each different text once, and the titles of the variants that it is about."""
    titles: dict[str, list[str]] = {}
    for text, forecast in zip(texts, forecasts, strict=True):
        titles.setdefault(text, []).append(forecast.variant.title)
    return {text: ", ".join(names) for text, names in titles.items()}
