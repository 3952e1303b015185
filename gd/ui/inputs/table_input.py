"""Points from a table: edited on the page, uploaded as a file, or pasted."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import streamlit as st

from gd.data.decoding import MAX_BYTES
from gd.data.table import FIRST_ROW, Table, read_table
from gd.errors import InputError, quote
from gd.problem import MAX_POINTS, Problem
from gd.ui import state
from gd.ui.inputs import table_editor
from gd.ui.markdown import escape

PROMPTS = {"file": "Upload a file", "pasted": "Paste text"}
_LIMITS = (
    f"Up to {MAX_BYTES / 1e6:g} MB and {MAX_POINTS:,} rows, columns divided by commas, "
    "semicolons, tabs, bars or spaces, with a decimal point or a decimal comma. Units, dates, "
    "missing cells and a first row of names are welcome."
)
_SHOWN = 100  # rows left out
T = TypeVar("T")


@dataclass(frozen=True)
class Chosen:
    """The points of two columns of a table.

    problem    the points
    labels     what x and y are, with the unit, for axes
    first      the date from which x counts the days, None where x is no date
    note       what was taken for what, in one line, or ""
    left_out   the first hundred rows that a missing cell keeps out: number in the text, x, y
    """

    problem: Problem
    labels: tuple[str, str]
    first: datetime | None
    note: str
    left_out: tuple[tuple[int, str, str], ...]


def render_table_input(source: str, page: str) -> None:
    """Draw the controls of the `source` on `page`, and keep the points it gives."""
    {"table": _render_table, "file": _render_file, "pasted": _render_pasted}[source](page)
    chosen = _chosen(source)
    if isinstance(chosen, Chosen):
        _render_note(source, chosen)


def points_of(source: str) -> Problem | None:
    """The points that a source gave when it was last drawn, None if it is still empty.

    Raises `InputError`.
    """
    outcome = _chosen(source)
    if isinstance(outcome, InputError):
        raise outcome
    return outcome and outcome.problem


def labels_of(source: str) -> tuple[str, str]:
    """What x and y are, as the columns of the source are named."""
    chosen = _chosen(source)
    return chosen.labels if isinstance(chosen, Chosen) else ("x", "y")


def first_date_of(source: str) -> datetime | None:
    """The date from which x counts the days; None where x is no date."""
    chosen = _chosen(source)
    return chosen.first if isinstance(chosen, Chosen) else None


def has_points(source: str) -> bool:
    """Whether the source is a table and gave points when it was last drawn."""
    return isinstance(_chosen(source), Chosen)


def _chosen(source: str) -> Chosen | InputError | None:
    return st.session_state.get(state.points_of(source))


def _choose(table: Table, x: str, y: str) -> Chosen:
    xs, ys = (table.cells[table.columns.index(column)] for column in (x, y))
    rows = table.left_out(x, y)[:_SHOWN]
    left_out = tuple((table.rows[row], xs[row], ys[row]) for row in rows)
    labels = table.label(x), table.label(y)
    first = table.first_date(x)
    return Chosen(table.problem(x, y), labels, first, table.note(x, y), left_out)


def _store(source: str, make: Callable[[], Chosen | None]) -> None:
    """Keep the points, or why there are none, for pages that do not draw the table."""
    try:
        st.session_state[state.points_of(source)] = make()
    except InputError as error:
        st.session_state[state.points_of(source)] = error


def _render_note(source: str, chosen: Chosen) -> None:
    if chosen.note:
        st.caption(escape(f"{chosen.note}."))
    if chosen.left_out and st.toggle("Show the rows left out", key=state.left_out(source)):
        row, x, y = zip(*chosen.left_out, strict=True)
        st.dataframe({"row": row, "x": x, "y": y}, hide_index=True, height="content")


def _render_table(page: str) -> None:
    table_editor.render_table_editor(page)
    _store("table", lambda: _choose(table_editor.edited(), "x", "y"))


def _render_file(page: str) -> None:
    session = st.session_state
    key = state.upload(page)
    st.file_uploader("File", key=key, on_change=_take_upload, args=(key,), help=_LIMITS)
    name, data = session.get(state.FILE, ("", b""))
    if not name:
        session.pop(state.points_of("file"), None)
        return
    if session.get(key) is None:  # uploaded on another page
        st.caption(escape(f"In use: {quote(name)}, {len(data):,} bytes."))
    _render_columns("file", data, name)


def _take_upload(key: str) -> None:
    uploaded = st.session_state[key]
    st.session_state[state.FILE] = (uploaded.name, uploaded.getvalue()) if uploaded else ("", b"")


def _render_pasted(_: str) -> None:
    text = st.text_area(
        "Text",
        key=state.PASTED,
        persist_state="session",
        height=160,
        placeholder="x; y\n1; 2,1\n2; 3,9",
        help="Cells copied from a spreadsheet, the text of a CSV file, lists as in Python, JSON. "
        f"{_LIMITS}",
    )
    if text and text.strip():
        _render_columns("pasted", text, "pasted text")
    else:
        st.session_state.pop(state.points_of("pasted"), None)


def _render_columns(source: str, data: bytes | str, name: str) -> None:
    """Ask what the first row is, and which columns are x and y; keep their points."""
    tables: dict[str | None, Table] = {}  # not kept in the session: many times the bytes of a file

    def table(first: str | None) -> Table:
        if first not in tables:
            tables[first] = read_table(data, name, first)
        return tables[first]

    def columns(first: str | None) -> tuple[tuple[str, ...], tuple[str, str]]:
        return table(first).columns, table(first).default

    try:
        found = _cached(state.first_row_of(source), (data, name), lambda: table(None).first)
        first = _render_first_row(source, data, found) if found else None
        names, default = _cached(
            state.columns_of(source), (data, name, first), lambda: columns(first)
        )
    except InputError as error:
        st.session_state[state.points_of(source)] = error
        return
    checksum = zlib.crc32(repr((names, default)).encode())
    x, y = (
        st.selectbox(
            f"Column of {axis}",
            names,
            index=names.index(chosen),
            key=state.column_choice(source, axis, checksum),
            persist_state="session",
            help=f"Which column is {axis}.",
        )
        for axis, chosen in zip("xy", default, strict=True)
    )
    key = (data, name, first, x, y)
    _store(source, lambda: _cached(state.parsed(source), key, lambda: _choose(table(first), x, y)))


def _render_first_row(source: str, data: bytes | str, found: str) -> str | None:
    """Ask what the first row is. None where it stays what was `found`."""
    text = data.encode() if isinstance(data, str) else data
    first = st.radio(
        "First row",
        FIRST_ROW,
        index=FIRST_ROW.index(found),
        key=state.first_row(source, zlib.crc32(text)),
        persist_state="session",
        horizontal=True,
        help="Whether it has the names of the columns, or is data like the others.",
    )
    return None if first == found else first


def _cached(slot: str, key: tuple[Any, ...], make: Callable[[], T]) -> T:
    """What `make` returns or refuses, kept in the session until the `key` changes."""
    session = st.session_state
    if slot not in session or session[slot][0] != key:
        try:
            session[slot] = key, make()
        except InputError as error:
            session[slot] = key, error
    result = session[slot][1]
    if isinstance(result, InputError):
        raise result
    return result
