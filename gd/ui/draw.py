"""Charts on a page: the spec built once by Altair and kept, the numbers sent beside it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import altair
import pandas as pd
import streamlit as st


def draw(
    make: Callable[..., altair.LayerChart], *args: Any, alt: str, **datasets: pd.DataFrame
) -> None:
    """Draw the chart `make(*args)` with the named `datasets`; `alt` tells it to a screen reader."""
    st.vega_lite_chart(spec={**_spec(make, *args), "datasets": datasets}, alt=alt)


@lru_cache(maxsize=64)
def _spec(make: Callable[..., altair.LayerChart], *args: Any) -> dict[str, Any]:
    return make(*args).to_dict()
