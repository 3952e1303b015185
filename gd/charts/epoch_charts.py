"""The linked views of a run over its epochs: loss, weights and gradients (see `linked_layers`)."""

import altair as alt

from gd.charts.linked_layers import history, linked, marker, on_axes
from gd.charts.style import (
    COLORS,
    Scale,
    axis,
    epoch_axis,
    epoch_tooltips,
    legend,
    loss_axis,
    ordinal_scale,
    tooltips,
)

HOVER_TARGETS = 40  # places on a long curve that show their numbers


def loss(scale: Scale, dots: bool, theory: bool) -> alt.LayerChart:
    """The loss by epoch; a loss of exactly 0 lies on the floor of the log scale.

    Dataset: history (epoch, loss, and with `theory` expected, the loss of the closed form).
    """
    data = losses = expected = history()
    if scale == "log":
        losses = losses.transform_filter("datum.loss > 0")
        expected = expected.transform_filter("datum.expected > 0")
    encodings = {"x": epoch_axis(), "y": loss_axis(scale)}
    layers = _curve(losses, COLORS["loss"], dots, encodings, epoch_tooltips("loss"))
    if theory:
        layers.append(
            expected.mark_line(
                color=COLORS["least squares"], strokeDash=[3, 4], strokeWidth=2
            ).encode(x=epoch_axis(), y="expected:Q")
        )
    layers.append(marker(losses, x="epoch", y="loss"))
    if scale == "log":
        layers += _zeros(data)
    return linked(*layers)


def weights(names: tuple[str, ...], dots: bool) -> alt.LayerChart:
    """The weights called `names` after each epoch and, dashed, their optimum.

    Datasets: history (epoch and the weights by name), optimum (weight, value).
    """
    return _named_curves({name: name for name in names}, "weight", dots)


def gradients(names: tuple[str, ...], dots: bool) -> alt.LayerChart:
    """The gradients called `names`, dL/dw or dL/db, at the start of each epoch.

    Datasets: history (epoch and grad_w, grad_b), optimum (weight, value: zeros).
    """
    return _named_curves({name: name.replace("dL/d", "grad_") for name in names}, "gradient", dots)


def _zeros(data: alt.Chart) -> list[alt.Chart]:
    """The losses of exactly 0, on the floor of a log scale, and a label at the first of them."""
    zeros = data.transform_filter("datum.loss == 0")
    floor = {**on_axes(x="epoch"), "y": alt.value(alt.ExprRef("height - 3"))}
    # This rule makes the axis span all epochs: usually no loss is 0, and a filter that leaves no
    # row has no extent.
    ends = data.transform_aggregate(epoch="min(epoch)", last="max(epoch)")
    first = zeros.transform_aggregate(epoch="min(epoch)").transform_filter("isValid(datum.epoch)")
    label = first.mark_text(
        text="exactly 0", color=COLORS["loss"], align="left", baseline="bottom", dy=-5
    )
    dots = zeros.mark_circle(color=COLORS["loss"], size=18, opacity=1)
    return [
        ends.mark_rule(opacity=0, tooltip=None).encode(x=epoch_axis(), x2="last:Q"),
        dots.encode(**floor, tooltip=epoch_tooltips("loss")),
        label.encode(**floor),
        marker(zeros, x="epoch").encode(y=floor["y"]),
    ]


def _named_curves(fields: dict[str, str], title: str, dots: bool) -> alt.LayerChart:
    """A curve for each name in `fields`, through its field, and a dashed rule at its optimum."""
    color = alt.Color("weight:N", scale=ordinal_scale(COLORS, list(fields)), legend=legend())
    y = alt.Y("value:Q", title=title, axis=axis(), scale=alt.Scale(zero=False))
    rules = alt.Chart(alt.NamedData("optimum")).mark_rule(strokeDash=[9, 5], strokeWidth=1.5)
    tooltip = [alt.Tooltip("weight:N", title="optimum of"), *tooltips("value")]
    layers = [rules.encode(y=y, color=color, tooltip=tooltip)]
    for name, field in fields.items():
        encodings = {"x": epoch_axis(), "y": alt.Y(f"{field}:Q", title=title)}
        tooltip = epoch_tooltips(*fields.values())
        layers += _curve(history(), COLORS[name], dots, encodings, tooltip)
        layers.append(marker(history(), x="epoch", y=field))
    return linked(*layers)


def _curve(
    data: alt.Chart, color: str, dots: bool, encodings: dict, tooltip: list[alt.Tooltip]
) -> list[alt.Chart]:
    """A line through the epochs, and a dot with a tooltip for each epoch.

    Without `dots` these are invisible and few: one element each, they cost a browser more than
    everything else, and on a long run no pointer can tell an epoch from the next.
    """
    line = data.mark_line(strokeWidth=2.5, color=color).encode(**encodings)
    if not dots:
        data = data.transform_filter(
            f"datum.epoch % ceil(length(data('history')) / {HOVER_TARGETS}) == 0"
        )
    points = data.mark_circle(color=color, size=28 if dots else 150, opacity=1 if dots else 0)
    return [line, points.encode(**encodings, tooltip=tooltip)]
