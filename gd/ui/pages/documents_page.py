"""The page of the notebooks: their twelve trainings, line by line, and the explanations."""

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from gd.documents import RUNS, DocumentRun, Line, replay
from gd.links import controls
from gd.ui import state
from gd.ui.app import begin
from gd.ui.menu import pages
from gd.ui.pages.explanations import render_explanations
from gd.ui.panels.line_table import line_table
from gd.variants import VARIANTS


def render_documents(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    begin(title, introduction)
    replays = _replays()
    st.markdown(_totals([line for replayed in replays for line in replayed]))
    left, right = st.columns((3, 2), gap="medium")
    with left:
        place = st.selectbox(
            "Training",
            range(len(RUNS)),
            format_func=lambda place: f"{RUNS[place].document[:3]}: {RUNS[place].title}",
            key=state.DOCUMENT_RUN,
            persist_state="session",
        )
        _render_run(RUNS[place], replays[place])
        whole = st.expander("All twelve trainings", key=state.ALL_RUNS, on_change="rerun")
        if whole.open:
            with whole:
                _render_all(replays)
    with right:
        render_explanations()


@st.cache_resource(show_spinner="Training all twelve again")
def _replays() -> list[tuple[Line, ...]]:
    return [replay(run) for run in RUNS]


def _totals(lines: Sequence[Line]) -> str:
    """How many printed lines and predictions match, in words."""
    epochs = [line.matches for line in lines if line.epoch is not None]
    predictions = [line.matches for line in lines if line.epoch is None]
    return (
        f"**{sum(epochs)} of {len(epochs)}** printed lines and **{sum(predictions)} of "
        f"{len(predictions)}** predictions match to the last digit."
    )


def _render_run(run: DocumentRun, lines: tuple[Line, ...]) -> None:
    arguments = VARIANTS[run.variant].arguments(run.settings)
    used = ", ".join(f"{name} = {value}" for name, value in arguments.items() if value is not None)
    st.html(_replay_table(lines, f"{run.document}, on x = 1 to {len(run.problem.x)}: {used}"))
    st.page_link(
        pages()[run.variant],
        label=f"Open {VARIANTS[run.variant].title} with exactly these settings",
        icon=":material/open_in_new:",
        query_params=controls.full_link(run.problem, run.settings),
    )


def _replay_table(lines: Sequence[Line], caption: str) -> str:
    """What the notebook printed beside what is printed here, as HTML; what differs is marked."""
    rows = (((_same(line), line.printed, line.computed), line.matches) for line in lines)
    heads = ("same", "the notebook printed", "printed here")
    return f"<p class='gd-note'>{escape(caption)}</p>{line_table(heads, rows, 'The lines')}"


def _same(line: Line) -> str:
    return "✓" if line.matches else f"{line.off} in the last digit"


def _render_all(replays: list[tuple[Line, ...]]) -> None:
    rows = [
        {
            "notebook": run.document[:3],
            "what it trained": run.title,
            "learning rate": f"{run.settings.learning_rate:g}",
            "epochs": run.settings.epochs,
            "lines that match": _share(line for line in lines if line.epoch is not None),
            "predictions": _share(line for line in lines if line.epoch is None),
        }
        for run, lines in zip(RUNS, replays, strict=True)
    ]
    st.table(pd.DataFrame(rows), hide_index=True)
    st.markdown(
        "One more line is cut off in notebook 000 itself. The two trainings of an nn.Linear began "
        "at random; their starts were recovered from the numbers that they printed."
    )


def _share(lines: Iterable[Line]) -> str:
    matches = [line.matches for line in lines]
    return f"{sum(matches)} of {len(matches)}"
