"""A log's figures beside those of the training that prints it again."""

import altair as alt

from gd.charts.style import (
    COLORS,
    Scale,
    axis,
    epoch_axis,
    epoch_tooltips,
    layered,
    legend,
    log_axis,
    ordinal_scale,
)

_NAMES = ("printed", "printed again")
_COLORS: dict[str, str] = dict(zip(_NAMES, (COLORS["this epoch"], COLORS["after"]), strict=True))


def figures(title: str, scale: Scale, height: int) -> alt.LayerChart:
    """What was printed as rings on the curve of what the training prints.

    Datasets: printed and again (epoch, value, name).
    """
    color = alt.Color("name:N", scale=ordinal_scale(_COLORS, list(_NAMES)), legend=legend(2))
    y = alt.Y(
        "value:Q",
        title=title,
        axis=log_axis("y") if scale == "log" else axis(),
        scale=alt.Scale(type=scale),
    )
    encoding = {"x": epoch_axis(), "y": y, "color": color, "tooltip": epoch_tooltips("value")}
    layers = []
    for name in ("again", "printed"):
        chart = alt.Chart(alt.NamedData(name))
        if scale == "log":
            chart = chart.transform_filter("datum.value > 0")
        drawn = chart.mark_line(strokeWidth=2.5) if name == "again" else chart.mark_point(size=50)
        layers.append(drawn.encode(**encoding))
    return layered(*layers, height=height)
