"""The charts of a comparison: specs without numbers, for named datasets."""

from typing import Any

import altair as alt

from gd.charts.linked_layers import axes, in_box, numbered, on_axes, over, rows_of
from gd.charts.style import (
    HEIGHT,
    RUN_COLORS,
    RUN_DASHES,
    RUN_WIDTHS,
    TEXT,
    Scale,
    axis,
    epoch_axis,
    epoch_tooltips,
    layered,
    log_axis,
    loss_axis,
    ordinal_scale,
)


def loss(names: tuple[str, ...], scale: Scale, height: int, dots: bool) -> alt.LayerChart:
    """The losses of the runs called `names`.

    Dataset: runs (run, epoch, loss).
    """
    return _curves(names, "loss", loss_axis(scale), dots, scale).properties(height=height)


def fits(names: tuple[str, ...], height: int = HEIGHT) -> alt.LayerChart:
    """The points, and the line that each of the runs called `names` came to.

    Datasets: points (x, y), frame (the box of the axes, then w and b of each run).
    """
    lines = rows_of(len(names)).transform_calculate(v="[at[4+2*datum.i],at[5+2*datum.i]]")
    points = alt.Chart().mark_circle(size=70, color=TEXT, opacity=0.75)
    chart = layered(
        axes(alt.X("v:Q", title="x", axis=axis()), alt.Y("v:Q", title="y and f(x)", axis=axis())),
        in_box(lines).encode(
            color=numbered(RUN_COLORS[: len(names)]), strokeWidth=numbered(RUN_WIDTHS)
        ),
        over("points", points, **on_axes(x="datum.x", y="datum.y")),
        height=height,
    )
    # the marks have no tooltips to be read: the chart has its text
    chart = chart.add_params(alt.param(name="at", expr="pluck(data('frame'),'v')"))
    return chart.configure(aria=False).configure_mark(aria=False)


def weight(names: tuple[str, ...], field: str, title: str, dots: bool) -> alt.LayerChart:
    """A weight of the runs called `names`.

    Dataset: runs (run, epoch and the weight, `field`).
    """
    y = alt.Y(f"{field}:Q", title=title, axis=axis(), scale=alt.Scale(zero=False))
    return _curves(names, field, y, dots, "linear")


def distance(names: tuple[str, ...], dots: bool) -> alt.LayerChart:
    """How far the runs are from the first of `names`, and dashed how far rounding can take them.

    Dataset: runs (run, epoch, distance, rounding).
    """
    scale = alt.Scale(type="log")
    y = alt.Y("distance:Q", title="distance from A", axis=log_axis("y"), scale=scale)
    tooltip = [alt.Tooltip("run:N"), *epoch_tooltips("distance", "rounding")]
    layers = []
    for place, name in list(enumerate(names))[1:]:
        rows, color = _rows(name), RUN_COLORS[place]
        # an epoch between epochs without a distance has no line to be seen in
        lone = rows.transform_window(before="lag(distance)", after="lead(distance)")
        lone = lone.transform_filter("datum.distance>0&&!(datum.before>0||datum.after>0)")
        layers += [
            rows.transform_filter("datum.rounding > 0")
            .mark_line(strokeWidth=1.5, strokeDash=[4, 4], color=color)
            .encode(x=epoch_axis(), y="rounding:Q", tooltip=tooltip),
            rows.transform_filter("datum.distance > 0")
            .mark_line(strokeWidth=RUN_WIDTHS[place], point=_dots(place, dots))
            .encode(x=epoch_axis(), y=y, **_looks(names, dashed=False), tooltip=tooltip),
            lone.mark_circle(size=60, color=color, opacity=1).encode(
                **on_axes(x="datum.epoch", y="datum.distance"), tooltip=tooltip
            ),
        ]
    return layered(*layers)


def _curves(
    names: tuple[str, ...], field: str, y: alt.Y, dots: bool, scale: Scale
) -> alt.LayerChart:
    looks, tooltip = _looks(names), [alt.Tooltip("run:N"), *epoch_tooltips(field)]
    layers = []
    for place, name in enumerate(names):
        rows = _rows(name)
        if scale == "log":
            rows = rows.transform_filter(f"datum.{field} > 0")
        line = rows.mark_line(strokeWidth=RUN_WIDTHS[place], point=_dots(place, dots))
        layers.append(line.encode(x=epoch_axis(), y=y, **looks, tooltip=tooltip))
    return layered(*layers)


def _rows(name: str) -> alt.Chart:
    """The rows of the run called `name`."""
    return alt.Chart(alt.NamedData("runs")).transform_filter(alt.datum.run == name)


def _dots(place: int, dots: bool) -> alt.OverlayMarkDef | bool:
    """Dots where there are too few epochs for a line."""
    return alt.OverlayMarkDef(size=40 * RUN_WIDTHS[place], opacity=1) if dots else False


def _looks(names: tuple[str, ...], dashed: bool = True) -> dict[str, Any]:
    """Each run's colour and dashes, and a legend of the runs; A has no distance from itself."""
    drawn = list(names if dashed else names[1:])
    legend = alt.Legend(
        title=None,
        orient="top",
        symbolStrokeWidth=4,
        symbolSize=400,
        symbolType="stroke",
        columns=alt.ExprRef("width < 400 ? 1 : 2"),
        labelLimit=260,
    )
    colors = dict(zip(names, RUN_COLORS, strict=False))
    looks: dict[str, Any] = {
        "color": alt.Color("run:N", scale=ordinal_scale(colors, drawn), legend=legend)
    }
    if dashed:
        dashes = dict(zip(names, RUN_DASHES, strict=False))
        looks["strokeDash"] = alt.StrokeDash(
            "run:N", scale=ordinal_scale(dashes, drawn), legend=legend
        )
    return looks
