"""Several curves by epoch on one pair of axes, on pages without a scrubber."""

import altair as alt
import pandas as pd

from gd.charts.style import (
    VARIANT_COLORS,
    VARIANT_DASHES,
    VARIANT_WIDTHS,
    Scale,
    axis,
    epoch_axis,
    epoch_tooltips,
    layered,
    legend,
    loss_axis,
    ordinal_scale,
)
from gd.variants import VARIANTS


def losses(names: tuple[str, ...], scale: Scale) -> alt.LayerChart:
    """The losses of the variants called `names`.

    Dataset: runs (run: its place in `names`, epoch, loss).
    """
    colors = {VARIANTS[name].title: VARIANT_COLORS[name] for name in names}
    color = alt.Color("title:N", scale=ordinal_scale(colors, list(colors)), legend=legend(2))
    tooltip = [alt.Tooltip("title:N", title="variant"), *epoch_tooltips("loss")]
    layers = []
    for name in sorted(names, key=lambda name: -VARIANT_WIDTHS[name]):
        run = alt.Chart(alt.NamedData("runs")).transform_filter(alt.datum.run == names.index(name))
        if scale == "log":
            run = run.transform_filter("datum.loss > 0")
        line = run.transform_calculate(title=f"'{VARIANTS[name].title}'").mark_line(
            strokeWidth=VARIANT_WIDTHS[name], strokeDash=VARIANT_DASHES.get(name, [1, 0])
        )
        layers.append(line.encode(x=epoch_axis(), y=loss_axis(scale), color=color, tooltip=tooltip))
    return layered(*layers)


def curves(
    frame: pd.DataFrame, title: str, colors: dict[str, str], scale: Scale = "linear"
) -> alt.LayerChart:
    """Named curves, each in its colour; unlike the other charts it holds its data.

    `frame` has the columns epoch, curve (a name in `colors`) and value, whose axis is `title`.
    """
    drawn = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(
            x=epoch_axis(),
            y=alt.Y("value:Q", title=title, axis=axis(), scale=alt.Scale(type=scale)),
            color=alt.Color("curve:N", scale=ordinal_scale(colors, list(colors)), legend=legend(1)),
            tooltip=[alt.Tooltip("curve:N"), *epoch_tooltips("value")],
        )
    )
    return layered(drawn)
