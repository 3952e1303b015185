"""Points from a table: edited on the page, uploaded as a CSV file, or pasted."""

import zlib
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import streamlit as st

from gd.data.decoding import MAX_BYTES
from gd.data.table import Table, read_table
from gd.errors import InputError, quote
from gd.problem import MAX_POINTS, Problem
from gd.ui import state
from gd.ui.markdown import escape

PROMPTS = {"file": "Upload a CSV file", "pasted": "Paste text"}
_LIMITS = (
    f"Up to {MAX_BYTES / 1e6:g} MB and {MAX_POINTS:,} rows, columns divided by commas, "
    "semicolons, tabs, bars or spaces, with a decimal point or a decimal comma. A first row of "
    "names is welcome."
)
MAX_EDITS = 200  # that an editor keeps; Streamlit takes 0.5 ms for each, at each rerun
T = TypeVar("T")


def render_table_input(source: str, page: str) -> None:
    """Draw the controls of the `source` on `page`, and keep the points it gives."""
    {"table": _render_table, "file": _render_file, "pasted": _render_pasted}[source](page)


def points_of(source: str) -> Problem | None:
    """The points that a source gave when it was last drawn, None if it is still empty.

    Raises `InputError`.
    """
    outcome = st.session_state.get(state.points_of(source))
    if isinstance(outcome, InputError):
        raise outcome
    return outcome


def has_points(source: str) -> bool:
    """Whether the source is a table and gave points when it was last drawn."""
    return isinstance(st.session_state.get(state.points_of(source)), Problem)


def _store(source: str, make: Callable[[], Problem | None]) -> None:
    """Keep the points, or why there are none, for pages that do not draw the table."""
    try:
        st.session_state[state.points_of(source)] = make()
    except InputError as error:
        st.session_state[state.points_of(source)] = error


def _render_table(page: str) -> None:
    session = st.session_state
    if state.TABLE not in session:
        if st.query_params.get("data") == "table":
            session[state.LINK_WARNINGS]["data"] = (
                "In the link: the points of a table do not travel in a link. The table begins "
                "with the points below."
            )
        points: Problem = session[state.LAST_VALID_POINTS]
        session[state.TABLE] = pd.DataFrame({"x": points.x, "y": points.y})
    key = _table_key(page)
    if sum(map(len, session.get(key, {}).values())) > MAX_EDITS:
        session[state.TABLE] = _with_edits(session[state.TABLE_BASE], session[key])
        session[state.TABLE_EDITOR_NUMBER] = session.get(state.TABLE_EDITOR_NUMBER, 0) + 1
        key = _table_key(page)
    # Streamlit forgets the edits of a table that is not drawn: then their result is the new base.
    # While it is drawn, the base that the edits refer to has to stay.
    if key not in session or state.TABLE_BASE not in session:
        session[state.TABLE_BASE] = session[state.TABLE]
    number = st.column_config.NumberColumn(format="%.12g")
    session[state.TABLE] = st.data_editor(
        session[state.TABLE_BASE],
        key=key,
        num_rows="dynamic",
        height=250,
        column_config={"x": number, "y": number},
        alt="The points: columns x and y, a row each.",
    )
    st.caption(
        "Click a cell to change it, the row below the last to add one, or paste cells. The table "
        "lasts as long as this visit: a reload or a restart of the server forgets what you "
        "changed. *Carry the points in the link*, below, keeps it."
    )
    _store("table", lambda: _edited(session[state.TABLE]))


def _table_key(page: str) -> str:
    return state.table_editor(page, st.session_state.get(state.TABLE_EDITOR_NUMBER, 0))


def _with_edits(table: pd.DataFrame, edits: Any) -> pd.DataFrame:
    """The table that Streamlit makes of a table and its edits."""
    numbers = table.to_numpy(np.float64, copy=True)
    for row, cells in edits["edited_rows"].items():
        for column, value in cells.items():
            numbers[int(row), table.columns.get_loc(column)] = np.nan if value is None else value
    kept = np.delete(numbers, edits["deleted_rows"], axis=0)
    added = [[row.get(column) for column in table.columns] for row in edits["added_rows"]]
    rows = np.vstack([kept, np.array(added, dtype=np.float64).reshape(-1, len(table.columns))])
    return pd.DataFrame(rows, columns=table.columns)


def _edited(table: pd.DataFrame) -> Problem:
    """The points of the edited table. Blank rows are left out."""
    numbers = table[["x", "y"]].to_numpy(dtype=np.float64, na_value=np.nan)
    places = np.flatnonzero(~np.isnan(numbers).all(axis=1))
    if not len(places):
        raise InputError("The table", 0, "at least one row of numbers")
    for place in places[~np.isfinite(numbers[places]).all(axis=1)][:1]:
        column = int(np.argmin(np.isfinite(numbers[place])))
        got = "" if np.isnan(numbers[place, column]) else float(numbers[place, column])
        raise InputError(f"row {place + 1:,}, column “{'xy'[column]}”", got, "a number")
    return Problem(*numbers[places].T)


def _render_file(page: str) -> None:
    session = st.session_state
    key = state.upload(page)
    st.file_uploader("CSV file", key=key, on_change=_take_upload, args=(key,), help=_LIMITS)
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
        help=f"Cells copied from a spreadsheet, or the text of a CSV file. {_LIMITS}",
    )
    if text and text.strip():
        _render_columns("pasted", text, "pasted text")
    else:
        st.session_state.pop(state.points_of("pasted"), None)


def _render_columns(source: str, data: bytes | str, name: str) -> None:
    """Ask which columns are x and y, and keep their points."""
    table: list[Table] = []  # not kept in the session: it takes many times the bytes of its file

    def columns() -> tuple[tuple[str, ...], tuple[str, ...]]:
        table.append(read_table(data, name))
        return table[0].columns, table[0].numeric

    def points(x: str, y: str) -> Problem:
        return (table[0] if table else read_table(data, name)).problem(x, y)

    try:
        names, numeric = _cached(state.columns_of(source), (data, name), columns)
    except InputError as error:
        st.session_state[state.points_of(source)] = error
        return
    # numeric columns first
    first, second = [*numeric, *(name for name in names if name not in numeric)][:2]
    checksum = zlib.crc32(repr((names, numeric)).encode())
    x, y = (
        st.selectbox(
            f"Column of {axis}",
            names,
            index=names.index(chosen),
            key=state.column_choice(source, axis, checksum),
            persist_state="session",
            help=f"Which column is {axis}.",
        )
        for axis, chosen in (("x", first), ("y", second))
    )
    _store(source, lambda: _cached(state.parsed(source), (data, name, x, y), lambda: points(x, y)))


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
