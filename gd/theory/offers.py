"""Settings that take a run of plain gradient descent to the line."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from gd.data.scaling import standardise
from gd.errors import InputError
from gd.problem import Problem
from gd.settings import MAX_EPOCHS, Settings
from gd.theory.forecast import Forecast
from gd.variants import Variant

SMALL_RATE = 1e-3  # nobody would try a smaller one by chance
# numbers of epochs to offer where those of the settings are too few
EPOCH_CHOICES = np.array([20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, MAX_EPOCHS])


@dataclass(frozen=True)
class Offer:
    """Settings with which a run reaches the line, and whether the points are standardised first."""

    learning_rate: float
    epochs: int
    standardise: bool


def offers(
    variants: Sequence[Variant],
    problem: Problem,
    settings: Settings,
    rate_range: tuple[float, float],
    standardised: bool,
) -> list[Offer]:
    """Settings with which a run of each of the `variants` on `problem` reaches the line.

    The best first: a rate for the points as they are, unless it takes more epochs than one for the
    standardised points, or is below `SMALL_RATE`, which says that the units are at fault.

    standardised   whether `problem` already is
    rate_range     the smallest and the largest rate that can be set
    """
    found = _offer(variants, problem, settings, rate_range)
    if standardised or (
        found and found.epochs == settings.epochs and found.learning_rate >= SMALL_RATE
    ):
        return [found] if found else []
    scaled = None
    with suppress(InputError):
        scaled = _offer(variants, standardise(problem).problem, settings, rate_range)
    if scaled is None:
        return [found] if found else []
    scaled = replace(scaled, standardise=True)
    if found is None:
        return [scaled]
    better = scaled.epochs < found.epochs or found.learning_rate < SMALL_RATE
    return [scaled, found] if better else [found, scaled]


def _offer(
    variants: Sequence[Variant],
    problem: Problem,
    settings: Settings,
    rate_range: tuple[float, float],
) -> Offer | None:
    """A rate and epochs, no fewer than in `settings`, with which all variants reach the line."""
    forecasts = [Forecast(variant, problem, settings, rate_range) for variant in variants]
    epochs = np.array([settings.epochs, *EPOCH_CHOICES[settings.epochs < EPOCH_CHOICES]])
    critical_rate = min(forecast.rates.critical_rate for forecast in forecasts)
    for fraction in (
        1,
        1.9,
    ):  # up to 1/λmax no direction steps over its optimum; up to 2/λmax stable
        rate = float(f"{min(fraction * critical_rate, rate_range[1]):.1e}")
        sufficient = np.all([forecast.sufficient(rate, epochs) for forecast in forecasts], axis=0)
        if rate >= rate_range[0] and sufficient.any():
            return Offer(rate, int(epochs[np.argmax(sufficient)]), False)
    return None
