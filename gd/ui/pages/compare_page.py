"""The page that compares runs: how far apart they are, why, and which difference does what."""

import itertools
import math
from collections.abc import Callable

import altair
import numpy as np
import pandas as pd
import streamlit as st

from gd.analysis.comparison import Comparison, MaxDifference
from gd.analysis.comparison import compare as compared
from gd.analysis.differences import AblationStep, ablation
from gd.analysis.formatting import format_number
from gd.charts import comparison_charts
from gd.charts.style import Scale
from gd.problem import Problem
from gd.run import Run
from gd.ui.app import begin
from gd.ui.inputs.run_picker import BADGES, LETTERS, choose
from gd.ui.panels import guidance, loss_panel
from gd.ui.panels.chart import render_chart
from gd.ui.serving.computing import resume, trained
from gd.variants import VARIANTS

FEW = 3  # epochs of which a line shows too little


def render_compare(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    guidance.render_notes(inputs)
    chosen = choose(inputs)
    plans = [(run.variant, run.settings(inputs.settings)) for run in chosen]
    runs = [trained(variant, inputs.problem, settings) for variant, settings in plans]
    for letter, run in zip(LETTERS, runs, strict=False):
        _shortened(letter, run)
    st.subheader("The same, or not?")
    found = [compared(runs[0], other) for other in runs[1:]]
    for letter, one in zip(LETTERS[1:], found, strict=False):
        _verdict(letter, one)
    _overlaid(runs, found)
    _one_at_a_time(plans, inputs.problem)


def _shortened(letter: str, run: Run) -> None:
    """Say so where a run is not all that was asked for."""
    if run.diverged_at is not None:
        st.warning(
            f"**{letter} diverged at epoch {run.diverged_at:,}:** its numbers grew beyond what "
            f"{run.settings.dtype} can hold. Two runs are compared over the epochs that both have.",
            icon=":material/trending_up:",
        )
    if run.stopped_at is not None:
        st.info(
            f"**{letter} was stopped after epoch {run.stopped_at:,}** of {run.settings.epochs:,}.",
            icon=":material/stop_circle:",
        )
        st.button(
            "Train to the end",
            key=f"resume {letter}",
            on_click=resume,
            args=(run,),
            icon=":material/play_circle:",
        )


def _verdict(letter: str, found: Comparison) -> None:
    """The verdict on a run beside A, and the numbers that it rests on."""
    badge = BADGES[LETTERS.index(letter)]
    text = f":blue-badge[A] and :{badge}-badge[{letter}] **{found.verdict}.** {found.remark}"
    with st.container(border=True):
        st.markdown(f"{text} {_about_rounding(found)}")
        if not found.epochs:
            return
        for name, largest in (("w", found.w), ("b", found.bias)):
            if largest:
                with st.container(horizontal=True):
                    _difference(name, largest)
        shorter = min(run.settings.epochs for run in (found.a, found.b))
        if found.epochs < shorter:
            st.caption(f"Over the {found.epochs:,} epochs that both have, of {shorter:,}.")


def _difference(name: str, largest: MaxDifference) -> None:
    st.metric(
        f"largest |Δ{name}|, epoch {largest.epoch:,}",
        format_number(largest.size),
        help=f"The largest difference between the two {name}, over all epochs. A bias that a run "
        "does not have counts as 0.",
    )
    st.metric(
        "the same, in float32 steps (ulp)",
        _ulps(largest.ulps),
        help="The same difference in units in the last place: how many steps from one float32 "
        "number to the next lead from the one to the other. Near 0 they are tiny, so there are "
        "many.",
    )
    if largest.bound is not None and math.isfinite(largest.bound):
        st.metric(
            "rounding alone could explain up to",
            format_number(largest.bound),
            help=f"How far apart rounding alone can bring the two {name} by that epoch, as "
            "gradient descent passes it on from epoch to epoch. What exceeds it has another "
            "cause. It is known of plain SGD only.",
        )


def _ulps(number: int) -> str:
    return f"{number:,}" if number < 1e6 else f"{number:.3g}"


def _about_rounding(found: Comparison) -> str:
    """What leaves the mathematics as it is."""
    listed = ", ".join(map(str, found.roundings))
    return f"What can change only the rounding: {listed}." if listed else ""


def _overlaid(runs: list[Run], found: list[Comparison]) -> None:
    names = tuple(
        f"{letter} {VARIANTS[run.variant].title}"
        for letter, run in zip(LETTERS, runs, strict=False)
    )
    left, right = st.columns(2)
    with left, st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Loss", width="content")
        scale = loss_panel.scale_choice("compare scale")
    with left:
        _losses(names, runs, scale)
    with right:
        st.container(horizontal=True, vertical_alignment="center").subheader("Weight w")
        _weights(names, runs, "w", "weight w")
    left = st
    if any(VARIANTS[run.variant].has_bias for run in runs):
        left, right = st.columns(2)
        with right:
            st.subheader("Bias b")
            _weights(names, runs, "b", "bias b")
    with left.container():
        st.subheader("Distance from A")
        _distances(names, found)


def _losses(names: tuple[str, ...], runs: list[Run], scale: Scale) -> None:
    shown = scale if any((run.history["loss"] > 0).any() for run in runs) else "linear"
    tables = [loss_panel.downsampled(run.history[["epoch", "loss"]], ["loss"]) for run in runs]
    ends = _ends(names, runs, "loss")
    _draw(comparison_charts.loss, names, tables, shown, alt=f"Loss by epoch, {shown} scale. {ends}")


def _weights(names: tuple[str, ...], runs: list[Run], field: str, title: str) -> None:
    tables = [loss_panel.downsampled(run.history[["epoch", field]], [field]) for run in runs]
    ends = _ends(names, runs, field)
    _draw(comparison_charts.weight, names, tables, field, title, alt=f"{title} by epoch. {ends}")


def _distances(names: tuple[str, ...], found: list[Comparison]) -> None:
    tables = [pd.DataFrame({"epoch": [], "distance": [], "rounding": []})]
    for one in found:
        table = one.by_epoch[["epoch", "distance", "rounding"]].replace(np.inf, np.nan)
        tables.append(loss_panel.downsampled(table, ["distance"]))
    largest = "; ".join(
        f"{name}: {format_number(table['distance'].max())}"
        for name, table in zip(names[1:], tables[1:], strict=True)
        if len(table)
    )
    few = any(0 < (table["distance"] > 0).sum() <= FEW for table in tables)
    _draw(
        comparison_charts.distance,
        names,
        tables,
        few=few,
        alt=f"Distance of the weights from those of {names[0]} by epoch. Largest: {largest}.",
    )
    st.caption(
        "How far w and b are from A's, √(Δw² + Δb²); an epoch without a distance has weights that "
        "are equal bit for bit. Dashed: how far rounding alone can take them, which is known of "
        "plain SGD only. What rises above it has another cause."
    )


def _draw(
    make: Callable[..., altair.LayerChart],
    names: tuple[str, ...],
    tables: list[pd.DataFrame],
    *args: str,
    alt: str,
    few: bool = False,
) -> None:
    few = few or max(map(len, tables)) <= FEW
    table = pd.concat(
        [one.assign(run=name) for name, one in zip(names, tables, strict=True)], ignore_index=True
    )
    render_chart(make, names, *args, few, alt=alt, runs=table)


def _ends(names: tuple[str, ...], runs: list[Run], field: str) -> str:
    return "; ".join(
        f"{name} ends at {format_number(run.history[field].iloc[-1])}"
        for name, run in zip(names, runs, strict=True)
        if len(run.history)
    )


def _one_at_a_time(plans: list[tuple], problem: Problem) -> None:
    """From A to another run, with one difference turned on after the other."""
    st.subheader("One difference at a time")
    letter = LETTERS[1]
    if len(plans) > 2:
        letters = LETTERS[1 : len(plans)]
        letter = st.radio(
            "From A to",
            list(letters),
            horizontal=True,
            key=f"stages to {letters}",
            persist_state="session",
        )
    found = ablation(plans[0], plans[LETTERS.index(letter)])
    if len(found) == 1:
        st.markdown(f"A and {letter} are one training: they differ in nothing that either uses.")
        return
    runs = [trained(stage.variant, problem, stage.settings) for stage in found]
    st.markdown(f"From A, each row turns on one more of the differences, until it is {letter}.")
    st.table(_stage_table(found, runs))
    names = tuple(f"{place} {_short(stage)}" for place, stage in enumerate(found))
    _losses(names, runs, loss_panel.scale_choice("stages scale"))


def _short(stage: AblationStep) -> str:
    return stage.difference.name if stage.difference else "A"


def _stage_table(found: list[AblationStep], runs: list[Run]) -> pd.DataFrame:
    rows = {}
    for place, (before, after) in enumerate(itertools.pairwise(runs), start=1):
        difference, step = found[place].difference, compared(before, after)
        assert difference is not None  # only the first stage has none
        since = compared(runs[0], after)
        rows[place] = {
            "turned on": f"{difference.name}: {difference.a} → {difference.b}",
            "the runs before and after it": step.verdict.partition(", because")[0],
            "largest |Δw| it makes": f"{format_number(step.w.size)} ({_ulps(step.w.ulps)} ulp)",
            "largest |Δw| from A": format_number(since.w.size),
        }
    return pd.DataFrame.from_dict(rows, orient="index")
