"""The charts of the learning rate: specs without numbers, for named datasets."""

import altair as alt

from gd.charts.style import COLORS, NUMBER, axis, layered, legend, scale_of

TOO_SLOW = "too slow"
ZONE_COLORS = {
    "monotone": "#0c9a83",
    "oscillating": "#b07d00",
    "divergent": "#e5484d",
    TOO_SLOW: "#7d8597",
}


def ruler() -> alt.LayerChart:
    """Zones of the learning rate, and marks on it.

    Datasets: zones (zone, least, most), marks (mark, rate, line). What is too slow depends on the
    epochs, the other zones do not: it has a thin band of its own. The name of a mark stands above
    the bands, on the first line or, where `line` is 1, the second.
    """
    zones = alt.Chart(alt.NamedData("zones"))
    ends = [alt.Tooltip("least:Q", format=NUMBER), alt.Tooltip("most:Q", format=NUMBER)]
    zone = {
        "x": alt.X("least:Q", title="learning rate", scale=_log(), axis=axis()),
        "x2": alt.X2("most:Q"),
        "color": alt.Color(
            "zone:N", scale=scale_of(ZONE_COLORS, list(ZONE_COLORS)), legend=legend(2)
        ),
        "tooltip": [alt.Tooltip("zone:N"), *ends],
    }
    mark = alt.Chart(alt.NamedData("marks")).encode(x="rate:Q")
    words = [alt.Tooltip("mark:N"), alt.Tooltip("rate:Q", format=NUMBER)]
    names = [
        mark.transform_filter(alt.datum.line == line)
        .mark_text(
            dy=-26 - 14 * line, dx=5, align="left", color=COLORS["points"], fontWeight="bold"
        )
        .encode(text="mark:N")
        for line in (0, 1)
    ]
    return layered(
        zones.transform_filter(alt.datum.zone != TOO_SLOW).mark_bar(height=34).encode(**zone),
        zones.transform_filter(alt.datum.zone == TOO_SLOW)
        .mark_bar(height=7, yOffset=24)
        .encode(**zone),
        mark.mark_rule(strokeWidth=3, color=COLORS["points"]).encode(tooltip=words),
        *names,
    ).properties(height=215)


def final_losses(color: str) -> alt.LayerChart:
    """The last loss by learning rate, both on log scales; a click picks a rate.

    Datasets: swept (rate, loss), yours (rate).
    """
    rate = alt.X("rate:Q", title="learning rate", scale=_log(), axis=axis())
    loss = alt.Y("loss:Q", title="loss of the last epoch", scale=_log(), axis=axis())
    words = [alt.Tooltip("rate:Q", format=NUMBER), alt.Tooltip("loss:Q", format=NUMBER)]
    pick = alt.selection_point(name="pick", encodings=["x"], nearest=True, on="click", empty=False)
    swept, now = alt.Chart(alt.NamedData("swept")), alt.Chart(alt.NamedData("yours"))
    return layered(
        swept.mark_line(strokeWidth=2.5, color=color).encode(x=rate, y=loss),
        swept.mark_point(size=90, opacity=0, filled=True)
        .encode(x=rate, y=loss, tooltip=words)
        .add_params(pick),
        now.mark_rule(strokeWidth=2.5, color=COLORS["points"], clip=True).encode(x="rate:Q"),
    )


def heat() -> alt.LayerChart:
    """The loss over learning rates and epochs.

    Dataset: cells (rate, rate2, epoch, epoch2, log10).
    """
    bar = alt.Legend(orient="top", gradientLength=180)
    color = alt.Color("log10:Q", title="log₁₀ loss", scale=alt.Scale(scheme="viridis"), legend=bar)
    plain = alt.Scale(nice=False, zero=False)
    epoch = alt.Y("epoch:Q", title="epoch", scale=plain, axis=axis(grid=False))
    words = [
        alt.Tooltip("rate:Q", format=NUMBER),
        alt.Tooltip("epoch:Q", format=".0f"),
        alt.Tooltip("log10:Q", title="log₁₀ loss", format=".2f"),
    ]
    rate = alt.X("rate:Q", title="learning rate", scale=_log(), axis=axis(grid=False))
    cells = alt.Chart(alt.NamedData("cells")).mark_rect()
    return layered(
        cells.encode(x=rate, x2="rate2:Q", y=epoch, y2="epoch2:Q", color=color, tooltip=words)
    )


def _log() -> alt.Scale:
    return alt.Scale(type="log", nice=False)
