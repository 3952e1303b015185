"""Charts on a page: Altair builds each spec once, the numbers are sent beside it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import altair
import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from gd.run import Columns


def render_chart(
    make: Callable[..., altair.LayerChart],
    *args: Any,
    alt: str,
    picks: tuple[str, Callable[[], None]] | None = None,
    **datasets: Columns | pd.DataFrame,
) -> None:
    """Draw the chart `make(*args)` of the named `datasets`; `alt` describes it to a screen reader.

    `picks`: the chart's key in the session's state, and what to call once the learner has picked
    something in its selection `pick`.
    """
    tables = {name: to_arrow(table) for name, table in datasets.items()}
    spec = {**_spec(make, *args), "datasets": tables}
    if picks is None:
        st.vega_lite_chart(spec=spec, alt=alt)
    else:
        key, on_select = picks
        st.vega_lite_chart(spec=spec, alt=alt, key=key, on_select=on_select, selection_mode="pick")


def to_arrow(table: Columns | pd.DataFrame) -> pa.Table:
    """The columns of `table` alone: pandas would add its index and its metadata.

    NaN and infinity become null, since no chart can place them; -0 becomes 0.
    """
    names = [str(name) for name in table]
    return pa.table({name: pa.array(_compact(table[name]), from_pandas=True) for name in names})


def _compact(column: np.ndarray | pd.Series) -> np.ndarray:
    """The finite numbers in float32 where that is exact, as for all that a float32 run computed."""
    values = np.asarray(column)
    if values.dtype.kind != "f":
        return values
    values = np.where(np.isfinite(values), values + 0.0, np.nan)
    with np.errstate(over="ignore"):
        short = values.astype(np.float32)
    return short if ((short == values) | np.isnan(values)).all() else values


@lru_cache(maxsize=64)
def _spec(make: Callable[..., altair.LayerChart], *args: Any) -> dict[str, Any]:
    spec = make(*args).to_dict()
    spec["config"].pop("view")  # Altair's default size; here the page gives the width
    del spec["$schema"]  # the page knows it
    return spec
