"""The linked views of a run: specs without numbers, so that a new run only sends new numbers.

The numbers come as named datasets, the tables of `gd.charts.view_tables`. All views follow one
epoch: the value of the page's element `#epoch`, which a scrubber sets. So nothing of it reaches the
server.
"""

from typing import Any

import altair as alt

from gd.charts.style import COLORS, NUMBER, Scale, axis, epoch, layered, legend, loss_axis, scale_of
from gd.charts.style import tooltip as numbers

NOW = COLORS["this epoch"]
DASHES = {"before": [4, 4], "after": [1, 0], "least squares": [9, 5], "this epoch": [1, 0]}
HOVERS = 40  # places on a long curve that show their numbers
_IS_NOW = "datum.epoch == toNumber(epoch)"


def fit() -> alt.LayerChart:
    """The points, the fixed lines, and of the epoch the line that it begins with and its residuals.

    Datasets: points (x, y and, where residuals are to be drawn, bottom, top), lines (line, x1, y1,
    x2, y2), history (epoch, loss, from_w, from_b, x1, y1, x2, y2), corners (x, y).
    """
    x = alt.X("x1:Q", title="x", axis=axis(), scale=_tight())
    y = alt.Y("y1:Q", title="y and f(x)", axis=axis(), scale=_tight())
    names = list(DASHES)
    color = alt.Color("line:N", scale=scale_of(COLORS, names), legend=legend(2))
    dash = alt.StrokeDash("line:N", scale=scale_of(DASHES, names), legend=legend(2))
    ends = {"x": x, "y": y, "x2": "x2:Q", "y2": "y2:Q"}
    fixed = alt.Chart(alt.NamedData("lines")).mark_rule(strokeWidth=2, opacity=0.9)
    now = _now(_history()).mark_rule(strokeWidth=3, color=NOW)
    of = [alt.Tooltip(f"{name}:Q", format=NUMBER) for name in ("x", "y", "prediction", "error")]
    errors = _with_now("points", "from_w", "from_b").transform_calculate(
        prediction="datum.from_w * datum.x + datum.from_b",
        error="datum.prediction - datum.y",
        shown="clamp(datum.prediction, datum.bottom, datum.top)",
    )
    residuals = errors.transform_filter("isValid(datum.bottom)").mark_rule(
        color=NOW, strokeWidth=1.5, opacity=0.8
    )
    dots = alt.Chart(alt.NamedData("points")).mark_circle(
        size=70, color=COLORS["points"], opacity=0.9
    )
    return _followed(
        _corners(),
        fixed.encode(**ends, color=color, strokeDash=dash),
        residuals.encode(**_placed(x="x", y="y", y2="shown"), tooltip=of),
        now.encode(
            **_placed(x="x1", y="y1", x2="x2", y2="y2"),
            tooltip=numbers("from_w", "from_b", "loss"),
        ),
        dots.encode(x="x:Q", y="y:Q"),
        errors.mark_circle(size=90, opacity=0).encode(**_placed(x="x", y="y"), tooltip=of),
    )


def loss(scale: Scale, dots: bool, theory: bool) -> alt.LayerChart:
    """The loss by epoch; a loss of exactly 0 lies on the floor of the log scale.

    Datasets: history (epoch, loss, and with `theory` expected, the loss of the closed form).
    """
    history = _history()
    zero = history.transform_filter("datum.loss == 0") if scale == "log" else None
    above = history.transform_filter("datum.loss > 0") if scale == "log" else history
    place = {"x": epoch(), "y": loss_axis(scale)}
    layers = _curve(above, COLORS["loss"], dots, place, numbers("loss"))
    if theory:
        expected = history.transform_filter("datum.expected > 0") if scale == "log" else history
        layers.append(
            expected.mark_line(color=COLORS["least squares"], strokeDash=[3, 4], strokeWidth=2)
            .encode(x=epoch(), y="expected:Q")
            .properties()
        )
    layers.append(_marker(above, x="epoch", y="loss"))
    if zero is not None:
        # The axis reaches over all epochs by a rule of its own: mostly no loss is 0, and a filter
        # that leaves no row has no extent.
        ends = history.transform_aggregate(epoch="min(epoch)", last="max(epoch)")
        layers.append(ends.mark_rule(opacity=0, tooltip=None).encode(x=epoch(), x2="last:Q"))
        floor = {**_placed(x="epoch"), "y": alt.value(alt.ExprRef("height - 3"))}
        first = zero.transform_aggregate(epoch="min(epoch)").transform_filter(
            "isValid(datum.epoch)"
        )
        label = first.mark_text(
            text="exactly 0", color=COLORS["loss"], align="left", baseline="bottom", dy=-5
        )
        dot = zero.mark_circle(color=COLORS["loss"], size=18, opacity=1)
        layers += [dot.encode(**floor, tooltip=numbers("loss")), label.encode(**floor)]
        layers.append(_marker(zero, x="epoch").encode(y=floor["y"]))
    return _followed(*layers)


def weights(names: tuple[str, ...], dots: bool) -> alt.LayerChart:
    """The weights after each epoch and, dashed, their optimum.

    Datasets: history (epoch and the weights by name), optimum (weight, value).
    """
    return _named_curves(names, {name: name for name in names}, "weight", dots, "optimum")


def gradients(names: tuple[str, ...], dots: bool) -> alt.LayerChart:
    """The gradient at each epoch's beginning; at 0 there is nowhere further down.

    Datasets: history (epoch and grad_w, grad_b), optimum (weight, value: zeros).
    """
    to_field = {name: name.replace("dL/d", "grad_") for name in names}
    return _named_curves(names, to_field, "gradient", dots, "optimum")


def parabola() -> alt.LayerChart:
    """The loss over the one weight: its curve, the steps, and the epoch's tangent and step.

    Datasets: curve (w, loss), optimum (w, loss), history (as `gd.descent.parabola` gives the way),
    corners (x, y).
    """
    x = alt.X("from_w:Q", title="weight w", axis=axis(), scale=_tight())
    y = alt.Y("loss:Q", title="loss", axis=axis(), scale=_tight())
    curve = alt.Chart(alt.NamedData("curve")).mark_line(strokeWidth=2, color=COLORS["points"])
    goal = alt.Chart(alt.NamedData("optimum")).mark_point(
        shape="cross", size=110, filled=True, color=COLORS["least squares"], opacity=1
    )
    history = _history()
    tip = numbers("from_w", "loss", "slope", "to_w")
    tangent = _now(history).mark_rule(color=NOW, strokeDash=[6, 4], strokeWidth=1.5)
    step = (
        _now(history)
        .transform_filter("isValid(datum.to_w)")
        .mark_rule(color=NOW, strokeWidth=3, strokeCap="round")
    )
    return _followed(
        _corners(),
        curve.encode(x="w:Q", y="loss:Q"),
        history.mark_line(color=COLORS["after"], strokeWidth=1, opacity=0.7).encode(
            x=x, y=y, order="epoch:Q"
        ),
        goal.encode(x="w:Q", y="loss:Q", tooltip=_words("optimum w", "w", "loss")),
        history.mark_circle(color=COLORS["after"], size=28, opacity=0.9).encode(
            x=x, y=y, tooltip=tip
        ),
        tangent.encode(**_placed(x="x1", y="y1", x2="x2", y2="y2")),
        step.encode(**_placed(x="from_w", y="loss", x2="to_w", y2="to_loss")),
        _marker(history, tip, x="from_w", y="loss"),
    )


def contours() -> alt.LayerChart:
    """The loss over weight and bias from above: contours, main directions, the way down.

    Datasets: contours (arc, w, b, loss), directions (curvature, x1, y1, x2, y2), optimum (w, b,
    loss), history (epoch, loss, from_w, from_b, w, b), corners (x, y).
    """
    x = alt.X("from_w:Q", title="weight w", axis=axis(False), scale=_tight())
    y = alt.Y("from_b:Q", title="bias b", axis=axis(False), scale=_tight())
    rings = alt.Chart(alt.NamedData("contours")).mark_line(strokeWidth=1.2, opacity=0.75)
    main = alt.Chart(alt.NamedData("directions")).mark_rule(
        color=COLORS["points"], strokeDash=[2, 4], strokeWidth=1.5
    )
    goal = alt.Chart(alt.NamedData("optimum")).mark_point(
        shape="cross", size=110, filled=True, color=COLORS["least squares"], opacity=1
    )
    history = _history()
    tip = numbers("from_w", "from_b", "loss")
    step = (
        _now(history)
        .transform_filter("isValid(datum.w)")
        .mark_rule(color=NOW, strokeWidth=3, strokeCap="round")
    )
    height = alt.Color(
        "loss:Q", legend=None, scale=alt.Scale(type="sqrt", range=["#0c9a83", "#7d8597"])
    )
    return _followed(
        _corners(),
        rings.encode(
            x="w:Q",
            y="b:Q",
            detail="arc:N",
            order=alt.Order("arc:Q"),
            color=height,
            tooltip=_words("contour of loss", "loss"),
        ),
        main.encode(
            x="x1:Q", y="y1:Q", x2="x2:Q", y2="y2:Q", tooltip=_words("curvature", "curvature")
        ),
        history.mark_line(color=COLORS["after"], strokeWidth=1.2, opacity=0.8).encode(
            x=x, y=y, order="epoch:Q"
        ),
        history.mark_circle(color=COLORS["after"], size=26, opacity=0.9).encode(
            x=x, y=y, tooltip=tip
        ),
        goal.encode(x="w:Q", y="b:Q", tooltip=_words("optimum w", "w", "b", "loss")),
        step.encode(**_placed(x="from_w", y="from_b", x2="w", y2="b")),
        _marker(history, tip, x="from_w", y="from_b"),
    )


def _named_curves(
    names: tuple[str, ...], to_field: dict[str, str], title: str, dots: bool, goal: str
) -> alt.LayerChart:
    color = alt.Color("weight:N", scale=scale_of(COLORS, list(names)), legend=legend())
    rules = alt.Chart(alt.NamedData(goal)).mark_rule(strokeDash=[9, 5], strokeWidth=1.5)
    of = [alt.Tooltip("weight:N", title="optimum of"), alt.Tooltip("value:Q", format=NUMBER)]
    y = alt.Y("value:Q", title=title, axis=axis(), scale=alt.Scale(zero=False))
    layers = [rules.encode(y=y, color=color, tooltip=of)]
    tip = numbers(*to_field.values())
    for name, field in to_field.items():
        place = {"x": epoch(), "y": alt.Y(f"{field}:Q", title=title)}
        layers += _curve(_history(), COLORS[name], dots, place, tip)
        layers.append(_marker(_history(), x="epoch", y=field))
    return _followed(*layers)


def _curve(
    data: alt.Chart, color: str, dots: bool, place: dict, tip: list[alt.Tooltip]
) -> list[alt.Chart]:
    """A line through the epochs, and a dot for each, which has the numbers.

    Without `dots` they are not seen, and few: an element each, they cost a browser more than all
    else, and on a long run no pointer tells an epoch from the next.
    """
    line = data.mark_line(strokeWidth=2.5, color=color).encode(**place)
    if not dots:
        data = data.transform_filter(f"datum.epoch % ceil(length(data('history')) / {HOVERS}) == 0")
    points = data.mark_circle(color=color, size=28 if dots else 150, opacity=1 if dots else 0)
    return [line, points.encode(**place, tooltip=tip)]


def _marker(data: alt.Chart, tip: list[alt.Tooltip] | None = None, **fields: str) -> alt.Chart:
    """A ring around the epoch's dot. The dot has the numbers; where lines cover it, the ring."""
    # without a fill, the pointer reaches what is below
    fill: Any = "transparent" if tip else None
    ring = _now(data).mark_point(size=130, stroke=NOW, strokeWidth=3, opacity=1, fill=fill)
    return ring.encode(**_placed(**fields), tooltip=tip or alt.Undefined)


def _placed(**fields: str) -> dict[str, Any]:
    """Where what moves stands, on the axes that the rest makes.

    As ordinary fields, the few rows of an epoch would take part in the axes' domains, and each
    move would draw the whole view again: 16 pictures a second in place of 50.
    """
    return {
        channel: alt.value(alt.ExprRef(f"scale('{channel[0]}', datum.{field})"))
        for channel, field in fields.items()
    }


def _history() -> alt.Chart:
    return alt.Chart(alt.NamedData("history"))


def _now(data: alt.Chart) -> alt.Chart:
    return data.transform_filter(_IS_NOW)


def _with_now(name: str, *fields: str) -> alt.Chart:
    """The rows of the dataset `name`, each with `fields` of the epoch's row of the history."""
    row = alt.LookupData(data=alt.NamedData("history"), key="epoch", fields=list(fields))
    data = alt.Chart(alt.NamedData(name)).transform_calculate(now="toNumber(epoch)")
    return data.transform_lookup(lookup="now", from_=row)


def _corners() -> alt.Chart:
    """Nothing to see: it makes the axes reach over the whole box."""
    corners = alt.Chart(alt.NamedData("corners")).mark_point(opacity=0, tooltip=None)
    return corners.encode(x=alt.X("x:Q"), y=alt.Y("y:Q"))


def _words(title: str, *fields: str) -> list[alt.Tooltip]:
    first, *others = fields
    titled = [alt.Tooltip(f"{first}:Q", title=title, format=NUMBER)]
    return titled + [alt.Tooltip(f"{field}:Q", format=NUMBER) for field in others]


def _tight() -> alt.Scale:
    return alt.Scale(zero=False, nice=False)


def _followed(*layers: alt.Chart) -> alt.LayerChart:
    """The layers as a chart whose `epoch` is the value of the page's element `#epoch`."""
    bound = alt.BindDirect(element="#epoch", event="input")
    return layered(*layers).add_params(alt.param(name="epoch", value="1", bind=bound))
