"""The landscapes of a run, two of its linked views (see `linked_layers`)."""

from typing import Any

import altair as alt

from gd.charts.linked_layers import (
    BOX,
    B,
    Layer,
    W,
    axes,
    by_hand,
    current,
    hover,
    in_box,
    linked,
    number,
    on_axes,
    over,
    preview_line,
    ring,
    rows_of,
    words,
)
from gd.charts.style import COLORS, CONTOUR_COLORS, DOTTED

NOW = COLORS["this epoch"]
CONTOUR_LEVELS = 9  # of contours; the last is outside the box

PARABOLA = (*BOX, "w", "loss", "half_curvature")
CONTOURS = (*BOX, "w", "b", "loss", "flat_w", "flat_b", "steep_w", "steep_b", "cut", "rise")


def parabola(complete: bool) -> alt.LayerChart:
    """The loss over the one weight: its curve, the path, and the state's tangent and step.

    Datasets: frame (`PARABOLA`), history (epoch, w, and unless it is `complete`, to_w).
    """
    best, least, half = (number(PARABOLA, name) for name in ("w", "loss", "half_curvature"))

    def loss(w: str) -> str:
        return f"{least}+{half}*pow({w}-{best},2)"

    here, there = on_axes(x="datum.w", y=loss("datum.w")), loss("datum.to_w")
    curve = rows_of(121).transform_calculate(w="at[0]+(at[1]-at[0])*datum.i/120")
    slope = f"2*{half}*(datum.w-{best})"
    tangent = alt.Chart().transform_calculate(v=f"[{slope},{loss('datum.w')}-{slope}*datum.w]")
    return linked(
        "Landscape",
        axes(alt.X("v:Q", title="weight w"), alt.Y("v:Q", title="loss")),
        curve.mark_line(strokeWidth=2, color=COLORS["points"], clip=True).encode(**here),
        _optimum(x=best, y=least),
        _path(
            ("w",),
            complete,
            current(
                in_box(tangent).encode(color=alt.value(NOW), strokeDash=alt.value([6, 4])),
                _step(x2="datum.to_w", y2=there),
                ring("w").transform_filter("inrange(datum.w,[at[0],at[1]])"),
            ),
            **here,
        ),
        preview_line(f"datum.v[{W}]", loss(f"datum.v[{W}]"), COLORS["after"]),
        _diamond(x="datum.v[0]", y=loss("datum.v[0]")),
        words(
            ("● path", COLORS["after"]),
            ("✚ lowest loss", COLORS["least squares"]),
            ("━ step", NOW),
            ("┄ tangent", NOW),
            now=2,
        ),
    )


def contours(complete: bool) -> alt.LayerChart:
    """The loss over weight and bias from above: contours, main directions, the path.

    A contour is  θ* + k·(u·F + √(1 - u²)·S),  -1 <= u <= 1, and the same with - before the root:
    F and S are the outermost contour's axes in the flattest and the steepest direction, and the
    loss is L* + rise·k². Where F is far outside the box, a contour is cut off at |k·u| = cut.
    Datasets: frame (`CONTOURS`), history (epoch, w, b, and unless it is `complete`, to_w, to_b).
    """
    path = _path(
        ("w", "b"),
        complete,
        current(
            _step(x2="datum.to_w", y2="datum.to_b"),
            ring("w", "b", clip=True),
        ),
        **on_axes(x="datum.w", y="datum.b"),
    )
    return linked(
        "Landscape",
        axes(
            alt.X("v:Q", title="weight w", axis=alt.Axis(grid=False)),
            alt.Y("v:Q", title="bias b", axis=alt.Axis(grid=False)),
        ),
        _contours(),
        _directions(),
        _optimum(x=number(CONTOURS, "w"), y=number(CONTOURS, "b")),
        path,
        preview_line(f"datum.v[{W}]", f"datum.v[{B}]", COLORS["after"]),
        _diamond(x="datum.v[0]", y="datum.v[1]"),
        words(
            ("● path", COLORS["after"]),
            ("✚ lowest loss", COLORS["least squares"]),
            ("┄ steepest and flattest", COLORS["points"]),
            ("━ step", NOW),
            now=1,
        ),
    )


def _contours() -> alt.Chart:
    def place(name: str) -> str:
        best, flat, steep = (number(CONTOURS, f"{of}{name}") for of in ("", "flat_", "steep_"))
        return f"{best}+datum.k*(datum.u*{flat}+datum.v*{steep})"

    rings = (
        alt.Chart(alt.sequence(1, CONTOUR_LEVELS, as_="i"))
        .transform_calculate(k=f"datum.i/{CONTOUR_LEVELS}", t="sequence(0,6.4,.1)")
        .transform_flatten(["t"])
        .transform_calculate(u=f"sin(datum.t)*min(1,{number(CONTOURS, 'cut')}/datum.k)")
        .transform_calculate(v="sqrt(1-datum.u*datum.u)*(cos(datum.t)<0?-1:1)")
    )
    loss = f"{number(CONTOURS, 'loss')}+{number(CONTOURS, 'rise')}*datum.k*datum.k"
    return rings.mark_line(strokeWidth=1.2, strokeOpacity=0.75, clip=True).encode(
        **on_axes(x=place("w"), y=place("b")),
        color=alt.Color("i:Q", legend=None, scale=alt.Scale(range=CONTOUR_COLORS)),
        detail="i:N",
        tooltip=alt.value(alt.ExprRef(f"'contour of loss '+format({loss},'.4~g')")),
    )


def _directions() -> alt.Chart:
    """The lines through the optimum along the eigenvectors of the Hessian."""

    def end(name: str, sign: str) -> str:
        best, flat, steep = (number(CONTOURS, f"{of}{name}") for of in ("", "flat_", "steep_"))
        return f"{best}{sign}(datum.i?{steep}:{flat}*{number(CONTOURS, 'cut')})"

    ends = {"x": end("w", "-"), "y": end("b", "-"), "x2": end("w", "+"), "y2": end("b", "+")}
    lines = rows_of(2).mark_rule(
        color=COLORS["points"], strokeDash=DOTTED, strokeWidth=1.5, clip=True
    )
    return lines.encode(**on_axes(**ends))


def _optimum(**places: str) -> alt.Chart:
    """A cross at the optimum."""
    cross = rows_of(1).mark_point(
        shape="cross", size=110, filled=True, color=COLORS["least squares"], opacity=1
    )
    return cross.encode(**on_axes(**places))


def _path(fields: tuple[str, ...], complete: bool, moving: Layer, **places: Any) -> alt.LayerChart:
    """The path as a line and as dots, one a state, and what of it is `moving`.

    In a `complete` history each state's next is in the next row.
    """
    color: Any = COLORS["after"]
    path = over(
        "history",
        alt.Chart().mark_line(color=color, strokeWidth=1.2, clip=True),
        alt.Chart()
        .mark_circle(color=color, size=26, opacity=0.9, clip=True)
        .encode(tooltip=hover(*fields)),
        moving,
        **places,
    )
    if not complete:
        return path
    leads: list[Any] = [{"op": "lead", "field": name, "as": f"to_{name}"} for name in fields]
    return path._add_transform(alt.WindowTransform(window=leads))


def _step(**end: str) -> alt.Chart:
    """The step from the current state to the next; the last has none."""
    step = alt.Chart().transform_filter("isValid(datum.to_w)")
    return step.mark_rule(color=NOW, strokeWidth=3, clip=True).encode(**on_axes(**end))


def _diamond(**place: str) -> alt.Chart:
    """Where the line drawn by hand is on a landscape."""
    mark = by_hand().mark_point(
        shape="diamond", size=140, filled=True, color=COLORS["by hand"], opacity=1, clip=True
    )
    return mark.encode(**on_axes(**place))
