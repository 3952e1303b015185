"""The points and their lines, one of the linked views of a run (see `linked_layers`)."""

from datetime import datetime
from typing import Any

import altair as alt

from gd.charts.linked_layers import (
    BOX,
    axes,
    in_box,
    linked,
    number,
    numbered,
    on_axes,
    over,
    rows_of,
    words,
)
from gd.charts.style import COLORS, LINE_DASHES, TEXT

NOW = COLORS["this epoch"]

FIT = (*BOX, "w0", "b0", "w1", "b1", "best_w", "best_b")


def fit(
    x_title: str = "x", y_title: str = "y and f(x)", first: datetime | None = None
) -> alt.LayerChart:
    """The points, the fixed lines, and the line of the current state and its residuals.

    first   the date from which x counts the days: the axis has dates
    Datasets: points (x, y), frame (`FIT`), history (epoch, w, b).
    """
    residuals = alt.Chart().transform_filter("epoch&&length(data('points'))<=200")
    tooltip = ",".join(f"{name}:format(datum.{name},'.5~g')" for name in ("x", "y", "f", "error"))
    points = over(
        "points",
        residuals.mark_rule(color=NOW, strokeWidth=1.5, clip=True).encode(**on_axes(y2="datum.f")),
        alt.Chart()
        .mark_circle(size=70, color=TEXT, opacity=0.75)
        .encode(tooltip=alt.value(alt.ExprRef(f"{{{tooltip}}}"))),
        **on_axes(x="datum.x", y="datum.y"),
    ).transform_calculate(f="state.w*datum.x+state.b", error="datum.f-datum.y")
    state = "data('history')[indexof(pluck(data('history'),'epoch'),toNumber(epoch))]||{}"
    chart = linked(
        "Points and line",
        axes(alt.X("v:Q", title=x_title, axis=_dates(first)), alt.Y("v:Q", title=y_title)),
        # `state` needs the dataset, which only a layer brings in
        alt.Chart(alt.NamedData("history")).transform_filter("false").mark_point(),
        _lines(),
        points,
        words(
            ("┄ before", COLORS["before"]),
            ("━ after", COLORS["after"]),
            ("╌ least squares", COLORS["least squares"]),
            ("━ now", NOW),
            now=1,
        ),
    )
    return chart.add_params(alt.param(name="state", expr=state))


def _dates(first: datetime | None) -> Any:
    """The axis of days from `first`, labelled with dates; an axis of numbers without it."""
    if first is None:
        return alt.Undefined
    day = f"utc({first.year},{first.month - 1},{first.day},{first.hour},{first.minute})"
    date = f"utcFormat({day}+datum.value*864e5,'%Y-%m-%d')"
    return alt.Axis(labelExpr=date, labelOverlap=True, tickCount=5)


def _lines() -> alt.Chart:
    """The lines before and after training, of least squares, previewed, by hand, of the state."""
    fixed = (("w0", "b0"), ("w1", "b1"), ("best_w", "best_b"))
    lines = [f"[{number(FIT, w)},{number(FIT, b)}]" for w, b in fixed]
    lines += ["slice(split(peek(rows),','),2)", "split(hand,',')", "[state.w,state.b]"]
    names = list(LINE_DASHES)
    drawn = rows_of(len(lines)).transform_calculate(v=f"[{','.join(lines)}][datum.i]")
    return in_box(drawn).encode(
        color=numbered([COLORS[name] for name in names]),
        strokeDash=numbered([LINE_DASHES[name] for name in names]),
    )
