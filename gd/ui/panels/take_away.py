"""The tab *Code*: a run as code that works elsewhere, and all that can be downloaded of it."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from gd.charts import view_tables
from gd.charts.run_views import View
from gd.export import Report, distributed, history_csv, pictures, points_csv, script
from gd.export.bundle import bundle
from gd.export.naming import file_stem, settings_text
from gd.export.notebook import notebook_text
from gd.export.points import FILE, in_file
from gd.run import Run
from gd.ui import state
from gd.ui.inputs import source_picker
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.run_link import run_link
from gd.ui.panels.linked_views import chosen_views, landscape_of
from gd.ui.panels.printed_log import chosen_interval
from gd.ui.panels.switch import switch
from gd.variants import VARIANTS

SCRIPT, SEVERAL, ENGINE = CODES = ("Script", "Several machines", "The app's own file")


def render_take_away(run: Run, inputs: Inputs) -> None:
    """Show the code of `run`, one of `CODES`, and beside their names the downloads."""
    report = Report(
        test_x=inputs.asked_x,
        every=chosen_interval(run),
        points=inputs.points if inputs.scale else None,
        names=source_picker.column_names(),
        link=run_link(run.variant, inputs),
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", key="take-away"):
        shown = switch("Code", CODES, state.CODE)
        popover = st.popover(
            "Download", icon=":material/download:", key=state.DOWNLOADS, on_change="rerun"
        )
        if popover.open:
            with popover:
                _render_downloads(run, inputs, report)
    st.caption(_about(run, shown))
    st.code(_code(run, shown, report), language="python")


def _code(run: Run, shown: str, report: Report) -> str:
    if shown == ENGINE:
        return VARIANTS[run.variant].source
    if shown == SEVERAL:
        return distributed(run, report, _distributed_name(run))
    return script(run, report)


def _about(run: Run, shown: str) -> str:
    if shown == ENGINE:
        return f"What ran here: `gd/variants/{run.variant}.py`."
    text = {
        SCRIPT: "This run as a program of its own. It prints what *Printed* shows.",
        SEVERAL: "This run on several processes, of one machine or of many. It prints what "
        "*Printed* shows, to rounding.",
    }[shown]
    if in_file(run.problem):
        text += f" It reads the points from `{FILE}`, which is among the downloads."
    return text


def _render_downloads(run: Run, inputs: Inputs, report: Report) -> None:
    """A button for each file. What is in it is made when it is pressed."""
    table = view_tables.scrubber_frames(run)
    views = chosen_views(run, table, landscape_of(run, table), inputs)
    everything, *files = _files(run, report, views)
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


def _files(run: Run, report: Report, views: dict[str, View]) -> list[_File]:
    stem, several = file_stem(run), _distributed_name(run)
    csv, python, jupyter = "text/csv", "text/x-python", "application/x-ipynb+json"
    return [
        _File("Everything", f"{stem}.zip", "application/zip", lambda: bundle(run, views, report)),
        _File("Script", f"{stem}.py", python, lambda: script(run, report)),
        _File("Notebook", f"{stem}.ipynb", jupyter, lambda: notebook_text(run, report)),
        _File(SEVERAL, several, python, lambda: distributed(run, report, several)),
        _File("History", f"{stem}.csv", csv, lambda: history_csv(run, report.points is not None)),
        _File("Points", FILE, csv, lambda: points_csv(report.points or run.problem)),
    ]


def _distributed_name(run: Run) -> str:
    return f"{file_stem(run)}-distributed.py"


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
