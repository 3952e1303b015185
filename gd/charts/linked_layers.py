"""What the linked views of a run are made of: `line_chart`, `landscape_charts`, `epoch_charts`.

Their specs hold no numbers, so that a new run sends only its numbers: the datasets `history`, a row
for each state that the scrubber stops at, and `frame`, the numbers that do not move, of which the
first four are the ends of the axes. All views follow three values in the page, without a
message to the server: `epoch`, the state; `preview`, a training that has not been run, as rows
"epoch,loss,w,b,grad_w,grad_b" joined by ";"; `hand`, a line drawn by hand as "w,b,loss".

Specs are sent with each run, and kept short: what several layers share stands above them.
"""

from collections.abc import Sequence
from typing import Any, cast

import altair as alt

from gd.charts.style import DOTTED, TEXT

VIEW_HEIGHT = 255
WORDS_Y = -9  # above the top of a view
PREVIEW_ROWS = 121  # at most
EPOCH, LOSS, W, B, GRAD_W, GRAD_B = range(6)  # where they are in a row of the preview

# A chart looks for these elements once, when it is drawn. A page has them from the first; elements
# of our own would come later on a slow machine, and the chart would never move.
PLACES = {"epoch": "html", "preview": "body", "hand": "#root"}

BOX = ("left", "right", "bottom", "top")
Layer = alt.Chart | alt.LayerChart


def number(names: tuple[str, ...], name: str) -> str:
    """The expression for the number called `name` in a dataset `frame` of these `names`."""
    return f"at[{names.index(name)}]"


def axes(x: alt.X, y: alt.Y) -> alt.Chart:
    """The axes, from one end of the box to the other, whatever is drawn."""
    # no row is drawn: the ends are the axes' own, so that nothing that moves changes them
    base = alt.Chart(alt.NamedData("frame")).transform_filter("false").mark_point()
    return base.encode(x=_between(x, 0), y=_between(y, 2))


def _between(channel: Any, first: int) -> Any:
    scale = channel["scale"]
    kind = {} if scale is alt.Undefined else {"type": scale["type"]}
    ends = [alt.ExprRef(f"at[{place}]") for place in (first, first + 1)]
    return channel.scale(alt.Scale(**kind, domain=ends))


def on_axes(**places: str) -> dict[str, Any]:
    """Encodings that place a mark by expressions, in the units of the axes.

    As ordinary fields, what moves would take part in the axes, and each move would redraw the whole
    view: 16 frames per second instead of 50.
    """
    return {
        channel: alt.value(alt.ExprRef(f"scale('{channel[0]}',{place})"))
        for channel, place in places.items()
    }


def rows_of(count: int) -> alt.Chart:
    """A layer with `count` marks, numbered by datum.i."""
    return alt.Chart(alt.sequence(0, count, as_="i" if count > 1 else alt.Undefined))


def numbered(values: Sequence[Any]) -> Any:
    """Of `values`, the one for datum.i."""
    return alt.value(alt.ExprRef(f"[{','.join(map(repr, values))}][datum.i]"))


def over(data: str, *layers: Layer, **encodings: Any) -> alt.LayerChart:
    """Layers that share the rows of a dataset and encodings."""
    return cast(alt.LayerChart, alt.layer(*layers, data=alt.NamedData(data)).encode(**encodings))


def current(*layers: Layer) -> alt.LayerChart:
    """Layers of only the row of the state that the scrubber is at."""
    rows = alt.layer(*layers).transform_filter("datum.epoch==toNumber(epoch)")
    return cast(alt.LayerChart, rows)


def ring(*fields: str, unit: str = "epoch", **mark: Any) -> alt.Chart:
    """A ring around the current state's dot, in the colour of the text: no curve has it.

    The dot has the tooltip; where lines cover the dot, give its `fields` to the ring.
    """
    # without a fill, the pointer reaches what is below
    style: Any = {"size": 130, "stroke": TEXT, "strokeWidth": 2.5, "opacity": 1, **mark}
    drawn = alt.Chart().mark_point(**style, fill="transparent" if fields else None)
    return drawn.encode(tooltip=hover(*fields, unit=unit)) if fields else drawn


def hover(*fields: str, unit: str = "epoch") -> Any:
    """The state, which is called `unit`, and its numbers, shown where the pointer rests."""
    numbers = [f"{_quoted(field)}:format(datum.{field},'.5~g')" for field in fields]
    return alt.value(alt.ExprRef("{" + ",".join([f"{unit}:datum.epoch", *numbers]) + "}"))


def _quoted(field: str) -> str:
    return field.replace("grad_", "dL_d")


def preview_line(x: str, y: str, color: str = "", fields: Sequence[str] = ()) -> alt.Chart:
    """A dotted line through the rows of the preview, whose parts are the texts `datum.v`.

    With `fields`, a line for each of these, its value in `datum.value`; its colour is inherited.
    """
    rows = rows_of(PREVIEW_ROWS).transform_calculate(v="split(rows[datum.i],',')")
    if fields:
        places: dict[str, int] = {"w": W, "b": B, "grad_w": GRAD_W, "grad_b": GRAD_B}
        rows = rows.transform_calculate(
            **{field: f"datum.v[{places[field]}]" for field in fields}
        ).transform_fold(list(fields), as_=["name", "value"])
    # what is not finite is an empty text
    rows = rows.transform_filter(f"datum.v[{LOSS}]&&{y if fields else f'datum.v[{W}]'}")
    mark: dict[str, Any] = {"color": color} if color else {}
    line = rows.mark_line(strokeDash=DOTTED, strokeWidth=2.5, clip=True, **mark)
    return line.encode(**on_axes(x=x, y=y))


def by_hand() -> alt.Chart:
    """The line drawn by hand, if there is one: the texts w, b, loss in `datum.v`."""
    return rows_of(1).transform_filter("hand").transform_calculate(v="split(hand,',')")


def in_box(lines: alt.Chart) -> alt.Chart:
    """The part in the box of each line whose slope and intercept are `datum.v`."""
    slope, intercept = "datum.v[0]", "toNumber(datum.v[1])"
    crossings = ",".join(f"({at}-{intercept})/{slope}" for at in ("at[2]", "at[3]"))

    def height(x: str, edge: str) -> str:
        # at a crossing, as w·x + b would lose all digits of a steep line
        return f"datum.{x}=={edge}?{slope}*{edge}+{intercept}:"

    ends = lines.transform_calculate(
        a=f"max(at[0],min({crossings}))", z=f"min(at[1],max({crossings}))"
    ).transform_filter(f"datum.a<datum.z&&{slope}!==''")
    return ends.mark_rule(strokeWidth=2.5).encode(
        **on_axes(
            x="datum.a",
            x2="datum.z",
            y=f"{height('a', 'at[0]')}at[{slope}>0?2:3]",
            y2=f"{height('z', 'at[1]')}at[{slope}>0?3:2]",
        )
    )


def words(*entries: tuple[str, str], now: int = 0) -> alt.Chart:
    """A legend in coloured words (text, colour) on the line below the title.

    The last `now` entries are of the current state: a picture, which has none, is without them.
    """
    texts, colors = zip(*entries, strict=True)
    places = [-46]
    for text in texts[:-1]:
        places.append(places[-1] + round(6.1 * len(text)) + 8)
    shown = rows_of(len(entries))
    if now:
        shown = shown.transform_filter(f"epoch||datum.i<{len(entries) - now}")
    return shown.mark_text(align="left", fontSize=12, y=WORDS_Y).encode(
        text=numbered(texts), color=numbered(colors), x=numbered(places)
    )


def linked(
    title: str,
    *layers: Layer,
    follows: Sequence[str] = ("preview", "hand"),
    y_titled: bool = True,
) -> Any:
    """The layers as a chart with this title that follows the page's elements.

    Where the y axis is not titled, its numbers have the room of the title, too.
    """
    params = [
        alt.param(name=name, value="", bind=alt.BindDirect(element=PLACES[name], event="gd-moved"))
        for name in ("epoch", *follows)
    ]
    rows = alt.param(name="rows", expr="split(preview||'',';')")
    at = alt.param(name="at", expr="pluck(data('frame'),'v')")
    extent = 46 if y_titled else 62
    # tooltips only where they are asked for; the axes alike, so that all views have one size
    config = alt.Config(
        aria=False,
        numberFormat=".6~g",
        mark=alt.MarkConfig(tooltip=None, aria=False),
        axis=alt.AxisConfig(titlePadding=4, labelPadding=9, labelFlush=False, tickCount=6),
        axisY=alt.AxisConfig(minExtent=extent, maxExtent=extent, titleLimit=170),
    )
    # all at once: with each further method, Altair copies every layer several times
    return alt.layer(
        *layers,
        title=title,
        height=VIEW_HEIGHT,
        padding={"bottom": 5},
        params=[one.param for one in (*params, rows, at)],
        config=config,
    )
