"""The page on the learning rate: its zones for this problem, and what each rate leads to."""

from typing import Any

import numpy as np
import streamlit as st

from gd import theory
from gd.analysis.formatting import format_number
from gd.charts import rate_charts, style
from gd.charts.view_tables import DRAWN_DTYPE, take_rows
from gd.problem import Vector
from gd.theory.forecast import Forecast
from gd.theory.sweep import Counts
from gd.ui import state
from gd.ui.app import begin
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.sidebar import set_rate
from gd.ui.inputs.url_values import MAX_RATE, MIN_RATE
from gd.ui.panels import advice, guidance
from gd.ui.panels.chart import render_chart
from gd.ui.serving.computing import forget_stop, sweep_key, swept
from gd.variants import VARIANTS, Variant

RATES = 600  # in a sweep
CELLS = (48, 40)  # of the heat map: rates, epochs
MIN_LOSS, MAX_LOSS = 1e-16, 1e12  # drawn; a float32 run ends far above the smaller


def render_learning_rate(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    name = st.selectbox(
        "Variant",
        list(VARIANTS),
        index=len(VARIANTS) - 1,
        format_func=lambda name: VARIANTS[name].title,
        key=state.SWEPT_VARIANT,
        persist_state="session",
    )
    variant = VARIANTS[name]
    guidance.render_notes(inputs)
    guidance.warn_about_rate([name], inputs)
    st.subheader("Where the zones lie")
    if variant.is_plain(inputs.settings):
        _render_ruler(variant, inputs)
    else:
        st.markdown(
            f"With {inputs.settings.optimizer} a step depends on the steps before it, so these "
            "borders do not hold. The sweep below shows what each rate leads to."
        )
    _render_sweep(variant, inputs)


def _limits(variant: Variant, inputs: Inputs) -> theory.Rates:
    gradient = variant.gradient(inputs.settings)
    return theory.learning_rates(inputs.problem, variant.has_bias, gradient)


def _render_ruler(variant: Variant, inputs: Inputs) -> None:
    limits, settings = _limits(variant, inputs), inputs.settings
    if not limits.curvature:
        st.markdown("The weight changes nothing here, so no rate is better than another.")
        return
    slow = advice.forecast_for(variant, inputs).min_sufficient_rate()
    borders = [MIN_RATE, limits.critical_rate, limits.stability_limit, MAX_RATE]
    least = np.clip([*borders[:-1], MIN_RATE], MIN_RATE, MAX_RATE)
    most = np.clip([*borders[1:], min(slow, limits.stability_limit)], MIN_RATE, MAX_RATE)
    zones = {"zone": np.array(list(style.ZONE_COLORS)), "least": least, "most": most}
    rates = np.array([limits.fastest_rate, settings.learning_rate])
    marks = {"mark": np.array(["fastest", "yours"]), "rate": rates, "line": np.array([0, 1])}
    epochs = f"{settings.epochs:,} epoch{'s' * (settings.epochs > 1)}"
    if slow <= MIN_RATE:
        too_slow = f"None is too slow for {epochs}: the run starts at a line that fits."
    elif np.isfinite(slow):
        too_slow = f"Below {slow:.3g}, the run does not reach the line from this start in {epochs}."
    else:
        too_slow = f"No rate reaches the line from this start in {epochs}."
    render_chart(
        rate_charts.ruler,
        zones=take_rows(zones, least < most),
        marks=take_rows(marks, (rates >= MIN_RATE) & (rates <= MAX_RATE)),
        alt=f"The learning rate from {MIN_RATE:g} to {MAX_RATE:g}: monotone up to "
        f"{format_number(limits.critical_rate, 4)}, oscillating up to "
        f"{format_number(limits.stability_limit, 4)}, divergent "
        f"beyond. {too_slow} Yours is {settings.learning_rate:g}.",
    )
    st.markdown(
        f"- **Monotone** up to 1/λmax = {format_number(limits.critical_rate, 4)}: each step comes "
        "closer, and none goes too far.\n"
        f"- **Oscillating** up to 2/λmax = {format_number(limits.stability_limit, 4)}: steps go "
        "past the optimum, but less so each time.\n"
        "- **Divergent** from there on.\n"
        f"- **Fastest** in the end: {format_number(limits.fastest_rate, 4)}. It removes at least "
        f"{_removed(limits, limits.fastest_rate)} of the remaining distance per epoch.\n"
        f"- **Too slow**: {too_slow}"
    )
    st.markdown(_about(advice.forecast_for(variant, inputs)))


def _removed(limits: theory.Rates, rate: float) -> str:
    """The share of the distance that an epoch removes in the slowest direction, in percent."""
    return f"{-100 * np.expm1(limits.log_factor(rate)):.2g} %"


def _count(number: float) -> str:
    return f"{number:,.0f}" if number < 1e6 else f"{number:.2g}"


def _about(found: Forecast) -> str:
    """What the learning rate in the sidebar does."""
    limits, settings = found.rates, found.settings
    rate, epochs = settings.learning_rate, settings.epochs
    if rate >= limits.stability_limit:
        factor = format_number(limits.factor(rate), 4)
        return (
            f"Yours, **{rate:g}, is divergent**: each epoch makes the error {factor} times larger."
        )
    zone = "monotone" if rate <= limits.critical_rate else "oscillating"
    text = (
        f"Yours, **{rate:g}, is {zone}**: {epochs:,} epoch{'s take' if epochs > 1 else ' takes'} "
        f"the loss from {found.loss_at_start:.3g} to {found.loss:.3g}; the best line has "
        f"{found.min_loss:.3g}. In the slowest direction an epoch removes {_removed(limits, rate)} "
        "of the distance"
    )
    needed = limits.epochs_to(0.001, rate)
    if not np.isfinite(needed):
        return f"{text}."
    return f"{text}, and a thousandth is left after {_count(needed)} epochs."


def _render_sweep(variant: Variant, inputs: Inputs) -> None:
    """The loss for many rates: after the last epoch as a curve, and over the epochs as a map."""
    settings, last = inputs.settings, inputs.settings.epochs
    lowest, highest = _swept_range(variant, inputs)
    edges = np.geomspace(lowest, highest, CELLS[0] + 1)
    steps = np.unique(np.linspace(1, last + 1, CELLS[1] + 1).astype(int))
    rates = np.concatenate([np.geomspace(lowest, highest, RATES), np.sqrt(edges[1:] * edges[:-1])])
    epochs = np.union1d(steps[:-1], [last])
    losses = swept(variant.name, inputs.problem, settings, rates, epochs)
    reached = int(epochs[len(losses) - 1]) if len(losses) else 0
    st.subheader(f"The loss after {reached:,} epochs, for {RATES} rates")
    if reached < last:
        st.info(f"**Stopped after epoch {reached:,}** of {last:,}.", icon=":material/stop_circle:")
        key = sweep_key(variant.name, inputs.problem, settings, rates, epochs)
        st.button(
            "Sweep to the end", on_click=forget_stop, args=(key,), icon=":material/play_circle:"
        )
    if not reached:
        return
    _render_final_losses(variant, inputs, rates[:RATES], losses[-1, :RATES])
    _render_heat_map(edges, steps[: len(losses) + 1], losses[: len(steps) - 1, RATES:])


def _swept_range(variant: Variant, inputs: Inputs) -> tuple[float, float]:
    """The smallest and the largest rate to sweep: around the stability limit, if there is one."""
    limit = _limits(variant, inputs).stability_limit
    middle = limit if np.isfinite(limit) else 1.0
    lowest, highest = (float(np.clip(middle * k, MIN_RATE, MAX_RATE)) for k in (1e-3, 3))
    if variant.is_plain(inputs.settings) and lowest < highest:
        return lowest, highest
    return 1e-4, MAX_RATE


def _render_final_losses(variant: Variant, inputs: Inputs, rates: Vector, losses: Vector) -> None:
    finite = losses < MAX_LOSS
    if not finite.any():
        st.markdown("Every one of these rates diverges.")
        return
    rates, losses = rates[finite], np.maximum(losses[finite], MIN_LOSS)
    best = int(losses.argmin())
    render_chart(
        rate_charts.final_losses,
        style.VARIANT_COLORS[variant.name],
        picks=(state.SWEEP, _pick),
        alt=f"Loss of the last epoch by learning rate: smallest, {format_number(losses[best])}, at "
        f"{format_number(rates[best])}. A click sets the rate.",
        swept={"rate": rates, "loss": losses.astype(DRAWN_DTYPE)},
        yours={"rate": np.array([inputs.settings.learning_rate])},
    )
    st.caption(
        f"Click a rate to set it. Smallest: {format_number(losses[best])} at "
        f"{format_number(rates[best])}. "
        "Computed in float64; rates with a loss above 1e12 are left out. Grey: yours."
    )


def _render_heat_map(edges: Vector, steps: Counts, losses: Vector) -> None:
    """The map: a cell for each pair of neighbours of `edges` (rates) and of `steps` (epochs)."""
    st.subheader("The loss over rates and epochs")
    logs = np.log10(np.clip(losses, MIN_LOSS, MAX_LOSS))
    across, along = np.meshgrid(np.arange(len(edges) - 1), np.arange(len(steps) - 1))
    steps = steps.astype(np.min_scalar_type(int(steps[-1])))  # each is sent 48 times
    render_chart(
        rate_charts.heat,
        cells={
            "rate": edges[:-1][across.ravel()].astype(DRAWN_DTYPE),
            "rate2": edges[1:][across.ravel()].astype(DRAWN_DTYPE),
            "epoch": steps[:-1][along.ravel()],
            "epoch2": steps[1:][along.ravel()],
            "log10": logs.ravel().astype(DRAWN_DTYPE),
        },
        alt=f"Heat map of log10 of the loss over {len(edges) - 1} learning rates from "
        f"{format_number(edges[0])} to {format_number(edges[-1])} and epochs 1 to "
        f"{steps[-1] - 1:,}: from {logs.min():.1f} to {logs.max():.1f}.",
    )
    st.caption("Dark: a small loss. Above 1e12 and below 1e-16 the colour stays the same.")


def _pick() -> None:
    picked: Any = st.session_state[state.SWEEP]
    points = picked.selection.get("pick", [])
    if points:
        set_rate(float(f"{points[0]['rate']:.4g}"))
