"""The charts of the learning rate: specs without numbers, for named datasets."""

import altair as alt

from gd.charts.style import (
    COLORS,
    TEXT,
    ZONE_COLORS,
    axis,
    layered,
    log_axis,
    ordinal_scale,
    tooltips,
)


def ruler() -> alt.LayerChart:
    """The zones of the learning rate, each with its name, and rates marked on it.

    Only the zone "too slow" depends on the epochs: it has a thin band of its own. The name of a
    mark stands above the bands, on the first line or, where `line` is 1, on the second.
    Datasets: zones (zone, least, most: its ends), marks (mark, rate, line).
    """
    zones = alt.Chart(alt.NamedData("zones"))
    color = alt.Color("zone:N", scale=ordinal_scale(ZONE_COLORS, list(ZONE_COLORS)), legend=None)
    bands = []
    # on a phone the bands are narrower than their names, which stand below each other there
    apart = "width<500?(datum.zone=='oscillates'?-9:datum.zone=='diverges'?9:0):0"
    for below, height, offset in (("!=", 34, 0), ("==", 16, 27)):
        zone = zones.transform_filter(f"datum.zone {below} 'too slow'").encode(
            x=alt.X("least:Q", title="learning rate", scale=_log(), axis=log_axis("x")),
            tooltip=[alt.Tooltip("zone:N"), *tooltips("least", "most")],
        )
        name = zone.mark_text(
            align="left", dx=6, dy=alt.ExprRef(apart), yOffset=offset, color="#111", fontSize=12
        )
        bands += [
            zone.mark_bar(height=height, yOffset=offset).encode(x2="most:Q", color=color),
            # no name where its band is too narrow for it
            name.transform_filter("log(datum.most / datum.least) > 0.35").encode(text="zone:N"),
        ]
    mark = alt.Chart(alt.NamedData("marks")).encode(x="rate:Q")
    tooltip = [alt.Tooltip("mark:N"), *tooltips("rate")]
    names = [
        mark.transform_filter(alt.datum.line == line)
        .mark_text(dy=-26 - 14 * line, dx=5, align="left", color=TEXT, fontWeight="bold")
        .encode(text="mark:N")
        for line in (0, 1)
    ]
    rule = mark.mark_rule(strokeWidth=3, color=TEXT).encode(tooltip=tooltip)
    return layered(*bands, rule, *names).properties(height=185)


def final_losses(color: str) -> alt.LayerChart:
    """The last loss by learning rate, both on log scales; a click picks a rate.

    Datasets: swept (rate, loss), yours (rate).
    """
    rate = alt.X("rate:Q", title="learning rate", scale=_log(), axis=log_axis("x"))
    loss = alt.Y(
        "loss:Q", title="loss after training", scale=alt.Scale(type="log"), axis=log_axis("y")
    )
    pick = alt.selection_point(name="pick", encodings=["x"], nearest=True, on="click", empty=False)
    swept, now = alt.Chart(alt.NamedData("swept")), alt.Chart(alt.NamedData("yours"))
    return layered(
        swept.mark_line(strokeWidth=2.5, color=color).encode(x=rate, y=loss),
        swept.mark_point(size=90, opacity=0, filled=True)
        .encode(x=rate, y=loss, tooltip=tooltips("rate", "loss"))
        .add_params(pick),
        now.mark_rule(strokeWidth=2.5, color=COLORS["points"], clip=True).encode(x="rate:Q"),
    )


def heat() -> alt.LayerChart:
    """The loss over learning rates and epochs, in cells.

    Dataset: cells (rate, rate2, epoch, epoch2: its ends, log10: of the loss).
    """
    bar = alt.Legend(orient="top", gradientLength=180)
    color = alt.Color("log10:Q", title="log₁₀ loss", scale=alt.Scale(scheme="viridis"), legend=bar)
    plain = alt.Scale(nice=False, zero=False)
    epoch = alt.Y("epoch:Q", title="epoch", scale=plain, axis=axis(grid=False))
    tooltip = [
        *tooltips("rate"),
        alt.Tooltip("epoch:Q", format=".0f"),
        alt.Tooltip("log10:Q", title="log₁₀ loss", format=".2f"),
    ]
    rate = alt.X("rate:Q", title="learning rate", scale=_log(), axis=log_axis("x", grid=False))
    cells = alt.Chart(alt.NamedData("cells")).mark_rect()
    return layered(
        cells.encode(x=rate, x2="rate2:Q", y=epoch, y2="epoch2:Q", color=color, tooltip=tooltip)
    )


def _log() -> alt.Scale:
    return alt.Scale(type="log", nice=False)
