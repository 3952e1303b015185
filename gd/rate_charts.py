"""The charts of the learning rate: DataFrame in, Altair chart out."""

import altair as alt
import pandas as pd

from gd.charts import COLORS, NUMBER, axis, layered, legend, scale_of

TOO_SLOW = "too slow"
ZONE_COLORS = {
    "monotone": "#0c9a83",
    "oscillating": "#b07d00",
    "divergent": "#e5484d",
    TOO_SLOW: "#7d8597",
}


def ruler(zones: pd.DataFrame, marks: pd.DataFrame) -> alt.LayerChart:
    """Zones of the learning rate (zone, least, most), and marks on it (mark, rate, line).

    What is too slow depends on the epochs, the other zones do not: it has a thin band of its own.
    The name of a mark stands on the `line`-th line above the bands.
    """
    slow = zones["zone"] == TOO_SLOW
    ends = [alt.Tooltip("least:Q", format=NUMBER), alt.Tooltip("most:Q", format=NUMBER)]
    zone = {
        "x": alt.X("least:Q", title="learning rate", scale=_log(), axis=axis()),
        "x2": alt.X2("most:Q"),
        "color": alt.Color(
            "zone:N", scale=scale_of(ZONE_COLORS, list(ZONE_COLORS)), legend=legend(2)
        ),
        "tooltip": [alt.Tooltip("zone:N"), *ends],
    }
    mark = alt.Chart(marks).encode(x="rate:Q")
    words = [alt.Tooltip("mark:N"), alt.Tooltip("rate:Q", format=NUMBER)]
    names = [
        mark.transform_filter(alt.datum.line == line)
        .mark_text(
            dy=-26 - 14 * line, dx=5, align="left", color=COLORS["points"], fontWeight="bold"
        )
        .encode(text="mark:N")
        for line in marks["line"]
    ]
    return layered(
        alt.Chart(zones[~slow]).mark_bar(height=34).encode(**zone),
        alt.Chart(zones[slow]).mark_bar(height=7, yOffset=24).encode(**zone),
        mark.mark_rule(strokeWidth=3, color=COLORS["points"]).encode(tooltip=words),
        *names,
    ).properties(height=215)


def final_losses(frame: pd.DataFrame, current: float, color: str) -> alt.LayerChart:
    """The last loss by learning rate (rate, loss), both on log scales; a click picks a rate."""
    rate = alt.X("rate:Q", title="learning rate", scale=_log(), axis=axis())
    loss = alt.Y("loss:Q", title="loss of the last epoch", scale=_log(), axis=axis())
    words = [alt.Tooltip("rate:Q", format=NUMBER), alt.Tooltip("loss:Q", format=NUMBER)]
    pick = alt.selection_point(name="pick", encodings=["x"], nearest=True, on="click", empty=False)
    swept = alt.Chart(frame)
    now = alt.Chart(pd.DataFrame({"rate": [current]}))
    return layered(
        swept.mark_line(strokeWidth=2.5, color=color).encode(x=rate, y=loss),
        swept.mark_point(size=90, opacity=0, filled=True)
        .encode(x=rate, y=loss, tooltip=words)
        .add_params(pick),
        now.mark_rule(strokeWidth=2.5, color=COLORS["points"], clip=True).encode(x="rate:Q"),
    )


def heat(frame: pd.DataFrame) -> alt.LayerChart:
    """The loss over learning rates and epochs: cells (rate, rate2, epoch, epoch2, log10)."""
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
    cells = alt.Chart(frame).mark_rect()
    return layered(
        cells.encode(x=rate, x2="rate2:Q", y=epoch, y2="epoch2:Q", color=color, tooltip=words)
    )


def _log() -> alt.Scale:
    return alt.Scale(type="log", nice=False)
