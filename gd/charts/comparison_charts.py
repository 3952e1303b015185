"""The charts of a comparison: specs without numbers, for named datasets.

Runs that agree lie on top of each other. So each is thinner than the one below it, and the upper
ones are dashed: all are seen, wherever they run.
"""

import altair as alt

from gd.charts.style import NUMBER, Scale, axis, epoch, layered, loss_axis, scale_of, tooltip

COLORS = ["#2f7fe0", "#d9730d", "#0c9a83", "#c044a0", "#b07d00", "#7a5af0", "#e5484d", "#7d8597"]
WIDTHS = [8.0, 4.5, 3.5, 2.5, 2.0, 2.0, 1.5, 1.5]
DASHES = [[1, 0], [1, 0], [9, 7], [3, 6], [12, 10], [2, 9], [7, 12], [1, 12]]


def loss(names: tuple[str, ...], scale: Scale, dots: bool) -> alt.LayerChart:
    """The losses of the runs called `names`. Dataset: runs (run, epoch, loss)."""
    return _curves(names, "loss", loss_axis(scale), dots, scale)


def weight(names: tuple[str, ...], field: str, title: str, dots: bool) -> alt.LayerChart:
    """A weight of the runs called `names`. Dataset: runs (run, epoch and the weight, `field`)."""
    y = alt.Y(f"{field}:Q", title=title, axis=axis(), scale=alt.Scale(zero=False))
    return _curves(names, field, y, dots, "linear")


def distance(names: tuple[str, ...], dots: bool) -> alt.LayerChart:
    """How far runs are from the first of `names`; above the dashed line it is no rounding.

    Dataset: runs (run, epoch, distance, rounding).
    """
    scale = alt.Scale(type="log")
    y = alt.Y("distance:Q", title="distance from A", axis=axis(False), scale=scale)
    layers = []
    for place, name in list(enumerate(names))[1:]:
        of_run = alt.Chart(alt.NamedData("runs")).transform_filter(alt.datum.run == name)
        tip = [alt.Tooltip("run:N"), *tooltip("distance", "rounding")]
        layers += [
            of_run.transform_filter("datum.rounding > 0")
            .mark_line(strokeWidth=1.5, strokeDash=[4, 4], color=COLORS[place])
            .encode(x=epoch(), y="rounding:Q", tooltip=tip),
            of_run.transform_filter("datum.distance > 0")
            .mark_line(strokeWidth=WIDTHS[place], point=_dots(place, dots))
            .encode(x=epoch(), y=y, color=_color(names, first=1), tooltip=tip),
        ]
    return layered(*layers)


def _curves(
    names: tuple[str, ...], field: str, y: alt.Y, dots: bool, scale: Scale
) -> alt.LayerChart:
    layers = []
    for place, name in enumerate(names):
        of_run = alt.Chart(alt.NamedData("runs")).transform_filter(alt.datum.run == name)
        if scale == "log":
            of_run = of_run.transform_filter(f"datum.{field} > 0")
        marked = of_run.mark_line(
            strokeWidth=WIDTHS[place], strokeDash=DASHES[place], point=_dots(place, dots)
        )
        tip = [alt.Tooltip("run:N"), alt.Tooltip("epoch:Q", format=",")]
        tip.append(alt.Tooltip(f"{field}:Q", format=NUMBER))
        layers.append(marked.encode(x=epoch(), y=y, color=_color(names), tooltip=tip))
    return layered(*layers)


def _dots(place: int, dots: bool) -> alt.OverlayMarkDef | bool:
    """Dots where there are too few epochs for a line."""
    return alt.OverlayMarkDef(size=40 * WIDTHS[place], opacity=1) if dots else False


def _color(names: tuple[str, ...], first: int = 0) -> alt.Color:
    """Each run's colour, and a legend of the runs from place `first` on."""
    colors = dict(zip(names, COLORS, strict=False))
    shown = alt.Legend(
        title=None,
        orient="top",
        symbolStrokeWidth=4,
        symbolType="stroke",
        columns=2,
        labelLimit=260,
    )
    return alt.Color("run:N", scale=scale_of(colors, list(names[first:])), legend=shown)
