"""The linked views of a run over its epochs: loss, weights and gradients (see `linked_layers`)."""

from collections.abc import Iterator
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
BESIDE = ("batch", "held", "expected", "rate")  # what a loss chart may draw beside the loss
RATE_HEIGHT = 0.25  # of the view, of the first learning rate
NOTES = ("exactly 0", "no change")  # what begins at the state `noted` of a loss chart

LOSSES = (*BOX, "noted", "note")
CURVES = (*BOX, "best_w", "best_b")


def loss(
    scale: Scale,
    dots: bool,
    long: bool,
    beside: tuple[str, ...] = (),
    unit: str = "epoch",
) -> alt.LayerChart:
    """The loss by state; a loss of exactly 0 lies on the floor of the log scale.

    beside   what of `BESIDE` is drawn, too: the loss of each batch, on the points held out, of the
             closed form; and the learning rate
    unit     what a state is called: epoch or update
    Datasets: frame (`LOSSES`), history (epoch, loss, and those `beside`).
    """
    color, log = COLORS["loss"], scale == "log"
    y_axis = log_axis("y") if log else alt.Undefined
    y = alt.Y("v:Q", title=None, scale=alt.Scale(type=scale), axis=y_axis)
    curve = over(
        "history",
        alt.Chart().mark_line(color=color, strokeWidth=2.5),
        _dots(dots, color=color).encode(
            tooltip=hover("loss", *(["rate"] if "rate" in beside else []), unit=unit)
        ),
        current(ring()),
        **on_axes(x="datum.epoch", y="max(datum.loss,at[2])" if log else "datum.loss"),
    ).transform_filter("isValid(datum.loss)")
    layers: list[Layer] = [
        axes(_states(unit, long), y),
        *_below(beside, log),
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
    layers += [
        _beside(name, log).mark_line(
            color=COLORS[LOOKS[name]], strokeDash=DASHED, strokeWidth=2, clip=True
        )
        for name in ("held", "expected")
        if name in beside
    ]
    if beside:
        layers.append(words(*_legend(beside)))
    return linked("Loss", *layers, y_titled=False)


# What is beside the loss, in which colour of `COLORS`.
LOOKS = {"held": "held out", "expected": "least squares", "batch": "points", "rate": "rate"}


def _legend(beside: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    run = "all points" if "batch" in beside else "run"
    yield f"━ {run}", COLORS["loss"]
    words_of = {"batch": "• batch", "held": "╌ held out", "expected": "╌ theory", "rate": "▄ rate"}
    for name in beside:
        yield words_of[name], COLORS[LOOKS[name]]


def _beside(name: str, log: bool) -> alt.Chart:
    """The rows of the history that have a loss of this name, where it is."""
    shown = f"datum.{name}>0" if log else f"isValid(datum.{name})"
    rows = alt.Chart(alt.NamedData("history")).transform_filter(shown)
    return rows.encode(**on_axes(x="datum.epoch", y=f"datum.{name}"))


def _below(beside: tuple[str, ...], log: bool) -> Iterator[alt.Chart]:
    """What lies behind the curve: the learning rate as an area, and a dot for each batch."""
    if "rate" in beside:
        height = f"height*(1-{RATE_HEIGHT}*datum.rate/data('history')[0].rate)"
        yield (
            alt.Chart(alt.NamedData("history"))
            .mark_area(color=COLORS["rate"], opacity=0.25, interpolate="step-after")
            .encode(
                **on_axes(x="datum.epoch"),
                y=alt.value(alt.ExprRef(height)),
                y2=alt.value(alt.ExprRef("height")),
            )
        )
    if "batch" in beside:
        yield _beside("batch", log).mark_circle(
            color=COLORS["points"], size=14, opacity=0.6, clip=True
        )


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


def weights(names: tuple[str, ...], dots: bool, long: bool, unit: str = "epoch") -> alt.LayerChart:
    """The weights called `names`, w and b, of each state and, dashed, their optimum.

    Datasets: frame (`CURVES`: the optimum), history (epoch and the weights by name).
    """
    return _named_curves("Weights", {name: name for name in names}, unit, dots, long, "optimum")


def gradients(
    names: tuple[str, ...], dots: bool, long: bool, unit: str = "epoch"
) -> alt.LayerChart:
    """The gradients of the weights called `names`, w and b, at each state.

    Datasets: frame (`CURVES`: zeros), history (epoch and grad_w, grad_b).
    """
    fields = {f"grad_{name}": f"dL/d{name}" for name in names}
    return _named_curves("Gradient", fields, unit, dots, long, "0: no step")


def _named_curves(
    title: str, fields: dict[str, str], unit: str, dots: bool, long: bool, best: str
) -> alt.LayerChart:
    """A curve for each of `fields` (its name for people), and a dashed rule at its `best`."""
    colors = [COLORS[name] for name in fields.values()]
    color = alt.Color("name:N", scale=alt.Scale(domain=list(fields), range=colors), legend=None)
    curves = (
        over(
            "history",
            alt.Chart().mark_line(strokeWidth=2.5),
            _dots(dots).encode(tooltip=hover(*fields, unit=unit)),
            current(ring()),
            **on_axes(x="datum.epoch", y="datum.value"),
        )
        .transform_fold(list(fields), as_=["name", "value"])
        .transform_filter("isValid(datum.value)")
    )
    previewed = preview_line(f"datum.v[{EPOCH}]", "datum.value", fields=list(fields))
    return linked(
        title,
        axes(_states(unit, long), alt.Y("v:Q", title=None)),
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


def _states(unit: str, long: bool) -> alt.X:
    """The axis of states; of a long run on the scale of log(state + 1), which has a place for 0."""
    if not long:
        ticks = alt.Axis(tickMinStep=1, format=",d", grid=False)
        return alt.X("v:Q", title=unit, axis=ticks)
    ticks = alt.Axis(
        values=[0, *(10**power for power in range(6 if unit == "update" else 5))],
        format=",d",
        grid=False,
    )
    return alt.X("v:Q", title=unit, axis=ticks, scale=alt.Scale(type="symlog"))


def _dots(dots: bool, **mark: Any) -> alt.Chart:
    """A dot for each state.

    Without `dots` these are invisible and few: one element each, they cost a browser more than
    everything else, and on a long run no pointer can tell a state from the next.
    """
    if dots:
        return alt.Chart().mark_circle(size=28, opacity=1, **mark)
    few = f"datum.epoch%ceil(length(data('history'))/{HOVER_TARGETS})==0"
    return alt.Chart().transform_filter(few).mark_circle(size=150, opacity=0, **mark)
