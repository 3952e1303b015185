"""Points from a table: edited on the page, in a CSV file, or pasted."""

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
from gd.ui.markdown import escape

LAST_VALID_POINTS = "last good points"  # in the session's state
GIVE = {"file": "Upload a CSV file", "pasted": "Paste text"}
_LIMITS = (
    f"Up to {MAX_BYTES / 1e6:g} MB and {MAX_POINTS:,} rows, columns divided by commas, "
    "semicolons, tabs, bars or spaces, with a decimal point or a decimal comma. A first row of "
    "names is welcome."
)
MOST_EDITS = 200  # that a table keeps as edits; Streamlit takes 0.5 ms for each, at each rerun
T = TypeVar("T")


def render_table_input(way: str, page: str) -> None:
    """Draw what the `way` asks for, on `page`, and keep the points that it gives."""
    {"table": _draw_table, "file": _draw_file, "pasted": _draw_pasted}[way](page)


def points_of(way: str) -> Problem | None:
    """The points that a way gave when it was last drawn, None if it was given nothing yet.

    Raises `InputError`.
    """
    outcome = st.session_state.get(f"points of {way}")
    if isinstance(outcome, InputError):
        raise outcome
    return outcome


def has_points(way: str) -> bool:
    """Whether a way is one of these and gave points when it was last drawn."""
    return isinstance(st.session_state.get(f"points of {way}"), Problem)


def _keep(way: str, make: Callable[[], Problem | None]) -> None:
    """Keep the points, or why there are none: pages that do not draw the table need them, too."""
    try:
        st.session_state[f"points of {way}"] = make()
    except InputError as error:
        st.session_state[f"points of {way}"] = error


def _draw_table(page: str) -> None:
    state = st.session_state
    if "table" not in state:
        if st.query_params.get("data") == "table":
            state["refused"]["data"] = (
                "In the link: the points of a table do not travel in a link. The table begins "
                "with the points below."
            )
        begun: Problem = state[LAST_VALID_POINTS]
        state["table"] = pd.DataFrame({"x": begun.x, "y": begun.y})
    key = _table_key(page)
    if sum(map(len, state.get(key, {}).values())) > MOST_EDITS:
        state["table"] = _with_edits(state["table begun"], state[key])
        state["tables"] = state.get("tables", 0) + 1
        key = _table_key(page)
    # Streamlit forgets the edits of a table that is not drawn: then what they made is the new
    # table. While it is drawn, what the edits refer to has to stay.
    if key not in state or "table begun" not in state:
        state["table begun"] = state["table"]
    number = st.column_config.NumberColumn(format="%.12g")
    state["table"] = st.data_editor(
        state["table begun"],
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
    _keep("table", lambda: _edited(state["table"]))


def _table_key(page: str) -> str:
    return f"table editor {page} {st.session_state.get('tables', 0)}"


def _with_edits(table: pd.DataFrame, edits: Any) -> pd.DataFrame:
    """What Streamlit makes of a table and its edits, all at once."""
    numbers = table.to_numpy(np.float64, copy=True)
    for row, cells in edits["edited_rows"].items():
        for column, value in cells.items():
            numbers[int(row), table.columns.get_loc(column)] = np.nan if value is None else value
    kept = np.delete(numbers, edits["deleted_rows"], axis=0)
    added = [[row.get(column) for column in table.columns] for row in edits["added_rows"]]
    rows = np.vstack([kept, np.array(added, dtype=np.float64).reshape(-1, len(table.columns))])
    return pd.DataFrame(rows, columns=table.columns)


def _edited(table: pd.DataFrame) -> Problem:
    """The points of the edited table. Rows that are blank are none."""
    numbers = table[["x", "y"]].to_numpy(dtype=np.float64, na_value=np.nan)
    places = np.flatnonzero(~np.isnan(numbers).all(axis=1))
    if not len(places):
        raise InputError("The table", 0, "at least one row of numbers")
    for place in places[~np.isfinite(numbers[places]).all(axis=1)][:1]:
        column = int(np.argmin(np.isfinite(numbers[place])))
        got = "" if np.isnan(numbers[place, column]) else float(numbers[place, column])
        raise InputError(f"row {place + 1:,}, column “{'xy'[column]}”", got, "a number")
    return Problem(*numbers[places].T)


def _draw_file(page: str) -> None:
    state = st.session_state
    key = f"upload on {page}"
    st.file_uploader("CSV file", key=key, on_change=_upload, args=(key,), help=_LIMITS)
    name, data = state.get("file", ("", b""))
    if not name:
        state.pop("points of file", None)
        return
    if state.get(key) is None:  # chosen on another page
        st.caption(escape(f"In use: {quote(name)}, {len(data):,} bytes."))
    _draw_columns("file", data, name)


def _upload(key: str) -> None:
    uploaded = st.session_state[key]
    st.session_state["file"] = (uploaded.name, uploaded.getvalue()) if uploaded else ("", b"")


def _draw_pasted(_: str) -> None:
    text = st.text_area(
        "Text",
        key="pasted",
        persist_state="session",
        height=160,
        placeholder="x; y\n1; 2,1\n2; 3,9",
        help=f"Cells copied from a spreadsheet, or the text of a CSV file. {_LIMITS}",
    )
    if text and text.strip():
        _draw_columns("pasted", text, "pasted text")
    else:
        st.session_state.pop("points of pasted", None)


def _draw_columns(way: str, data: bytes | str, name: str) -> None:
    """Ask which columns are x and y, and keep their points."""
    fresh: list[Table] = []  # not kept: as cells, a file takes many times its bytes

    def columns() -> tuple[tuple[str, ...], tuple[str, ...]]:
        fresh.append(read_table(data, name))
        return fresh[0].columns, fresh[0].numeric

    def points(x: str, y: str) -> Problem:
        return (fresh[0] if fresh else read_table(data, name)).problem(x, y)

    try:
        names, numeric = _once(f"columns of {way}", (data, name), columns)
    except InputError as error:
        st.session_state[f"points of {way}"] = error
        return
    # those that are numbers, then the others, where fewer than two are
    first, second = [*numeric, *(name for name in names if name not in numeric)][:2]
    # a choice holds for tables of the same columns
    columns_key = zlib.crc32(repr((names, numeric)).encode())
    x, y = (
        st.selectbox(
            f"Column of {axis}",
            names,
            index=names.index(chosen),
            key=f"{way} {axis} {columns_key}",
            persist_state="session",
            help=f"Which column is {axis}.",
        )
        for axis, chosen in (("x", first), ("y", second))
    )
    _keep(way, lambda: _once(f"read {way}", (data, name, x, y), lambda: points(x, y)))


def _once(what: str, key: tuple[Any, ...], make: Callable[[], T]) -> T:
    """What `make` gives or refuses, worked out again only for another `key`."""
    state = st.session_state
    if what not in state or state[what][0] != key:
        try:
            state[what] = key, make()
        except InputError as error:
            state[what] = key, error
    result = state[what][1]
    if isinstance(result, InputError):
        raise result
    return result
