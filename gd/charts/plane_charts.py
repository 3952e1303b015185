"""The linked views of a run in a plane (see `linked_layers`): points and lines, and landscapes."""

import altair as alt

from gd.charts.linked_layers import current, history, linked, marker, on_axes, with_current
from gd.charts.style import (
    COLORS,
    CONTOUR_COLORS,
    LINE_DASHES,
    axis,
    epoch_tooltips,
    legend,
    ordinal_scale,
    tooltips,
)

NOW = COLORS["this epoch"]


def fit() -> alt.LayerChart:
    """The points, the fixed lines, and the line that the epoch begins with and its residuals.

    Datasets: points (x, y and, where residuals are drawn, bottom, top), lines (line, x1, y1, x2,
    y2), history (epoch, loss, from_w, from_b, x1, y1, x2, y2), corners (x, y).
    """
    moving = current(history()).mark_rule(strokeWidth=3, color=NOW)
    predictions = with_current("points", "from_w", "from_b").transform_calculate(
        prediction="datum.from_w * datum.x + datum.from_b",
        error="datum.prediction - datum.y",
        shown="clamp(datum.prediction, datum.bottom, datum.top)",
    )
    residuals = predictions.transform_filter("isValid(datum.bottom)").mark_rule(
        color=NOW, strokeWidth=1.5, opacity=0.8
    )
    points = alt.Chart(alt.NamedData("points")).mark_circle(
        size=70, color=COLORS["points"], opacity=0.9
    )
    hover = predictions.mark_circle(size=90, opacity=0)
    tooltip = tooltips("x", "y", "prediction", "error")
    return linked(
        _corners(),
        _fixed_lines(),
        residuals.encode(**on_axes(x="x", y="y", y2="shown"), tooltip=tooltip),
        moving.encode(
            **on_axes(x="x1", y="y1", x2="x2", y2="y2"),
            tooltip=epoch_tooltips("from_w", "from_b", "loss"),
        ),
        points.encode(x="x:Q", y="y:Q"),
        hover.encode(**on_axes(x="x", y="y"), tooltip=tooltip),
    )


def parabola() -> alt.LayerChart:
    """The loss over the one weight: its curve, the path, and the epoch's tangent and step.

    Datasets: curve (w, loss), optimum (w, loss), history (epoch, loss, from_w, slope, to_w,
    to_loss, x1, y1, x2, y2), corners (x, y).
    """
    x = alt.X("from_w:Q", title="weight w", axis=axis(), scale=_tight())
    y = alt.Y("loss:Q", title="loss", axis=axis(), scale=_tight())
    tooltip = epoch_tooltips("from_w", "loss", "slope", "to_w")
    curve = alt.Chart(alt.NamedData("curve")).mark_line(strokeWidth=2, color=COLORS["points"])
    line = history().mark_line(color=COLORS["after"], strokeWidth=1, opacity=0.7)
    dots = history().mark_circle(color=COLORS["after"], size=28, opacity=0.9)
    tangent = current(history()).mark_rule(color=NOW, strokeDash=[6, 4], strokeWidth=1.5)
    return linked(
        _corners(),
        curve.encode(x="w:Q", y="loss:Q"),
        line.encode(x=x, y=y, order="epoch:Q"),
        _optimum().encode(x="w:Q", y="loss:Q", tooltip=_titled("optimum w", "w", "loss")),
        dots.encode(x=x, y=y, tooltip=tooltip),
        tangent.encode(**on_axes(x="x1", y="y1", x2="x2", y2="y2")),
        _step("to_w").encode(**on_axes(x="from_w", y="loss", x2="to_w", y2="to_loss")),
        marker(history(), tooltip, x="from_w", y="loss"),
    )


def contours() -> alt.LayerChart:
    """The loss over weight and bias from above: contours, main directions, the path.

    Datasets: contours (arc, w, b, loss), directions (curvature, x1, y1, x2, y2), optimum (w, b,
    loss), history (epoch, loss, from_w, from_b, w, b), corners (x, y).
    """
    x = alt.X("from_w:Q", title="weight w", axis=axis(False), scale=_tight())
    y = alt.Y("from_b:Q", title="bias b", axis=axis(False), scale=_tight())
    tooltip = epoch_tooltips("from_w", "from_b", "loss")
    line = history().mark_line(color=COLORS["after"], strokeWidth=1.2, opacity=0.8)
    dots = history().mark_circle(color=COLORS["after"], size=26, opacity=0.9)
    goal = _titled("optimum w", "w", "b", "loss")
    return linked(
        _corners(),
        _rings(),
        _directions(),
        line.encode(x=x, y=y, order="epoch:Q"),
        dots.encode(x=x, y=y, tooltip=tooltip),
        _optimum().encode(x="w:Q", y="b:Q", tooltip=goal),
        _step("w").encode(**on_axes(x="from_w", y="from_b", x2="w", y2="b")),
        marker(history(), tooltip, x="from_w", y="from_b"),
    )


def _fixed_lines() -> alt.Chart:
    """The lines that the scrubber does not move, and the axes."""
    names = list(LINE_DASHES)
    lines = alt.Chart(alt.NamedData("lines")).mark_rule(strokeWidth=2, opacity=0.9)
    return lines.encode(
        x=alt.X("x1:Q", title="x", axis=axis(), scale=_tight()),
        y=alt.Y("y1:Q", title="y and f(x)", axis=axis(), scale=_tight()),
        x2="x2:Q",
        y2="y2:Q",
        color=alt.Color("line:N", scale=ordinal_scale(COLORS, names), legend=legend(2)),
        strokeDash=alt.StrokeDash(
            "line:N", scale=ordinal_scale(LINE_DASHES, names), legend=legend(2)
        ),
    )


def _rings() -> alt.Chart:
    """The contours, coloured by their loss."""
    scale = alt.Scale(type="sqrt", range=CONTOUR_COLORS)
    rings = alt.Chart(alt.NamedData("contours")).mark_line(strokeWidth=1.2, opacity=0.75)
    return rings.encode(
        x="w:Q",
        y="b:Q",
        detail="arc:N",
        order=alt.Order("arc:Q"),
        color=alt.Color("loss:Q", legend=None, scale=scale),
        tooltip=_titled("contour of loss", "loss"),
    )


def _directions() -> alt.Chart:
    """The lines through the optimum along the eigenvectors of the Hessian."""
    lines = alt.Chart(alt.NamedData("directions")).mark_rule(
        color=COLORS["points"], strokeDash=[2, 4], strokeWidth=1.5
    )
    tooltip = _titled("curvature", "curvature")
    return lines.encode(x="x1:Q", y="y1:Q", x2="x2:Q", y2="y2:Q", tooltip=tooltip)


def _optimum() -> alt.Chart:
    """A cross at the optimum."""
    return alt.Chart(alt.NamedData("optimum")).mark_point(
        shape="cross", size=110, filled=True, color=COLORS["least squares"], opacity=1
    )


def _step(end: str) -> alt.Chart:
    """The epoch's step, unless it ends outside the view, where the field `end` has no value."""
    inside = current(history()).transform_filter(f"isValid(datum.{end})")
    return inside.mark_rule(color=NOW, strokeWidth=3, strokeCap="round")


def _corners() -> alt.Chart:
    """Invisible points that make the axes span the whole box."""
    corners = alt.Chart(alt.NamedData("corners")).mark_point(opacity=0, tooltip=None)
    return corners.encode(x=alt.X("x:Q"), y=alt.Y("y:Q"))


def _titled(title: str, first: str, *others: str) -> list[alt.Tooltip]:
    """Tooltips of which the first has a title."""
    return [*(tip.title(title) for tip in tooltips(first)), *tooltips(*others)]


def _tight() -> alt.Scale:
    return alt.Scale(zero=False, nice=False)
