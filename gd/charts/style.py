"""How every chart looks: colours, widths and dashes, and the axes, legends and tooltips they share.

Nothing here draws a chart or computes a result.
"""

from typing import Any, Literal, cast

import altair as alt

Scale = Literal["log", "linear"]

# Every colour is readable on the light page and on the dark one.
# What belongs to one run: its points, its lines, its loss, weights and gradients.
COLORS = {
    "points": "#7d8597",
    "before": "#7d8597",
    "after": "#2f7fe0",
    "preview": "#2f7fe0",
    "by hand": "#0c9a83",
    "least squares": "#d9730d",
    "this epoch": "#d6336c",
    "loss": "#e5484d",
    "held out": "#2f7fe0",
    "rate": "#0c9a83",
    "w": "#7a5af0",
    "b": "#b07d00",
    "dL/dw": "#2e8b57",
    "dL/db": "#7f8a1a",
}
TEXT = "currentColor"  # of the page: black on white, white on black; so is the ring of the state
DOTTED = [2, 4]  # what is a preview
DASHED = [9, 5]  # what is best
LINE_DASHES = {
    "before": [4, 4],
    "after": [1, 0],
    "least squares": DASHED,
    "preview": DOTTED,
    "by hand": [1, 0],
    "this epoch": [1, 0],
}

# The contours of the loss, from low to high.
CONTOUR_COLORS = ["#0c9a83", "#b07d00"]

# The variants. Runs that agree lie on top of each other, and the wider line shows on both sides.
VARIANT_COLORS = {
    "numpy_by_hand": "#2f7fe0",
    "torch_autograd": "#d9730d",
    "torch_optimizer": "#0c9a83",
    "torch_module": "#c044a0",
    "torch_minibatch": "#0e8fb3",
}
VARIANT_WIDTHS = {
    "numpy_by_hand": 3.0,
    "torch_autograd": 7.0,
    "torch_optimizer": 2.5,
    "torch_module": 3.0,
    "torch_minibatch": 2.0,
}
VARIANT_DASHES = {"torch_optimizer": [5, 5]}

# The runs of a comparison, in order. Each is thinner than the one below it or dashed, so that all
# are visible wherever they coincide.
RUN_COLORS = [
    "#2f7fe0",
    "#d9730d",
    "#0c9a83",
    "#c044a0",
    "#b07d00",
    "#7a5af0",
    "#e5484d",
    "#7d8597",
]
RUN_WIDTHS = [8.0, 4.5, 3.5, 2.5, 2.0, 2.0, 1.5, 1.5]
RUN_DASHES = [[1, 0], [1, 0], [9, 7], [3, 6], [12, 10], [2, 9], [7, 12], [1, 12]]

# The zones of the learning rate.
ZONE_COLORS = {
    "converges": "#0c9a83",
    "oscillates": "#b07d00",
    "diverges": "#e5484d",
    "too slow": "#7d8597",
}

HEIGHT = 340
NUMBER = ".7~g"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

# The ticks of a log axis as texts, "1e-4": these can be generated, and hold mantissa and exponent.
_TICKS = "split(replace(join(sequence(-99,99)),regexp('[^,]+','g'),{each}),',')"
_EXPONENT = "substring(datum.value,2)"


def loss_axis(scale: Scale) -> alt.Y:
    """The axis of a loss."""
    log = scale == "log"
    return alt.Y(
        "loss:Q",
        title="loss (mean squared error)",
        axis=log_axis("y") if log else axis(),
        scale=alt.Scale(type=scale),
    )


def epoch_axis() -> alt.X:
    """The axis of epochs."""
    ticks = alt.Axis(tickMinStep=1, format="~d", grid=False, tickCount=6, labelOverlap=True)
    return alt.X("epoch:Q", title="epoch", axis=ticks, scale=alt.Scale(zero=False, nice=False))


def axis(grid: bool = True) -> alt.Axis:
    """An axis of numbers of any size on a linear scale."""
    return alt.Axis(format=".6~g", grid=grid, tickCount=6)


def log_axis(channel: Literal["x", "y"], grid: bool = True) -> alt.Axis:
    """An axis of a log scale: ticks at powers of ten, and at 1, 2 and 5 times these where it spans
    less than two decades; all labels are plain decimals or all are powers of ten.
    """
    low, high = (f"domain('{channel}')[{end}]" for end in (0, 1))
    each = f"{high}/{low}>100?'1e$&':'1e$&,2e$&,5e$&'"
    digit = f"'{SUPERSCRIPTS}'"
    tens = f"(abs({_EXPONENT})>9?{digit}[floor(abs({_EXPONENT})/10)]:'')"
    power = f"'10'+({_EXPONENT}<0?'⁻':'')+{tens}+{digit}[abs({_EXPONENT})%10]"
    label = (
        f"{low}>=1e-4&&{high}<1e5?format(datum.value,'~f'):"
        f"(datum.value[0]=='1'?'':datum.value[0]+'·')+{power}"
    )
    values = alt.ExprRef(_TICKS.format(each=each))
    return alt.Axis(values=values, labelExpr=label, grid=grid, tickCount=8, labelOverlap=True)


def tooltips(*fields: str) -> list[alt.Tooltip]:
    """The numbers shown where the pointer rests."""
    return [alt.Tooltip(f"{field}:Q", format=NUMBER) for field in fields]


def epoch_tooltips(*fields: str) -> list[alt.Tooltip]:
    """The epoch and its numbers."""
    return [alt.Tooltip("epoch:Q", format=","), *tooltips(*fields)]


def legend(columns: int = 3) -> alt.Legend:
    """A legend above the chart."""
    return alt.Legend(title=None, orient="top", symbolStrokeWidth=3, columns=columns)


def ordinal_scale(values: dict[str, Any], names: list[str]) -> alt.Scale:
    """The scale that gives each of `names` its colour or dash from `values`."""
    return alt.Scale(domain=names, range=[values[name] for name in names])


def layered(*layers: alt.Chart | alt.LayerChart, height: int = HEIGHT) -> alt.LayerChart:
    """The layers as one chart of this height."""
    return cast(alt.LayerChart, alt.layer(*layers)).properties(height=height)
