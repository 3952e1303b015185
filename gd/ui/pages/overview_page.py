"""The page at `/`: what this is, who does which step, and the four losses."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gd.analysis.formatting import format_number
from gd.run import Run
from gd.ui.app import begin
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.menu import ENTRIES, pages
from gd.ui.panels import guidance, loss_panel
from gd.ui.serving.computing import trained
from gd.variants import VARIANTS, Variant


def render_overview(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    guidance.render_notes(inputs)
    warnings = st.container()
    st.subheader("Who does each step?")
    results = _render_cards(inputs.link)
    runs = [trained(name, inputs.problem, inputs.settings) for name in VARIANTS]
    with warnings:  # after the training, which has loaded torch: a seed's start needs it
        guidance.warn_about_rate(VARIANTS, inputs)
    for result, run in zip(results, runs, strict=True):
        result.caption(_result(run, inputs))

    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("The loss of all four", width="content")
        scale = loss_panel.choose_scale("overview scale")
    drawn = [run for run in runs if len(run.history)]
    if drawn:
        loss_panel.render_losses(drawn, scale)
    st.caption(
        "Lines that lie on top of each other are the same training: with plain SGD, autograd "
        "(wide) and optimizer (dashed) take the same steps. NumPy by hand joins them once its "
        "gradient is the mean; `nn.Linear` fits a bias too. On the log scale a line ends where "
        "its loss is exactly 0."
    )


def _render_cards(link: dict[str, str]) -> list[DeltaGenerator]:
    """A card for each variant: a link to its page, who does its steps, a place for its result."""
    by_path = pages()
    icons = {entry.path: entry.icon for entry in ENTRIES}
    results = []
    for column, variant in zip(st.columns(len(VARIANTS)), VARIANTS.values(), strict=True):
        with column.container(border=True, height="stretch"):
            label = f"**{variant.title}**"
            page, icon = by_path[variant.name], icons[variant.name]
            st.page_link(page, label=label, icon=icon, query_params=link)
            st.markdown(_steps(variant))
            results.append(st.empty())
    st.caption(":violet-background[Marked]: what PyTorch does for you.")
    return results


def _steps(variant: Variant) -> str:
    """The variant's steps as a Markdown list, those that PyTorch does marked."""
    return "\n".join(
        f"- {step}: {who if 'by hand' in who or who == 'NumPy' else f':violet-background[{who}]'}"
        for step, who in variant.steps.items()
    )


def _result(run: Run, inputs: Inputs) -> str:
    if run.diverged_at is not None:
        return f"Here: diverged at epoch {run.diverged_at:,}"
    after = inputs.original_y(run.predict_after(inputs.test_x))
    asked = format_number(inputs.asked_x, 6)
    return f"Here: f({asked}) = {format_number(after)} after epoch {len(run.history):,}"
