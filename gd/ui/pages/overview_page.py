"""The page at `/`: who does which step, what each run came to, and the four losses."""

from collections.abc import Iterator, Sequence
from html import escape

import streamlit as st

from gd.analysis.formatting import format_number, format_short
from gd.charts.run_views import best_line
from gd.charts.style import Scale
from gd.run import Run
from gd.ui.app import begin
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import set_control
from gd.ui.menu import ENTRIES, pages
from gd.ui.panels import guidance, loss_panel
from gd.ui.panels.strip import verdict
from gd.ui.serving.computing import trained
from gd.variants import FOUR_WAYS, VARIANTS

DIGITS = 4


def render_overview(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    guidance.render_notes(inputs)
    runs = [trained(name, inputs.problem, inputs.settings) for name in FOUR_WAYS]
    with st.container(key="steps", gap=None):
        _render_links(inputs.link)
        st.html(_table(runs, inputs))
    with st.container(horizontal=True, vertical_alignment="center", key="remedies"):
        _render_gradient(inputs)
        guidance.render_remedy([VARIANTS[name] for name in FOUR_WAYS], inputs)
        st.page_link(
            pages()["exercises"],
            label="Exercises: guess, try, see why",
            icon=":material/exercise:",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header("The loss of all four", width="content")
        scale = loss_panel.choose_scale("overview scale")
    drawn = [run for run in runs if len(run.history)]
    if drawn:
        loss_panel.render_losses(drawn, scale)
        st.markdown(" ".join(_notes(drawn, scale)))


def _render_links(link: dict[str, str]) -> None:
    """A link to each variant's page: the visible head of the table's columns on a wide screen."""
    by_path = pages()
    for entry in ENTRIES:
        if entry.path in FOUR_WAYS:
            label = f"**{entry.title}**"
            st.page_link(by_path[entry.path], label=label, icon=entry.icon, query_params=link)


def _table(runs: Sequence[Run], inputs: Inputs) -> str:
    """A column for each variant: who does its steps, those that torch does marked; its result."""
    variants = [VARIANTS[name] for name in FOUR_WAYS]
    head = "".join(f"<th scope='col'>{escape(variant.title)}</th>" for variant in variants)
    rows = [
        _row(
            step,
            [(escape(v.steps[step]), "" if _by_hand(v.steps[step]) else "torch") for v in variants],
        )
        for step in variants[0].steps
    ]
    said = [verdict(run, inputs) for run in runs]
    rows += [
        _row(
            f"f({format_number(inputs.asked_x, 6)})",
            [(_prediction(run, inputs), "") for run in runs],
        ),
        _row("verdict", [(escape(one.text), one.color) for one in said]),
    ]
    key = "<p><span class='torch'>Tinted</span>: what PyTorch does for you.</p>"
    return (
        "<table class='gd-steps'><colgroup><col><col span='4'></colgroup><thead><tr>"
        f"<th scope='col'>step</th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{key}"
    )


def _row(name: str, cells: Sequence[tuple[str, str]]) -> str:
    """A row of the table; `cells` are HTML, each with its class."""
    columns = "".join(f"<td class='{kind}'>{text}</td>" for text, kind in cells)
    return f"<tr><th scope='row'>{escape(name)}</th>{columns}</tr>"


def _by_hand(who: str) -> bool:
    return "by hand" in who or who == "NumPy"


def _prediction(run: Run, inputs: Inputs) -> str:
    """f after training, and that of the best line."""
    best_w, best_b = best_line(run)
    after = inputs.original_y(run.predict_after(inputs.test_x))
    best = inputs.original_y(best_w * inputs.test_x + best_b)
    return f"<b>{_short(after)}</b> <span>best {_short(best)}</span>"


def _short(value: float) -> str:
    return format_short(value, DIGITS)


def _render_gradient(inputs: Inputs) -> None:
    """Why NumPy by hand is ahead of autograd, or not, and the switch between the two."""
    count = len(inputs.problem.x)
    if count == 1:
        return
    if inputs.settings.gradient == "sum":
        text = (
            f"**NumPy's steps are {count:,} × as long:** it adds up the points' gradients, torch "
            "averages them."
        )
        label, value = "Use the mean", "mean"
    else:
        text = "**NumPy averages the points' gradients,** as torch does. The notebooks add them up."
        label, value = "Use the sum", "sum"
    st.markdown(text, width="content")
    st.button(label, on_click=set_control, args=("gradient", value))


def _notes(runs: Sequence[Run], scale: Scale) -> Iterator[str]:
    """What to know to read the chart of these `runs`."""
    if runs[0].settings.optimizer == "SGD":
        yield "Autograd (wide) and optimizer (dashed) take the same steps."
    for run in runs:
        loss, title = run.columns["loss"], VARIANTS[run.variant].title
        if run.diverged_at is not None:
            yield f"{title} overflows at epoch {run.diverged_at:,}: its line ends."
        elif scale == "log" and loss.any() and not loss.all():
            epoch = int(run.columns["epoch"][loss.argmin()])
            yield f"From epoch {epoch:,} on, the loss of {title} is exactly 0: its line ends."
