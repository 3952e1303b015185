"""The pieces that pages are made of: a chart with its caption, for a run."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from gd import charts
from gd.charts import Scale
from gd.run import Run
from gd.thin import thin
from gd.ui.text import figure
from gd.variants import VARIANTS


def scale_choice(key: str) -> Scale:
    """Ask for the scale of a loss chart."""
    return cast(
        Scale,
        st.radio(
            "Scale of the loss",
            ("log", "linear"),
            horizontal=True,
            key=key,
            persist_state="session",
            label_visibility="collapsed",
            help="On the log scale, a loss that shrinks by the same factor each epoch is a line.",
        ),
    )


def losses(runs: list[Run], scale: Scale) -> None:
    """The loss of several runs by epoch, on one pair of axes."""
    histories = pd.concat(
        thinned(run.history[["epoch", "loss"]], ["loss"], scale, most=400).assign(
            variant=run.variant
        )
        for run in runs
    )
    ends = "; ".join(
        f"{VARIANTS[run.variant].title} ends at {figure(run.history['loss'].iloc[-1])}"
        for run in runs
        if len(run.history)
    )
    st.altair_chart(charts.losses(histories, scale), alt=f"Loss by epoch, {scale} scale. {ends}.")


def thinned(
    history: pd.DataFrame, columns: list[str], scale: Scale = "linear", most: int = 900
) -> pd.DataFrame:
    """`history` with few enough rows for a chart; on the log scale, chosen by its picture there."""
    curves = [history[name].to_numpy(np.float64) for name in columns]
    if scale == "log":
        curves = [np.log10(np.maximum(curve, np.finfo(np.float64).tiny)) for curve in curves]
    return history.iloc[thin(history["epoch"].to_numpy(), curves, most)]
