"""The tab *Code*: a run as code that works elsewhere, and all that can be downloaded of it."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from gd.charts import view_tables
from gd.charts.run_views import View
from gd.export import distributed, history_csv, pictures, points_csv, script
from gd.export.bundle import bundle
from gd.export.naming import file_stem, settings_text
from gd.export.notebook import notebook_text
from gd.export.points import FILE, MAX_LITERALS
from gd.run import Run
from gd.ui import state
from gd.ui.inputs import source_picker
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.run_link import run_link
from gd.ui.panels.linked_views import chosen_views, landscape_of
from gd.variants import VARIANTS

SCRIPT, SEVERAL, ENGINE = CODES = ("Script", "Several machines", "The app's own file")


def render_take_away(run: Run, inputs: Inputs) -> None:
    """Show the code of `run`, one of `CODES`, and beside their names the downloads."""
    what: dict[str, Any] = {
        "test_x": inputs.asked_x,
        "points": inputs.points if inputs.scale else None,
        "names": source_picker.column_names(),
        "link": run_link(run.variant, inputs),
    }
    with st.container(horizontal=True, horizontal_alignment="distribute", key="take-away"):
        shown = st.segmented_control(
            "Code",
            CODES,
            default=None if state.CODE in st.session_state else SCRIPT,
            key=state.CODE,
            required=True,
            persist_state="session",
            label_visibility="collapsed",
        )
        popover = st.popover(
            "Download", icon=":material/download:", key=state.DOWNLOADS, on_change="rerun"
        )
        if popover.open:
            with popover:
                _render_downloads(run, inputs, what)
    st.caption(_about(run, shown or SCRIPT))
    st.code(_code(run, shown or SCRIPT, what), language="python")


def _code(run: Run, shown: str, what: dict[str, Any]) -> str:
    if shown == ENGINE:
        return VARIANTS[run.variant].source
    if shown == SEVERAL:
        return distributed(run, **what, file=f"{file_stem(run)}-distributed.py")
    return script(run, **what)


def _about(run: Run, shown: str) -> str:
    if shown == ENGINE:
        return f"What ran here: `gd/variants/{run.variant}.py`."
    text = {
        SCRIPT: "This run as a program of its own. It prints what *Printed* shows.",
        SEVERAL: "This run on several processes, of one machine or of many. It prints what "
        "*Printed* shows, to rounding.",
    }[shown]
    if len(run.problem.x) > MAX_LITERALS:
        text += f" It reads the points from `{FILE}`, which is among the downloads."
    return text


def _render_downloads(run: Run, inputs: Inputs, what: dict[str, Any]) -> None:
    """A button for each file. What is in it is made when it is pressed."""
    table = view_tables.scrubber_frames(run)
    views = chosen_views(run, table, landscape_of(run, table), inputs)
    everything, *files = _files(run, what, views)
    _button(everything, type="primary")
    with st.container(key="take-away-files", gap=None):
        for file in files:
            _button(file, type="tertiary")
        for pair in _pictures(run, views, settings_text(run, inputs.scale is not None)):
            with st.container(horizontal=True, gap=None):
                for file in pair:
                    _button(file, type="tertiary")


class _File(NamedTuple):
    """A file to download: what it is to people, the end of its name, its type, what makes it."""

    label: str
    name: str
    mime: str
    make: Callable[[], str | bytes]


def _files(run: Run, what: dict[str, Any], views: dict[str, View]) -> list[_File]:
    stem, points = file_stem(run), what["points"]
    several = f"{stem}-distributed.py"
    csv, python, jupyter = "text/csv", "text/x-python", "application/x-ipynb+json"
    return [
        _File("Everything", f"{stem}.zip", "application/zip", lambda: bundle(run, views, **what)),
        _File("Script", f"{stem}.py", python, lambda: script(run, **what)),
        _File("Notebook", f"{stem}.ipynb", jupyter, lambda: notebook_text(run, **what)),
        _File(SEVERAL, several, python, lambda: distributed(run, **what, file=several)),
        _File("History", f"{stem}.csv", csv, lambda: history_csv(run, points is not None)),
        _File("Points", FILE, csv, lambda: points_csv(points or run.problem)),
    ]


def _pictures(run: Run, views: dict[str, View], settings: str) -> list[list[_File]]:
    """For each view its two kinds."""
    return [
        [
            _File(
                name.capitalize(),
                f"{file_stem(run)}-{name}.{kind}",
                mime,
                partial(_picture, view, settings, kind),
            )
            for kind, mime in (("png", "image/png"), ("svg", "image/svg+xml"))
        ]
        for name, view in views.items()
    ]


def _picture(view: View, settings: str, kind: str) -> bytes:
    return getattr(pictures.render([view], settings)[0], kind)


def _button(file: _File, **look: Any) -> None:
    kind = file.name.rpartition(".")[2]
    st.download_button(
        f"{file.label} .{kind}",
        file.make,
        file_name=file.name,
        mime=file.mime,
        key=f"download {file.name}",
        on_click="ignore",
        width="stretch",
        **look,
    )
