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


def figures(title: str, scale: Scale, epochs: tuple[int, int], height: int) -> alt.LayerChart:
    """What was printed as rings on the curve of what the training prints, in the span `epochs`.

    Datasets: printed and again (epoch, value, name).
    """
    color = alt.Color("name:N", scale=ordinal_scale(_COLORS, list(_NAMES)), legend=legend(2))
    y = alt.Y(
        "value:Q",
        title=title,
        axis=log_axis("y") if scale == "log" else axis(),
        scale=alt.Scale(type=scale),
    )
    # On a log scale nothing is drawn of a loss of 0: the axis would end before it.
    x = epoch_axis().scale(zero=False, nice=False, domain=list(epochs))
    encoding = {"x": x, "y": y, "color": color, "tooltip": epoch_tooltips("value")}
    layers = []
    for name in ("again", "printed"):
        chart = alt.Chart(alt.NamedData(name))
        if scale == "log":
            chart = chart.transform_filter("datum.value > 0")
        drawn = chart.mark_line(strokeWidth=2.5) if name == "again" else chart.mark_point(size=50)
        layers.append(drawn.encode(**encoding))
    return layered(*layers, height=height)
