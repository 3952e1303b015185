"""The page that compares runs: how far apart they are, why, and what each difference does."""

import itertools
import math

import pandas as pd
import streamlit as st

from gd.analysis.comparison import Comparison, MaxDifference, compare
from gd.analysis.differences import AblationStep, ablation
from gd.analysis.formatting import format_number
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.ui.app import begin
from gd.ui.inputs.run_picker import BADGES, LETTERS, render_run_picker
from gd.ui.pages.compare_charts import render_charts, render_losses
from gd.ui.panels import guidance
from gd.ui.panels.loss_panel import choose_scale
from gd.ui.serving.computing import resume, trained


def render_compare(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    guidance.render_notes(inputs)
    chosen = render_run_picker(inputs)
    plans = [(run.variant, run.settings(inputs.settings)) for run in chosen]
    runs = [trained(variant, inputs.problem, settings) for variant, settings in plans]
    for letter, run in zip(LETTERS, runs, strict=False):
        _render_status(letter, run)
    st.subheader("The same, or not?")
    comparisons = [compare(runs[0], other) for other in runs[1:]]
    for letter, comparison in zip(LETTERS[1:], comparisons, strict=False):
        _render_verdict(letter, comparison)
    render_charts(runs, comparisons)
    _render_ablation(plans, inputs.problem)


def _render_status(letter: str, run: Run) -> None:
    """Say so if a run diverged or was stopped."""
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


def _render_verdict(letter: str, comparison: Comparison) -> None:
    """The verdict on a run compared with A, and the numbers behind it."""
    badge = BADGES[LETTERS.index(letter)]
    text = (
        f":blue-badge[A] and :{badge}-badge[{letter}] **{comparison.verdict}.** {comparison.remark}"
    )
    with st.container(border=True):
        st.markdown(f"{text} {_rounding_causes(comparison)}")
        if not comparison.epochs:
            return
        for name, largest in (("w", comparison.w), ("b", comparison.bias)):
            if largest:
                with st.container(horizontal=True):
                    _render_difference(name, largest)
        shorter = min(run.settings.epochs for run in (comparison.a, comparison.b))
        if comparison.epochs < shorter:
            st.caption(f"Over the {comparison.epochs:,} epochs that both have, of {shorter:,}.")


def _render_difference(name: str, largest: MaxDifference) -> None:
    st.metric(
        f"largest |Δ{name}|, epoch {largest.epoch:,}",
        format_number(largest.size),
        help=f"The largest difference between the two runs' {name} in any epoch. A bias that a run "
        "does not have counts as 0.",
    )
    st.metric(
        "the same, in float32 steps (ulp)",
        _ulps(largest.ulps),
        help="The same difference in units in the last place: how many steps from one float32 "
        "number to the next lead from one weight to the other. Near 0 the steps are tiny, so there "
        "are many.",
    )
    if largest.bound is not None and math.isfinite(largest.bound):
        st.metric(
            "rounding alone could explain up to",
            format_number(largest.bound),
            help=f"How far apart rounding alone can bring the two runs' {name} by that epoch, as "
            "gradient descent passes it on from epoch to epoch. A larger difference has another "
            "cause. Known for plain SGD only.",
        )


def _ulps(number: int) -> str:
    return f"{number:,}" if number < 1e6 else f"{number:.3g}"


def _rounding_causes(comparison: Comparison) -> str:
    """The differences that leave the mathematics as it is."""
    listed = ", ".join(map(str, comparison.roundings))
    return f"What can change only the rounding: {listed}." if listed else ""


def _render_ablation(plans: list[tuple[str, Settings]], problem: Problem) -> None:
    """From A to another run, turning on one difference after the other."""
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
    steps = ablation(plans[0], plans[LETTERS.index(letter)])
    if len(steps) == 1:
        st.markdown(f"A and {letter} are one training: they differ in nothing that either uses.")
        return
    runs = [trained(step.variant, problem, step.settings) for step in steps]
    st.markdown(f"From A, each row turns on one more of the differences, until it is {letter}.")
    st.table(_ablation_table(steps, runs))
    names = tuple(f"{place} {_short_name(step)}" for place, step in enumerate(steps))
    render_losses(names, runs, choose_scale("stages scale"))


def _short_name(step: AblationStep) -> str:
    return step.difference.name if step.difference else "A"


def _ablation_table(steps: list[AblationStep], runs: list[Run]) -> pd.DataFrame:
    rows = {}
    for place, (before, after) in enumerate(itertools.pairwise(runs), start=1):
        difference, effect = steps[place].difference, compare(before, after)
        assert difference is not None  # only the first step has none
        since = compare(runs[0], after)
        rows[place] = {
            "turned on": f"{difference.name}: {difference.a} → {difference.b}",
            "the runs before and after it": effect.verdict.partition(", because")[0],
            "largest |Δw| it makes": f"{format_number(effect.w.size)} ({_ulps(effect.w.ulps)} ulp)",
            "largest |Δw| from A": format_number(since.w.size),
        }
    return pd.DataFrame.from_dict(rows, orient="index")
