"""What the linked views of a run are made of (`gd.charts.plane_charts`, `gd.charts.epoch_charts`).

Their specs hold no numbers, so that a new run sends only its numbers: named datasets, the tables of
`gd.charts.view_tables` and `gd.charts.landscape_tables`. All views follow one epoch, the value of
the page's element `#epoch`, which the scrubber sets in the browser without a message to the server.
"""

from typing import Any

import altair as alt

from gd.charts.style import COLORS, layered


def history() -> alt.Chart:
    """The dataset `history`: one row for each epoch that the scrubber stops at."""
    return alt.Chart(alt.NamedData("history"))


def current(data: alt.Chart) -> alt.Chart:
    """Only the row of the epoch that the scrubber is at."""
    return data.transform_filter("datum.epoch == toNumber(epoch)")


def with_current(name: str, *fields: str) -> alt.Chart:
    """The rows of the dataset `name`, each with `fields` of the current row of the history."""
    row = alt.LookupData(data=alt.NamedData("history"), key="epoch", fields=list(fields))
    data = alt.Chart(alt.NamedData(name)).transform_calculate(now="toNumber(epoch)")
    return data.transform_lookup(lookup="now", from_=row)


def on_axes(**fields: str) -> dict[str, Any]:
    """Encodings that place what moves on the axes that the other layers make.

    As ordinary fields, the few rows of an epoch would take part in the axes' domains, and each
    move would redraw the whole view: 16 frames per second instead of 50.
    """
    return {
        channel: alt.value(alt.ExprRef(f"scale('{channel[0]}', datum.{field})"))
        for channel, field in fields.items()
    }


def marker(data: alt.Chart, tooltip: list[alt.Tooltip] | None = None, **fields: str) -> alt.Chart:
    """A ring around the current epoch's dot.

    The dot has the tooltip; where lines cover the dot, give it to the ring.
    """
    # without a fill, the pointer reaches what is below
    fill: Any = "transparent" if tooltip else None
    ring = current(data).mark_point(
        size=130, stroke=COLORS["this epoch"], strokeWidth=3, opacity=1, fill=fill
    )
    return ring.encode(**on_axes(**fields), tooltip=tooltip or alt.Undefined)


def linked(*layers: alt.Chart) -> alt.LayerChart:
    """The layers as a chart whose parameter `epoch` is the value of the page's `#epoch`."""
    bound = alt.BindDirect(element="#epoch", event="input")
    return layered(*layers).add_params(alt.param(name="epoch", value="1", bind=bound))
