"""The charts: Altair specs that know no Streamlit and compute no results.

Those of a run are specs without numbers, for named datasets: built once, and kept.
"""

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
    "this epoch": "#d6336c",
    "loss": "#e5484d",
    "w": "#7a5af0",
    "b": "#b07d00",
    "dL/dw": "#2e8b57",
    "dL/db": "#7f8a1a",
}
# Runs that agree lie on top of each other: the wider line below shows on both sides of the upper.
WIDTHS = {"numpy_by_hand": 3.0, "torch_autograd": 7.0, "torch_optimizer": 2.5, "torch_module": 3.0}
VARIANT_DASHES = {"torch_optimizer": [5, 5]}

HEIGHT = 340
NUMBER = ".7~g"
# Plain figures where they are short, powers of ten where they are not.
_SIZE = "abs(datum.value)"
_TICKS = f"format(datum.value, {_SIZE} && ({_SIZE} < 1e-3 || {_SIZE} >= 1e5) ? '.2~e' : '~r')"


def losses(names: tuple[str, ...], scale: Scale) -> alt.LayerChart:
    """The losses of the variants called `names`, on one pair of axes.

    Dataset: runs (variant, epoch, loss).
    """
    colors = {VARIANTS[name].title: color for name, color in VARIANT_COLORS.items()}
    shown = alt.Color("title:N", scale=scale_of(colors, list(colors)), legend=legend(2))
    tip = [alt.Tooltip("title:N", title="variant"), *tooltip("loss")]
    layers = []
    for name in sorted(names, key=lambda name: -WIDTHS[name]):
        run = alt.Chart(alt.NamedData("runs")).transform_filter(alt.datum.variant == name)
        if scale == "log":
            run = run.transform_filter("datum.loss > 0")
        titled = run.transform_calculate(title=f"'{VARIANTS[name].title}'")
        marked = titled.mark_line(
            strokeWidth=WIDTHS[name], strokeDash=VARIANT_DASHES.get(name, [1, 0])
        )
        layers.append(marked.encode(x=epoch(), y=loss_axis(scale), color=shown, tooltip=tip))
    return layered(*layers)


def curves(
    frame: pd.DataFrame, title: str, colors: dict[str, str], scale: Scale = "linear"
) -> alt.LayerChart:
    """Named curves (epoch, curve, value) on one pair of axes, each in its colour."""
    names = list(colors)
    drawn = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(
            x=epoch(),
            y=alt.Y("value:Q", title=title, axis=axis(), scale=alt.Scale(type=scale)),
            color=alt.Color("curve:N", scale=scale_of(colors, names), legend=legend(1)),
            tooltip=[alt.Tooltip("curve:N"), *tooltip("value")],
        )
    )
    return layered(drawn)


def loss_axis(scale: Scale) -> alt.Y:
    """The axis of a loss."""
    title = "loss (mean squared error)"
    # a log scale has a tick at each tenth of a power of ten: too many lines
    return alt.Y(
        "loss:Q",
        title=title,
        axis=axis(scale != "log"),
        scale=alt.Scale(type=scale, nice=scale != "log"),
    )


def epoch() -> alt.X:
    """The axis of epochs."""
    ticks = alt.Axis(tickMinStep=1, format="~d", grid=False, tickCount=6, labelOverlap=True)
    return alt.X("epoch:Q", title="epoch", axis=ticks, scale=alt.Scale(zero=False, nice=False))


def axis(grid: bool = True) -> alt.Axis:
    """An axis of numbers of any size."""
    return alt.Axis(labelExpr=_TICKS, grid=grid, tickCount=6, labelOverlap=True)


def tooltip(*fields: str) -> list[alt.Tooltip]:
    """The numbers of an epoch, shown where the pointer rests."""
    numbers = [alt.Tooltip(f"{field}:Q", format=NUMBER) for field in fields]
    return [alt.Tooltip("epoch:Q", format=","), *numbers]


def legend(columns: int = 3) -> alt.Legend:
    """A legend above the chart."""
    return alt.Legend(title=None, orient="top", symbolStrokeWidth=3, columns=columns)


def scale_of(values: dict[str, Any], names: list[str]) -> alt.Scale:
    """The scale that gives each of `names` its colour or dash."""
    return alt.Scale(domain=names, range=[values[name] for name in names])


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """The layers as one chart of the usual height."""
    return cast(alt.LayerChart, alt.layer(*layers)).properties(height=HEIGHT)
