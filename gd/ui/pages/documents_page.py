"""The page of the notebooks: their twelve trainings, line by line, and the explanations."""

import pandas as pd
import streamlit as st

from gd.documents import RUNS, DocumentRun, Line, replay
from gd.ui import state
from gd.ui.app import begin
from gd.ui.inputs import controls
from gd.ui.menu import pages
from gd.ui.pages.explanations import render_explanations
from gd.variants import VARIANTS

ROW = 35  # pixels, the height of a table's row


def render_documents(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    begin(title, introduction)
    replays = _replays()
    lines = [line for replayed in replays for line in replayed]
    _render_totals(lines)
    table = _table(replays)
    st.dataframe(table, hide_index=True, width="stretch", height=ROW * (1 + len(table)) + 3)
    st.caption(
        "One more line is cut off in notebook 000 itself. The two trainings of an nn.Linear began "
        "at random; their starts were recovered from the numbers that they printed."
    )
    st.subheader("One of them, line by line")
    place = st.selectbox(
        "Training",
        range(len(RUNS)),
        format_func=lambda place: _name(RUNS[place]),
        key=state.DOCUMENT_RUN,
        persist_state="session",
    )
    _render_run(RUNS[place], replays[place])
    render_explanations()


@st.cache_resource(show_spinner="Training all twelve again")
def _replays() -> list[tuple[Line, ...]]:
    return [replay(run) for run in RUNS]


def _render_totals(lines: list[Line]) -> None:
    with st.container(horizontal=True):
        for kind, some in (
            ("printed lines", [line for line in lines if line.epoch is not None]),
            ("predictions", [line for line in lines if line.epoch is None]),
        ):
            same = sum(line.matches for line in some)
            st.metric(f"{kind} that match", f"{same} of {len(some)}", border=True)


def _name(run: DocumentRun) -> str:
    return f"{run.document[:3]}: {run.title}"


def _table(replays: list[tuple[Line, ...]]) -> pd.DataFrame:
    rows = []
    for run, lines in zip(RUNS, replays, strict=True):
        epochs = [line for line in lines if line.epoch is not None]
        predictions = [line for line in lines if line.epoch is None]
        rows.append(
            {
                "notebook": run.document[:3],
                "what it trained": run.title,
                "variant": VARIANTS[run.variant].title,
                "learning rate": run.settings.learning_rate,
                "epochs": run.settings.epochs,
                "lines that match": f"{sum(line.matches for line in epochs)} of {len(epochs)}",
                "predictions": f"{sum(line.matches for line in predictions)} of {len(predictions)}",
            }
        )
    return pd.DataFrame(rows)


def _render_run(run: DocumentRun, lines: tuple[Line, ...]) -> None:
    variant = VARIANTS[run.variant]
    used = {
        name: value for name, value in variant.arguments(run.settings).items() if value is not None
    }
    st.caption(
        f"{run.document}, on x = 1 to {len(run.problem.x)}, with "
        + ", ".join(f"{name} = {value}" for name, value in used.items())
    )
    st.page_link(
        pages()[run.variant],
        label=f"Open {variant.title} with exactly these settings",
        icon=":material/open_in_new:",
        query_params=controls.full_link(run.problem, run.settings),
    )
    st.dataframe(
        pd.DataFrame(
            {
                "same": [line.matches for line in lines],
                "printed": [line.printed for line in lines],
                "computed": [line.computed for line in lines],
                "off by, in the last digit": [line.off for line in lines],
            }
        ),
        hide_index=True,
        width="stretch",
        height=ROW * (1 + min(len(lines), 12)) + 3,
        column_config={"same": st.column_config.CheckboxColumn(width="small")},
    )
