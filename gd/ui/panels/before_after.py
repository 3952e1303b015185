"""The line that a run ends with, in the units of the points: predictions, weights, R²."""

from collections.abc import Callable, Iterable

import streamlit as st

from gd import theory
from gd.analysis.formatting import format_number
from gd.charts import view_tables
from gd.data.scaling import r_squared
from gd.run import Run
from gd.ui.inputs.page_inputs import Inputs


def render_predictions(run: Run, inputs: Inputs) -> None:
    """f(x) before and after training, beside the least-squares answer, in the points' units."""
    x, y = inputs.asked_x, to_original_units(inputs)
    w, b = theory.optimum(run.problem, run.has_bias)
    before, after = y(run.predict_before(inputs.test_x)), y(run.predict_after(inputs.test_x))
    best, at = y(w * inputs.test_x + b), format_number(x, 6)
    with st.container(horizontal=True):
        for label, value, text in (
            (f"f({at}) before", before, "With the weights that training started from."),
            (f"f({at}) after", after, "With the weights after the last epoch."),
            ("least squares", best, "Of the line with the smallest possible loss."),
            ("error after", after - best, "f after training, less the least-squares answer."),
        ):
            shown = f"{value:z.3f}" if abs(value) < 1e5 else format_number(value)
            st.metric(label, shown, help=text, border=True)
    points = inputs.points.x
    if view_tables.is_far(points, x):
        st.caption(
            f"x = {at} lies far from the points, which are at {format_number(points.min())} to "
            f"{format_number(points.max())}: *Predict at x* in the sidebar sets another."
        )


def to_original_units(inputs: Inputs) -> Callable[[float], float]:
    """The function that takes a prediction of a run to the units of the points."""
    scale = inputs.scale
    return (lambda y: y) if scale is None else (lambda y: scale.y_mean + scale.y_sd * y)


def render_weights(run: Run, inputs: Inputs) -> None:
    """The weights of the run and of least squares, and the R² of either line."""
    best = theory.optimum(run.problem, run.has_bias)
    digits = 9 if run.settings.dtype == "float64" else 7

    def row(name: str, values: Iterable[float | None]) -> str:
        shown = ("–" if value is None else format_number(value, digits) for value in values)
        return f"| {name} | {' | '.join(shown)} |"

    standard = list(zip(run.end, best, strict=True))
    rows = ["| | after training | least squares |", "|---|---|---|"]
    if inputs.scale:
        original = inputs.scale.original(*run.end), inputs.scale.original(*best)
        rows += [row(*pair) for pair in zip("wb", zip(*original, strict=True), strict=True)]
    unit = ", standard" if inputs.scale else ""
    rows += [row(f"{name}{unit}", pair) for name, pair in zip("wb", standard, strict=True)]
    rows.append(row("R²", (r_squared(inputs.problem, *line) for line in (run.end, best))))
    st.markdown("\n".join(rows))
    st.caption(_about(run, inputs))


def _about(run: Run, inputs: Inputs) -> str:
    """What R² is, and how much a bias would raise it."""
    text = (
        "The line w·x + b, and R²: the share of the variance of y that it explains: at most 1, "
        "below 0 for a line worse than the mean of y."
    )
    full = r_squared(inputs.problem, *theory.optimum(inputs.problem, bias=True))
    if full is None:
        return f"{text} Here all y are equal: there is no variance to explain."
    if run.has_bias:
        return text
    if inputs.scale:
        return (
            f"{text} This variant has no bias. Through (0, 0) in standard units, which is the mean "
            "of x and y, it needs none: b in the units of the points follows from w."
        )
    return (
        f"{text} This variant has no bias, so its line goes through (0, 0). With one, least "
        f"squares has R² = {format_number(full, 6)}."
    )
