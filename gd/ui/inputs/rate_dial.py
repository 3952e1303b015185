"""The dial of the learning rate: its zones for these points, and a preview while it moves."""

import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components import v2

from gd import theory
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.settings import Settings
from gd.theory import noise
from gd.ui import state
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import set_rate
from gd.variants import VARIANTS

BELOW, ABOVE = 1e-3, 5.0  # the rates that the dial offers, as multiples of the first and last limit
AROUND = 1e3  # without limits: as a factor of the default rate
FIRST_SHARE = 0.4  # of the dial's length, for the zone that is by far the widest

_HERE = Path(__file__)
CODE = _HERE.with_suffix(".css"), _HERE.with_suffix(".js")  # every page has them: app.py
_HAND_OVER = """export default (dial) => {
  window.dial = dial;
  window.drawDial?.();
}"""


def rate_zones(variants: Collection[str], inputs: Inputs) -> dict[str, float]:
    """What plain gradient descent does up to which rate, in the words of a page of `variants`.

    With several variants: where all converge, some oscillate or some diverge. Empty where one is
    trained by another optimizer, of which no limit is known, and where nothing moves. Mini-batches
    keep wandering about the line, but where it fits exactly.
    """
    problem, settings = inputs.problem, inputs.settings
    trained = [VARIANTS[name] for name in variants]
    if len(trained) == 1 and trained[0].updates_per_epoch(settings, len(problem.x)) > 1:
        if trained[0].rule_name(settings) != "SGD" or settings.schedule != "constant":
            return {}
        word = "wanders" if noise.gradient_covariance(problem).any() else "converges"
        limit = noise.mean_square_limit(problem, settings.batch_size or 1)
        return {word: limit, "diverges": math.inf}
    if not all(variant.is_plain(settings, len(inputs.problem.x)) for variant in trained):
        return {}
    limits = min(
        (theory.learning_rates(problem, one.has_bias, one.gradient(settings)) for one in trained),
        key=lambda limits: limits.stability_limit,
    )
    if len(trained) == 1:
        return limits.zones
    words = ("all converge", "some oscillate", "some diverge")
    return dict(zip(words, limits.zones.values(), strict=False))


def render_rate_dial(rate: float, zones: Mapping[str, float]) -> None:
    """Draw the dial at `rate`, in MIN_RATE to MAX_RATE; `zones` end at the rates that they name.

    While it moves, the browser dispatches `gd:preview` on its document, with the rate as detail;
    `null` if the person thinks better of it. Letting go sets the learning rate.
    """
    _component()(
        key=state.DIAL,
        data={"rate": rate, "zones": sections(rate, zones)},
        on_rate_change=_use_rate,
    )


def sections(rate: float, zones: Mapping[str, float]) -> list[dict[str, Any]]:
    """The sections of the dial: their word, their ends, their share of its length.

    They hold `rate` and the rates around the limits, inside MIN_RATE to MAX_RATE.
    """
    limits = [end for end in zones.values() if math.isfinite(end)]
    default = Settings().learning_rate
    low, high = (
        (BELOW * limits[0], ABOVE * limits[-1]) if limits else (default / AROUND, default * AROUND)
    )
    low = min(rate, max(MIN_RATE, min(low, MAX_RATE / AROUND)))
    high = max(rate, min(MAX_RATE, max(high, MIN_RATE * AROUND)))
    found, least = [], low
    for word, end in zones.items() or [("", math.inf)]:
        most = min(end, high)
        if most > least:
            found.append({"word": word, "least": least, "most": most})
            least = most
    narrow = (1 - FIRST_SHARE) / 2
    shares = {1: [1.0], 2: [1 - narrow, narrow], 3: [FIRST_SHARE, narrow, narrow]}[len(found)]
    return [{**section, "share": share} for section, share in zip(found, shares, strict=True)]


@st.cache_resource
def _component():
    html = _HERE.with_suffix(".html").read_text("utf-8")
    return v2.component("rate dial", html=html, js=_HAND_OVER, isolate_styles=False)


def _use_rate() -> None:
    set_rate(st.session_state[state.DIAL].rate)
