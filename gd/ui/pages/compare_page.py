"""The page that compares runs: how far apart they are, why, and what each difference does."""

import itertools
import math
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import pandas as pd
import streamlit as st

from gd.analysis.comparison import Comparison, MaxDifference, compare
from gd.analysis.differences import AblationStep, ablation
from gd.analysis.formatting import format_short
from gd.errors import InputError
from gd.links.run_specs import RunSpec
from gd.links.setup import labelled
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.training import check_batches
from gd.ui import state
from gd.ui.app import begin
from gd.ui.glossary import word
from gd.ui.inputs import class_link
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.run_picker import LETTERS, render_run_picker
from gd.ui.markdown import escape
from gd.ui.pages.compare_charts import render_charts, render_distances, render_losses
from gd.ui.panels import batch_notes, guidance
from gd.ui.panels.loss_panel import choose_scale
from gd.ui.panels.strip import verdict
from gd.ui.panels.task_panel import render_task
from gd.ui.serving.computing import resume, trained
from gd.variants import VARIANTS

FEW_STEPS = 10_000  # more float32 steps than that are no matter of rounding


def render_compare(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    guidance.render_notes(inputs)
    # the question stands above what answers it
    asked = st.container() if class_link.current() is not None else nullcontext()
    chosen = render_run_picker(inputs)
    plans = [
        (run.variant, _settings(letter, run, inputs))
        for letter, run in zip(LETTERS, chosen, strict=False)
    ]
    runs = [trained(variant, inputs.problem, settings) for variant, settings in plans]
    with asked:
        render_task(inputs, *runs[:2])
    comparisons = [compare(runs[0], other) for other in runs[1:]]
    items = [
        *map(_verdict, LETTERS[1:], comparisons),
        *(_status(letter, run, inputs) for letter, run in zip(LETTERS, runs, strict=False)),
        *(_about_batches(letter, run) for letter, run in zip(LETTERS, runs, strict=False)),
    ]
    st.html(f"<ul class='gd-verdicts'>{''.join(items)}</ul>")
    for letter, run in zip(LETTERS, runs, strict=False):
        _render_resume(letter, run)
    views: tuple[Callable[[], None], ...] = (
        lambda: render_charts(runs),
        lambda: render_distances(runs, comparisons),
        lambda: _render_ablation(plans, inputs.problem),
    )
    tabs = st.tabs(state.VIEWS, key=state.VIEW, on_change="rerun", bind="query-params")
    for tab, render in zip(tabs, views, strict=True):
        if tab.open:
            with tab:
                render()


def _settings(letter: str, run: RunSpec, inputs: Inputs) -> Settings:
    """The settings of a run; the sidebar's where the points do not make its batches."""
    found = run.settings(inputs.settings)
    try:
        check_batches(VARIANTS[run.variant], found, len(inputs.problem.x))
    except InputError as error:
        text = f"{letter}: {labelled(error)} It is trained with the sidebar's batch size."
        st.error(escape(text), icon=":material/error:")
        return replace(found, batch_size=inputs.settings.batch_size)
    return found


def _about_batches(letter: str, run: Run) -> str:
    """How the size of its batches changes a run, as HTML; empty if it has none."""
    if run.updates_per_epoch == 1:
        return ""
    size, found = run.settings.batch_size, batch_notes.short(run)
    text = f"{run.updates_per_epoch:,} updates an epoch, each from {size:,} of "
    text += f"{len(run.problem.x):,} points"
    return f"<li>{_badge(letter)} {text}{f'; {found[0]}' if found else ''}.</li>"


def _render_resume(letter: str, run: Run) -> None:
    """Say so if a run was stopped."""
    if run.stopped_at is None:
        return
    st.info(
        f"**{letter} was stopped after {run.unit} {run.stopped_at:,}** of {run.updates:,}.",
        icon=":material/stop_circle:",
    )
    st.button(
        "Train to the end",
        key=f"resume {letter}",
        on_click=resume,
        args=(run,),
        icon=":material/play_circle:",
    )


def _status(letter: str, run: Run, inputs: Inputs) -> str:
    """That a run diverges, as HTML; empty if it does not."""
    said = verdict(run, replace(inputs, settings=run.settings))
    if said.color != "red":
        return ""
    overflow = (
        "" if run.diverged_at is None else f" It overflows at {run.unit} {run.diverged_at:,}."
    )
    return f"<li class='gd-red'>{_badge(letter)} {said.text}.{overflow}</li>"


def _badge(letter: str) -> str:
    return f"<b class='gd-{letter.lower()}'>{letter}</b>"


def _verdict(letter: str, comparison: Comparison) -> str:
    """The verdict on a run compared with A, and the numbers behind it, as HTML."""
    said = f"{_badge('A')} and {_badge(letter)} <strong>{comparison.verdict}.</strong>"
    texts = [said, comparison.remark]
    if comparison.roundings:
        listed = ", ".join(map(str, comparison.roundings))
        texts.append(f"Affects only the rounding: {listed}.")
    if comparison.epochs and not comparison.identical:
        largest = {"w": comparison.w, "b": comparison.bias}
        texts += [_difference(name, most) for name, most in largest.items() if most]
    shorter = min(run.settings.epochs for run in (comparison.a, comparison.b))
    if 0 < comparison.epochs < shorter:
        texts.append(f"Compared over the {comparison.epochs:,} epochs that both have.")
    return f"<li>{' '.join(filter(None, texts))}</li>"


def _difference(name: str, largest: MaxDifference) -> str:
    """How far apart a weight of two runs is, and how much of it rounding can explain, as HTML."""
    if not largest.size:
        return f"{name} is the same in every epoch."
    text = f"{name} is up to <b>{format_short(largest.size, 4)}</b> apart, in epoch "
    text += f"{largest.epoch:,}"
    if largest.ulps <= FEW_STEPS:
        steps = word("float32 step", "float32 step" + "s" * (largest.ulps != 1))
        text += f" ({largest.ulps:,} {steps})"
    if largest.bound is None or not math.isfinite(largest.bound):
        return f"{text}."
    return f"{text}; rounding explains up to {format_short(largest.bound)}."


def _render_ablation(plans: list[tuple[str, Settings]], problem: Problem) -> None:
    """From A to another run, turning on one difference after the other."""
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
    st.table(_ablation_table(steps, runs), hide_index=True)
    names = tuple(f"{place} {_short_name(step)}" for place, step in enumerate(steps))
    render_losses(names, runs, choose_scale("stages scale"))


def _short_name(step: AblationStep) -> str:
    return step.difference.name if step.difference else "A"


def _ablation_table(steps: list[AblationStep], runs: list[Run]) -> pd.DataFrame:
    rows = []
    for place, (before, after) in enumerate(itertools.pairwise(runs), start=1):
        difference, effect = steps[place].difference, compare(before, after)
        assert difference is not None  # only the first step has none
        since = compare(runs[0], after)
        rows.append(
            {
                "step": place,
                "turned on": f"{difference.name}: {difference.a} → {difference.b}",
                "the runs before and after it": effect.verdict.partition(", because")[0],
                "largest |Δw| it makes": format_short(effect.w.size, 4),
                "in float32 steps": format_short(effect.w.ulps),
                "largest |Δw| from A": format_short(since.w.size, 4),
            }
        )
    return pd.DataFrame(rows)
