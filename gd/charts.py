"""The charts: DataFrame in, Altair chart out. They know no Streamlit and compute no results."""

from typing import Any, Literal, cast

import altair as alt
import pandas as pd

from gd.variants import VARIANTS

Scale = Literal["log", "linear"]

# One colour for a thing, wherever it is drawn; each readable on the light and the dark page.
VARIANT_COLORS = {
    "numpy_by_hand": "#2f7fe0",
    "torch_autograd": "#d9730d",
    "torch_optimizer": "#0c9a83",
    "torch_module": "#c044a0",
}
COLORS = {
    "points": "#7d8597",
    "before": "#7d8597",
    "after": "#2f7fe0",
    "least squares": "#d9730d",
    "loss": "#e5484d",
    "w": "#7a5af0",
    "b": "#b07d00",
    "dL/dw": "#2e8b57",
    "dL/db": "#7f8a1a",
}
DASHES = {"before": [4, 4], "after": [1, 0], "least squares": [9, 5]}
# Runs that agree lie on top of each other: the wider line below shows on both sides of the upper.
WIDTHS = {"numpy_by_hand": 3.0, "torch_autograd": 7.0, "torch_optimizer": 2.5, "torch_module": 3.0}
VARIANT_DASHES = {"torch_optimizer": [5, 5]}

HEIGHT = 340
NUMBER = ".7~g"
# Plain figures where they are short, powers of ten where they are not.
_TICKS = (
    "datum.value == 0 || (abs(datum.value) >= 0.001 && abs(datum.value) < 100000)"
    " ? format(datum.value, '~r') : format(datum.value, '.2~e')"
)


def fit(points: pd.DataFrame, lines: pd.DataFrame) -> alt.LayerChart:
    """The points (x, y) and the lines (line, x, y): two ends each."""
    x = alt.X("x:Q", title="x", axis=axis(), scale=alt.Scale(zero=False, nice=False, padding=12))
    y = alt.Y("y:Q", title="y and f(x)", axis=axis(), scale=alt.Scale(zero=False))
    tooltip = [alt.Tooltip("x:Q", format=NUMBER), alt.Tooltip("y:Q", format=NUMBER)]
    names = list(DASHES)
    drawn = (
        alt.Chart(lines)
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(
            x=x,
            y=y,
            color=alt.Color("line:N", scale=scale_of(COLORS, names), legend=legend()),
            strokeDash=alt.StrokeDash("line:N", scale=scale_of(DASHES, names), legend=legend()),
        )
    )
    dots = alt.Chart(points).mark_circle(size=70, color=COLORS["points"], opacity=0.9)
    return layered(drawn, dots.encode(x=x, y=y, tooltip=tooltip))


def loss(history: pd.DataFrame, scale: Scale) -> alt.LayerChart:
    """The loss of a run (epoch, loss). On the log scale a loss of exactly 0 lies on the floor."""
    chart = alt.Chart(history)
    if scale == "linear" or not (history["loss"] > 0).any():
        return layered(_loss_line(chart, "linear"))
    zero = chart.transform_filter("datum.loss == 0")
    floor = alt.value(alt.ExprRef("height - 3"))
    dots = zero.mark_circle(color=COLORS["loss"], size=18, opacity=1)
    label = zero.transform_aggregate(epoch="min(epoch)").mark_text(
        text="exactly 0", color=COLORS["loss"], align="left", baseline="bottom", dy=-5
    )
    return layered(
        _loss_line(chart.transform_filter("datum.loss > 0"), "log"),
        dots.encode(x=_epoch(), y=floor, tooltip=_tooltip("loss")),
        label.encode(x=_epoch(), y=floor),
    )


def losses(histories: pd.DataFrame, scale: Scale) -> alt.LayerChart:
    """The loss of several variants (variant, epoch, loss) on one pair of axes."""
    to_title = {name: VARIANTS[name].title for name in VARIANT_COLORS}
    named = histories.assign(title=histories["variant"].map(to_title))
    if scale == "log" and (named["loss"] > 0).any():
        named = named[named["loss"] > 0]
    else:
        scale = "linear"
    colors = {title: VARIANT_COLORS[name] for name, title in to_title.items()}
    layers = [
        alt.Chart(named[named["variant"] == name])
        .mark_line(strokeWidth=WIDTHS[name], strokeDash=VARIANT_DASHES.get(name, [1, 0]))
        .encode(
            x=_epoch(),
            y=_loss_axis(scale),
            color=alt.Color("title:N", scale=scale_of(colors, list(colors)), legend=legend(2)),
            tooltip=[alt.Tooltip("title:N", title="variant"), *_tooltip("loss")],
        )
        for name in sorted(set(named["variant"]), key=lambda name: -WIDTHS[name])
    ]
    return layered(*layers)


def weights(history: pd.DataFrame, optimum: pd.DataFrame) -> alt.LayerChart:
    """The weights (epoch, weight, value) and, dashed, their optimum (weight, value)."""
    y = alt.Y("value:Q", title="weight", axis=axis(), scale=alt.Scale(zero=False))
    color = alt.Color("weight:N", scale=scale_of(COLORS, list(optimum["weight"])), legend=legend())
    drawn = alt.Chart(history).mark_line(strokeWidth=2.5, point=_point(history))
    goal = alt.Chart(optimum).mark_rule(strokeDash=[9, 5], strokeWidth=1.5)
    of = [alt.Tooltip("weight:N", title="optimum of"), alt.Tooltip("value:Q", format=NUMBER)]
    at = [alt.Tooltip("weight:N"), *_tooltip("value")]
    return layered(
        goal.encode(y=y, color=color, tooltip=of),
        drawn.encode(x=_epoch(), y=y, color=color, tooltip=at),
    )


def gradients(history: pd.DataFrame) -> alt.LayerChart:
    """The gradient (epoch, gradient, value); at 0 there is nowhere further down."""
    names = [name for name in ("dL/dw", "dL/db") if name in set(history["gradient"])]
    drawn = (
        alt.Chart(history)
        .mark_line(strokeWidth=2.5, point=_point(history))
        .encode(
            x=_epoch(),
            y=alt.Y("value:Q", title="gradient", axis=axis()),
            color=alt.Color("gradient:N", scale=scale_of(COLORS, names), legend=legend()),
            tooltip=[alt.Tooltip("gradient:N"), *_tooltip("value")],
        )
    )
    zero = alt.Chart(pd.DataFrame({"value": [0.0]})).mark_rule(opacity=0.4).encode(y="value:Q")
    return layered(zero, drawn)


def curves(
    frame: pd.DataFrame, title: str, colors: dict[str, str], scale: Scale = "linear"
) -> alt.LayerChart:
    """Named curves (epoch, curve, value) on one pair of axes, each in its colour."""
    names = list(colors)
    drawn = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(
            x=_epoch(),
            y=alt.Y("value:Q", title=title, axis=axis(), scale=alt.Scale(type=scale)),
            color=alt.Color("curve:N", scale=scale_of(colors, names), legend=legend(1)),
            tooltip=[alt.Tooltip("curve:N"), *_tooltip("value")],
        )
    )
    return layered(drawn)


def _loss_line(chart: alt.Chart, scale: Scale) -> alt.Chart:
    line = chart.mark_line(strokeWidth=2.5, color=COLORS["loss"], point=_point(chart.data, "loss"))
    return line.encode(x=_epoch(), y=_loss_axis(scale), tooltip=_tooltip("loss"))


def _loss_axis(scale: Scale) -> alt.Y:
    title = "loss (mean squared error)"
    return alt.Y("loss:Q", title=title, axis=axis(), scale=alt.Scale(type=scale))


def _epoch() -> alt.X:
    ticks = alt.Axis(tickMinStep=1, format="~d", grid=False, tickCount=6, labelOverlap=True)
    return alt.X("epoch:Q", title="epoch", axis=ticks, scale=alt.Scale(zero=False, nice=False))


def axis(grid: bool = True) -> alt.Axis:
    """An axis of numbers of any size."""
    return alt.Axis(labelExpr=_TICKS, grid=grid, tickCount=6, labelOverlap=True)


def _tooltip(field: str) -> list[alt.Tooltip]:
    return [alt.Tooltip("epoch:Q", format=","), alt.Tooltip(f"{field}:Q", format=NUMBER)]


def legend(columns: int = 3) -> alt.Legend:
    """A legend above the chart."""
    return alt.Legend(title=None, orient="top", symbolStrokeWidth=3, columns=columns)


def scale_of(values: dict[str, Any], names: list[str]) -> alt.Scale:
    """The scale that gives each of `names` its colour or dash."""
    return alt.Scale(domain=names, range=[values[name] for name in names])


def _point(history: Any, quantity: str | None = None) -> bool | dict[str, Any]:
    """Dots on short runs, where each epoch can be told from the next."""
    if len(history) > 60:
        return False
    return {"size": 30, "filled": True} | ({"color": COLORS[quantity]} if quantity else {})


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """The layers as one chart of the usual height."""
    return cast(alt.LayerChart, alt.layer(*layers)).properties(height=HEIGHT)
