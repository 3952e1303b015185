"""The linked views of a run over its epochs: loss, weights and gradients (see `linked_layers`)."""

from typing import Any

import altair as alt

from gd.charts.linked_layers import (
    BOX,
    EPOCH,
    LOSS,
    Layer,
    axes,
    by_hand,
    current,
    hover,
    linked,
    number,
    numbered,
    on_axes,
    over,
    preview_line,
    ring,
    rows_of,
    words,
)
from gd.charts.style import COLORS, DASHED, DOTTED, TEXT, Scale, log_axis

HOVER_TARGETS = 40  # places on a long curve that show their numbers
NOTES = ("exactly 0", "no change")  # what begins at the state `noted` of a loss chart

LOSSES = (*BOX, "noted", "note")
CURVES = (*BOX, "best_w", "best_b")


def loss(scale: Scale, dots: bool, long: bool, theory: bool) -> alt.LayerChart:
    """The loss by state; a loss of exactly 0 lies on the floor of the log scale.

    Datasets: frame (`LOSSES`), history (epoch, loss, and with `theory` expected, the loss of the
    closed form).
    """
    color, log = COLORS["loss"], scale == "log"
    y_axis = log_axis("y") if log else alt.Undefined
    y = alt.Y("v:Q", title=None, scale=alt.Scale(type=scale), axis=y_axis)
    curve = over(
        "history",
        alt.Chart().mark_line(color=color, strokeWidth=2.5),
        _dots(dots, color=color).encode(tooltip=hover("loss")),
        current(ring()),
        **on_axes(x="datum.epoch", y="max(datum.loss,at[2])" if log else "datum.loss"),
    ).transform_filter("isValid(datum.loss)")
    layers: list[Layer] = [
        axes(_epochs(long), y),
        curve,
        # clipped: a loss of 0 becomes the smallest number there is
        preview_line(
            f"datum.v[{EPOCH}]",
            f"max(datum.v[{LOSS}],at[2]/9)" if log else f"datum.v[{LOSS}]",
            color,
        ),
        by_hand()
        .mark_rule(color=COLORS["by hand"], strokeWidth=2, clip=True)
        .encode(**on_axes(y="datum.v[2]")),
        *_note(),
    ]
    if theory:
        shown = "datum.expected>0" if log else "isValid(datum.expected)"
        best = COLORS["least squares"]
        line = alt.Chart(alt.NamedData("history")).transform_filter(shown)
        layers += [
            line.mark_line(color=best, strokeDash=DASHED, strokeWidth=2, clip=True).encode(
                **on_axes(x="datum.epoch", y="datum.expected")
            ),
            words(("━ run", color), ("╌ theory", best)),
        ]
    return linked("Loss", *layers, y_titled=False)


def _note() -> list[alt.Chart]:
    """A rule at the state from which the loss is 0 or nothing changes, and what it means."""
    at, kind = number(LOSSES, "noted"), number(LOSSES, "note")
    late = f"scale('x',{at})>width/2"
    noted = rows_of(1).transform_filter(f"isValid({at})")
    label: Any = noted.mark_text(
        align=alt.ExprRef(f"{late}?'right':'left'"), dx=alt.ExprRef(f"{late}?-5:5"), y=8, color=TEXT
    )
    text = f"{list(NOTES)}[{kind}]+' from '+format({at},',')+' on'"
    return [
        noted.mark_rule(strokeDash=DOTTED, color=TEXT, opacity=0.7).encode(**on_axes(x=at)),
        label.encode(**on_axes(x=at), text=alt.value(alt.ExprRef(text))),
    ]


def weights(names: tuple[str, ...], dots: bool, long: bool) -> alt.LayerChart:
    """The weights called `names`, w and b, of each state and, dashed, their optimum.

    Datasets: frame (`CURVES`: the optimum), history (epoch and the weights by name).
    """
    return _named_curves("Weights", {name: name for name in names}, dots, long, "optimum")


def gradients(names: tuple[str, ...], dots: bool, long: bool) -> alt.LayerChart:
    """The gradients of the weights called `names`, w and b, at each state.

    Datasets: frame (`CURVES`: zeros), history (epoch and grad_w, grad_b).
    """
    fields = {f"grad_{name}": f"dL/d{name}" for name in names}
    return _named_curves("Gradient", fields, dots, long, "0: no step")


def _named_curves(
    title: str, fields: dict[str, str], dots: bool, long: bool, best: str
) -> alt.LayerChart:
    """A curve for each of `fields` (its name for people), and a dashed rule at its `best`."""
    colors = [COLORS[name] for name in fields.values()]
    color = alt.Color("name:N", scale=alt.Scale(domain=list(fields), range=colors), legend=None)
    curves = (
        over(
            "history",
            alt.Chart().mark_line(strokeWidth=2.5),
            _dots(dots).encode(tooltip=hover(*fields)),
            current(ring()),
            **on_axes(x="datum.epoch", y="datum.value"),
        )
        .transform_fold(list(fields), as_=["name", "value"])
        .transform_filter("isValid(datum.value)")
    )
    previewed = preview_line(f"datum.v[{EPOCH}]", "datum.value", fields=list(fields))
    return linked(
        title,
        axes(_epochs(long), alt.Y("v:Q", title=None)),
        rows_of(len(fields))
        .mark_rule(strokeDash=DASHED, strokeWidth=1.5)
        .encode(**on_axes(y="at[4+datum.i]"), color=numbered(colors)),
        alt.layer(curves, previewed).encode(color=color),
        words(
            *((f"● {name}", color) for name, color in zip(fields.values(), colors, strict=True)),
            (f"╌ {best}", COLORS["points"]),
        ),
        follows=("preview",),
        y_titled=False,
    )


def _epochs(long: bool) -> alt.X:
    """The axis of epochs; of a long run on the scale of log(epoch + 1), which has a place for 0."""
    if not long:
        ticks = alt.Axis(tickMinStep=1, format=",d", grid=False)
        return alt.X("v:Q", title="epoch", axis=ticks)
    ticks = alt.Axis(values=[0, *(10**power for power in range(5))], format=",d", grid=False)
    return alt.X("v:Q", title="epoch", axis=ticks, scale=alt.Scale(type="symlog"))


def _dots(dots: bool, **mark: Any) -> alt.Chart:
    """A dot for each state.

    Without `dots` these are invisible and few: one element each, they cost a browser more than
    everything else, and on a long run no pointer can tell a state from the next.
    """
    if dots:
        return alt.Chart().mark_circle(size=28, opacity=1, **mark)
    few = f"datum.epoch%ceil(length(data('history'))/{HOVER_TARGETS})==0"
    return alt.Chart().transform_filter(few).mark_circle(size=150, opacity=0, **mark)
