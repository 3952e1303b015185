"""The page on the learning rate: its zones for this problem, and what each rate leads to."""

from typing import Any

import numpy as np
import streamlit as st

from gd import theory
from gd.analysis.formatting import counted
from gd.analysis.formatting import format_short as short
from gd.charts import rate_charts, style
from gd.charts.view_tables import DRAWN_DTYPE, take_rows
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.problem import Vector
from gd.theory.forecast import Forecast
from gd.theory.sweep import Counts
from gd.ui import state
from gd.ui.app import begin
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import set_rate
from gd.ui.panels import advice, guidance
from gd.ui.panels.chart import render_chart
from gd.ui.serving.computing import forget_stop, sweep_key, swept
from gd.variants import FOUR_WAYS, VARIANTS, Variant

RATES = 600  # in a sweep
CELLS = (48, 40)  # of the heat map: rates, epochs
MIN_LOSS, MAX_LOSS = 1e-16, 1e12  # on the map; a float32 run ends far above the smaller
GROWTH = 1e3  # a loss that has grown more than this is not drawn: the others would lie on the floor
MAX_DRAWN = 1e38  # what a chart's numbers can hold


def render_learning_rate(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    name = st.radio(
        "Variant",
        FOUR_WAYS,
        index=len(FOUR_WAYS) - 1,
        format_func=lambda name: VARIANTS[name].title,
        horizontal=True,
        key=state.SWEPT_VARIANT,
        persist_state="session",
        label_visibility="collapsed",
    )
    variant = VARIANTS[name]
    guidance.render_notes(inputs)
    if variant.is_plain(inputs.settings, len(inputs.problem.x)):
        _render_zones(variant, inputs)
    else:
        st.markdown(
            f"{_why_no_zones(variant, inputs)} no formula gives its zones. The sweep shows what "
            "each rate leads to."
        )
    _render_sweep(variant, inputs)
    if variant.is_plain(inputs.settings, len(inputs.problem.x)):
        zones = st.expander("What the zones mean", key=state.ZONES, on_change="rerun")
        if zones.open:
            zones.markdown(_meanings(_limits(variant, inputs)))


def _why_no_zones(variant: Variant, inputs: Inputs) -> str:
    name = variant.rule_name(inputs.settings)
    if name == "SGD":
        return "The learning rate falls from update to update:"
    return f"With {name}, a step depends on the steps before it:"


def _limits(variant: Variant, inputs: Inputs) -> theory.Rates:
    gradient = variant.gradient(inputs.settings)
    return theory.learning_rates(inputs.problem, variant.has_bias, gradient)


def _render_zones(variant: Variant, inputs: Inputs) -> None:
    """The zones of the learning rate, and what the chosen one does."""
    limits = _limits(variant, inputs)
    if not limits.curvature:
        st.markdown("The weight changes nothing here, so no rate is better than another.")
        return
    found = advice.forecast_for(variant, inputs)
    slow = found.min_sufficient_rate()
    _render_ruler(found, slow, _swept_range(variant, inputs))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{_about(found)} {_borders(found, slow)}")
        guidance.render_remedy([variant], inputs)


def _render_ruler(found: Forecast, slow: float, swept: tuple[float, float]) -> None:
    """The zones on a bar, over the rates `swept`; below `slow` the run takes too long."""
    limits, rate = found.rates, found.settings.learning_rate
    low, high = min(swept[0], rate), max(swept[1], rate)
    borders = [low, limits.critical_rate, limits.stability_limit, high]
    least = np.clip([*borders[:-1], low], low, high)
    most = np.clip([*borders[1:], min(slow, limits.stability_limit)], low, high)
    zones = {"zone": np.array(list(style.ZONE_COLORS)), "least": least, "most": most}
    rates = np.array([limits.fastest_rate, rate])
    marks = {"mark": np.array(["fastest", "yours"]), "rate": rates, "line": np.array([0, 1])}
    render_chart(
        rate_charts.ruler,
        zones=take_rows(zones, least < most),
        marks=take_rows(marks, (rates >= low) & (rates <= high)),
        alt=f"The learning rate from {short(low)} to {short(high)}: converges up to "
        f"{short(limits.critical_rate)}, oscillates up to {short(limits.stability_limit)}, "
        f"diverges beyond. {_borders(found, slow)} Yours is {rate:g}.",
    )


def _about(found: Forecast) -> str:
    """What the learning rate in the sidebar does."""
    if not found.suitable:
        return advice.reason(found)
    settings = found.settings
    zone = "converges" if settings.learning_rate <= found.rates.critical_rate else "oscillates"
    best = f"the best line has {short(found.min_loss)}"
    return (
        f"**{settings.learning_rate:g} {zone}**: {_epochs(found)} the loss from "
        f"{short(found.loss_at_start)} to {short(found.loss)}; {best}."
    )


def _epochs(found: Forecast) -> str:
    epochs = found.settings.epochs
    return f"{counted(epochs, 'epoch')} {'take' if epochs > 1 else 'takes'}"


def _borders(found: Forecast, slow: float) -> str:
    """Which rates are too slow for this start and these epochs."""
    epochs = counted(found.settings.epochs, "epoch")
    if slow <= MIN_RATE:
        return "No rate is too slow: the run starts at a line that fits."
    if not np.isfinite(slow):
        return f"No rate reaches the line in {epochs}."
    return f"Below {short(slow)}, {epochs} {'are' if found.settings.epochs > 1 else 'is'} too few."


def _meanings(limits: theory.Rates) -> str:
    """The zones in words, with their limits."""
    removed = f"{-100 * np.expm1(limits.log_factor(limits.fastest_rate)):.2g} %"
    return (
        f"- **Converges** up to 1/λmax = {short(limits.critical_rate)}, λmax being the strongest "
        "curvature of the loss: no step goes past the optimum.\n"
        f"- **Oscillates** up to 2/λmax = {short(limits.stability_limit)}: steps go past the "
        "optimum, but less each time.\n"
        "- **Diverges** beyond: each step lands farther away.\n"
        f"- **Fastest** in the end: {short(limits.fastest_rate)}. An epoch removes at least "
        f"{removed} of the remaining distance, in every direction.\n"
        "- **Too slow**: from this start, the epochs do not suffice to reach the line.\n"
        "- **In mini-batches** the zones hold for the average step. Each one strays from it: the "
        "weights keep wandering where these say *converges*, and run away at a lower rate, the "
        "lower the fewer points a batch has."
    )


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
    after = counted(reached, "epoch")
    if reached < last:
        st.info(f"**Stopped after epoch {reached:,}** of {last:,}.", icon=":material/stop_circle:")
        key = sweep_key(variant.name, inputs.problem, settings, rates, epochs)
        st.button(
            "Sweep to the end", on_click=forget_stop, args=(key,), icon=":material/play_circle:"
        )
    if not reached:
        return
    _render_final_losses(variant, inputs, after, rates[:RATES], losses[-1, :RATES])
    heat_map = st.expander("The loss over rates and epochs", key=state.HEAT, on_change="rerun")
    if heat_map.open:
        with heat_map:
            _render_heat_map(edges, steps[: len(losses) + 1], losses[: len(steps) - 1, RATES:])


def _swept_range(variant: Variant, inputs: Inputs) -> tuple[float, float]:
    """The smallest and the largest rate to sweep: around the stability limit, if there is one."""
    limit = _limits(variant, inputs).stability_limit
    middle = limit if np.isfinite(limit) else 1.0
    lowest, highest = (float(np.clip(middle * k, MIN_RATE, MAX_RATE)) for k in (1e-3, 3))
    if variant.is_plain(inputs.settings, len(inputs.problem.x)) and lowest < highest:
        return lowest, highest
    return 1e-4, MAX_RATE


def _render_final_losses(
    variant: Variant, inputs: Inputs, after: str, rates: Vector, losses: Vector
) -> None:
    drawn = losses <= min(GROWTH * losses[0], MAX_DRAWN)
    if not drawn.any():
        st.markdown("At each of these rates, the loss is too large to draw.")
        return
    rates, losses = rates[drawn], np.maximum(losses[drawn], MIN_LOSS)
    best = int(losses.argmin())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(f"The loss after {after}, by learning rate", width="content")
        text = f"Smallest: {short(losses[best])} at {short(rates[best])}. A click sets the rate."
        st.markdown(text, width="content")
        rate = f"{rates[best]:.3g}"
        st.button(f"Use {rate}", on_click=set_rate, args=(float(rate),))
    render_chart(
        rate_charts.final_losses,
        style.VARIANT_COLORS[variant.name],
        picks=(state.SWEEP, _pick),
        alt=f"Loss after {after} by learning rate: smallest, {short(losses[best])}, at "
        f"{short(rates[best])}. A click sets the rate, as the sidebar does.",
        swept={"rate": rates.astype(DRAWN_DTYPE), "loss": losses.astype(DRAWN_DTYPE)},
        yours={"rate": np.array([inputs.settings.learning_rate])},
    )


def _render_heat_map(edges: Vector, steps: Counts, losses: Vector) -> None:
    """The map: a cell for each pair of neighbours of `edges` (rates) and of `steps` (epochs)."""
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
        f"{short(edges[0])} to {short(edges[-1])} and epochs 1 to "
        f"{steps[-1] - 1:,}: from {logs.min():.1f} to {logs.max():.1f}.",
    )
    st.markdown("Dark: a small loss. Above 10¹² and below 10⁻¹⁶, the colour stays the same.")


def _pick() -> None:
    picked: Any = st.session_state[state.SWEEP]
    points = picked.selection.get("pick", [])
    if points:
        set_rate(float(f"{points[0]['rate']:.4g}"))
