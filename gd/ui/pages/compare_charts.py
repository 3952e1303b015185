"""The charts of the page that compares runs, each with all runs on one pair of axes."""

from collections.abc import Callable, Iterator

import altair
import numpy as np
import pandas as pd
import streamlit as st

from gd.analysis.comparison import Comparison
from gd.analysis.formatting import format_short
from gd.analysis.states import by_epoch
from gd.charts import comparison_charts
from gd.charts.downsampling import downsample
from gd.charts.style import HEIGHT, Scale
from gd.links import run_specs
from gd.run import Run
from gd.ui.inputs.run_picker import LETTERS
from gd.ui.panels.chart import render_chart
from gd.ui.panels.loss_panel import choose_scale
from gd.variants import VARIANTS

FEW_EPOCHS = 3  # so few are drawn as dots, too: of one epoch a line shows nothing


def render_charts(runs: list[Run]) -> None:
    """The loss and the weights of all `runs`."""
    names, scale = _names(runs), choose_scale("compare scale")
    with st.container(key="compared-charts"):
        render_losses(names, runs, scale)
        _render_weights(names, runs, "w", "weight w")
        if any(run.has_bias for run in runs):
            _render_weights(names, runs, "b", "bias b")


def _names(runs: list[Run]) -> tuple[str, ...]:
    """The letter and the variant of each run, and what tells runs of one variant apart."""
    alike = [[other for other in runs if other.variant == run.variant] for run in runs]
    return tuple(
        ", ".join((f"{letter} {VARIANTS[run.variant].title}", *_apart(run, others)))
        for letter, run, others in zip(LETTERS, runs, alike, strict=False)
    )


def _apart(run: Run, others: list[Run]) -> Iterator[str]:
    """The settings of `run` that not all `others` share, those that a run can have of its own."""
    for name in run_specs.applicable(run.variant):
        values = [getattr(one.settings, run_specs.FIELDS[name]) for one in (run, *others)]
        if len(set(values)) > 1:
            yield f"{values[0]:g}" if name == "lr" else str(values[0])


def render_losses(
    names: tuple[str, ...], runs: list[Run], scale: Scale, height: int = HEIGHT
) -> None:
    """The loss of each of the `runs`, labelled with its name."""
    tables = [_downsampled(_by_epoch(run, "loss"), "loss") for run in runs]
    shown = scale if any((table["loss"] > 0).any() for table in tables) else "linear"
    ends = _ends(names, runs, "loss")
    alt = f"Loss by epoch, {shown} scale. {ends}"
    _render(comparison_charts.loss, names, tables, shown, height, alt=alt)


def _render_weights(names: tuple[str, ...], runs: list[Run], field: str, title: str) -> None:
    tables = [_downsampled(_by_epoch(run, field), field) for run in runs]
    ends = _ends(names, runs, field)
    _render(comparison_charts.weight, names, tables, field, title, alt=f"{title} by epoch. {ends}")


def render_distances(runs: list[Run], comparisons: list[Comparison]) -> None:
    """How far each of the `runs` is from the first, A, and how far rounding can take it."""
    names = _names(runs)
    tables = [pd.DataFrame({"epoch": [], "distance": [], "rounding": []})]
    for comparison in comparisons:
        table = comparison.by_epoch[["epoch", "distance", "rounding"]].replace(np.inf, np.nan)
        tables.append(_downsampled(table, "distance"))
    largest = "; ".join(
        f"{name}: {format_short(table['distance'].max())}"
        for name, table in zip(names[1:], tables[1:], strict=True)
        if len(table)
    )
    _render(
        comparison_charts.distance,
        names,
        tables,
        alt=f"Distance of the weights from those of {names[0]} by epoch. Largest: {largest}.",
    )
    st.markdown(
        "√(Δw² + Δb²); nothing is drawn where the weights are equal bit for bit. Dashed: how far "
        "rounding alone can take them, known for plain SGD only. What rises above it has another "
        "cause."
    )


def _render(
    make: Callable[..., altair.LayerChart],
    names: tuple[str, ...],
    tables: list[pd.DataFrame],
    *args: str | int,
    alt: str,
) -> None:
    few = max(map(len, tables)) <= FEW_EPOCHS
    table = pd.concat(
        [table.assign(run=name) for name, table in zip(names, tables, strict=True)],
        ignore_index=True,
    )
    render_chart(make, names, *args, few, alt=alt, runs=table)


def _by_epoch(run: Run, field: str) -> pd.DataFrame:
    if run.updates_per_epoch == 1:
        return run.history[["epoch", field]]
    columns = by_epoch(run)
    return pd.DataFrame({"epoch": columns["epoch"], field: columns[field]})


def _downsampled(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows of `table`, few enough for a chart, that draw the same curve of `column`."""
    curve = table[column].to_numpy(np.float64)
    return table.iloc[downsample(table["epoch"].to_numpy(), [curve])]


def _ends(names: tuple[str, ...], runs: list[Run], field: str) -> str:
    return "; ".join(
        f"{name} ends at {format_short(by_epoch(run)[field][-1])}"
        for name, run in zip(names, runs, strict=True)
        if len(run.epoch_ends["epoch"])
    )
