"""Points from a table that is edited on the page."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from gd.data import point_links
from gd.data.table import Table
from gd.errors import InputError
from gd.problem import Problem
from gd.ui import state

MAX_EDITS = 200  # that an editor keeps; Streamlit takes 0.5 ms for each, at each rerun


def render_table_editor(page: str) -> None:
    """Draw the editor on `page`; `edited` gives its cells.

    Its columns are text, which the reader of files and pasted text turns into numbers: Streamlit's
    columns of numbers make 25 of a typed 2,5, and 7 of .07.
    """
    session = st.session_state
    if state.TABLE not in session:
        if st.query_params.get("data") == "table":
            session[state.LINK_WARNINGS]["data"] = (
                "In the link: the points of a table do not travel in a link. The table begins "
                "with the points below."
            )
        session[state.TABLE] = _as_text(session[state.LAST_VALID_POINTS])
    key = _key(page)
    if sum(map(len, session.get(key, {}).values())) > MAX_EDITS:
        session[state.TABLE] = with_edits(session[state.TABLE_BASE], session[key])
        session[state.TABLE_EDITOR_NUMBER] = session.get(state.TABLE_EDITOR_NUMBER, 0) + 1
        key = _key(page)
    # Streamlit forgets the edits of a table that is not drawn: then their result is the new base.
    # While it is drawn, the base that the edits refer to has to stay.
    if key not in session or state.TABLE_BASE not in session:
        session[state.TABLE_BASE] = session[state.TABLE]
    text = st.column_config.TextColumn(alignment="right")
    session[state.TABLE] = st.data_editor(
        session[state.TABLE_BASE],
        key=key,
        num_rows="dynamic",
        height=250,
        column_config={"x": text, "y": text},
        alt="The points: columns x and y, a row each.",
    )
    st.caption(
        "Click a cell to change it, the row below the last to add one, or paste cells. The table "
        "lasts as long as this visit: a reload or a restart of the server forgets what you "
        "changed. *Carry the points in the link*, below, keeps it."
    )


def edited() -> Table:
    """The edited table. Blank rows are left out. Raises `InputError` where nothing is left."""
    cells = st.session_state[state.TABLE].fillna("").to_numpy(object)
    rows = [
        (place, *(str(cell).strip() for cell in row)) for place, row in enumerate(cells.tolist(), 1)
    ]
    rows = [row for row in rows if any(row[1:])]
    if not rows:
        raise InputError("The table", 0, "at least one row of numbers")
    numbers, x, y = zip(*rows, strict=True)
    return Table(("x", "y"), (x, y), numbers)


def _as_text(points: Problem) -> pd.DataFrame:
    x, y = (text.split(", ") for text in point_links.format_points(points))
    return pd.DataFrame({"x": x, "y": y}, dtype=object)


def _key(page: str) -> str:
    return state.table_editor(page, st.session_state.get(state.TABLE_EDITOR_NUMBER, 0))


def with_edits(table: pd.DataFrame, edits: Any) -> pd.DataFrame:
    """The table that Streamlit makes of a table and its edits, at once."""
    cells = table.to_numpy(object, copy=True)
    for row, changed in edits["edited_rows"].items():
        for column, value in changed.items():
            cells[int(row), table.columns.get_loc(column)] = value
    kept = np.delete(cells, edits["deleted_rows"], axis=0)
    added = [[row.get(column) for column in table.columns] for row in edits["added_rows"]]
    rows = np.vstack([kept, np.array(added, object).reshape(-1, len(table.columns))])
    return pd.DataFrame(rows, columns=table.columns, dtype=object)
