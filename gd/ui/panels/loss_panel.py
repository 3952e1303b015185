"""The losses of several runs in one chart, and the choice of its scale."""

from typing import cast

import numpy as np

from gd.analysis.formatting import format_number
from gd.charts import overlay_charts
from gd.charts.downsampling import downsample
from gd.charts.style import Scale
from gd.run import Run
from gd.ui.panels.chart import render_chart
from gd.ui.panels.switch import switch
from gd.variants import VARIANTS


def choose_scale(key: str) -> Scale:
    """Ask for the scale of a loss chart; `key` is the widget's in the session's state."""
    help_text = "On the log scale, a loss that shrinks by the same factor each epoch is a line."
    return cast(Scale, switch("Scale of the loss", ("log", "linear"), key, help_text))


def render_losses(runs: list[Run], scale: Scale) -> None:
    """The loss of several runs by epoch, on one pair of axes."""
    kept = []
    for run in runs:
        rows = downsample(run.columns["epoch"], [run.columns["loss"]], max_rows=400)
        kept.append((run.columns["epoch"][rows], run.columns["loss"][rows]))
    epoch, loss = (np.concatenate(columns) for columns in zip(*kept, strict=True))
    names = tuple(run.variant for run in runs)
    places = np.arange(len(runs), dtype=np.int8)
    ends = "; ".join(
        f"{VARIANTS[run.variant].title} ends at {format_number(run.columns['loss'][-1])}"
        for run in runs
    )
    shown = scale if (loss > 0).any() else "linear"
    render_chart(
        overlay_charts.losses,
        names,
        shown,
        alt=f"Loss by epoch, {shown} scale. {ends}.",
        runs={
            "run": np.repeat(places, [len(epochs) for epochs, _ in kept]),
            "epoch": epoch,
            "loss": loss,
        },
    )
