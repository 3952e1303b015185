"""The tables that the linked views of a run draw: one row an epoch that the scrubber stops at.

Epoch t begins at (from_w, from_b), where its loss and gradient are measured, and ends at (w, b).
Lines are cut to the box that a view shows here, so that nothing that moves changes its axes.
"""

from dataclasses import dataclass

import numpy as np

from gd import theory
from gd.charts.downsampling import downsample
from gd.problem import Vector
from gd.run import Columns, Run
from gd.variants import VARIANTS

FIRST = 30  # of a long run, the scrubber stops at each of the first epochs
MARGIN = 0.08
DRAWN_DTYPE = "float32"  # of what is only drawn, where that moves it by less than a pixel


@dataclass(frozen=True)
class Box:
    """The part of the plane that a view shows."""

    left: float
    right: float
    bottom: float
    top: float

    def has(self, x: Vector, y: Vector) -> np.ndarray:
        """Which of the points lie in it."""
        return (x >= self.left) & (x <= self.right) & (y >= self.bottom) & (y <= self.top)

    def corners(self) -> Columns:
        """Two of its corners: x, y."""
        return {"x": np.array([self.left, self.right]), "y": np.array([self.bottom, self.top])}

    def segments(self, x: Vector, y: Vector, slope: Vector) -> Columns:
        """The part in the box of the lines through (x, y): x1, y1, x2, y2, NaN where none is."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            crossings = np.sort([x + (self.bottom - y) / slope, x + (self.top - y) / slope], axis=0)
            level = slope == 0
            inside = (y >= self.bottom) & (y <= self.top)
            first = np.where(level, self.left, np.maximum(self.left, crossings[0]))
            last = np.where(level, self.right, np.minimum(self.right, crossings[1]))
            shown = (first < last) & (~level | inside)
            first, last = np.where(shown, first, np.nan), np.where(shown, last, np.nan)
            wide, high = self.right - self.left, self.top - self.bottom
            return {
                "x1": drawn(first, wide),
                "y1": drawn(y + slope * (first - x), high),
                "x2": drawn(last, wide),
                "y2": drawn(y + slope * (last - x), high),
            }


def drawn(values: Vector, size: float) -> Vector:
    """`values` in `PICTURE`, unless a view of this `size` would show the difference."""
    with np.errstate(over="ignore", invalid="ignore"):
        short = values.astype(DRAWN_DTYPE)
        off = np.abs(short - values)
    largest = float(np.finfo(DRAWN_DTYPE).max)
    return values if (off > min(size, largest) / 2000).any() else short


def take_rows(table: Columns, chosen: np.ndarray) -> Columns:
    """Some rows of `table`, by their places or by True and False."""
    return {name: values[chosen] for name, values in table.items()}


def select_columns(table: Columns, *names: str) -> Columns:
    """Some columns of `table`."""
    return {name: table[name] for name in names}


def scrubber_frames(run: Run, most: int = 400) -> Columns:
    """The epochs to stop at: epoch, loss, w, b, grad_w, grad_b, from_w, from_b.

    All of a run of up to `most` epochs; of a longer one the first, and those that draw its curves.
    """
    history = run.columns
    table = {
        **history,
        # short: it goes over the wire with each view
        "epoch": history["epoch"].astype(np.min_scalar_type(len(run.history))),
        "from_w": np.concatenate([[run.start[0]], history["w"]])[:-1],
        "from_b": np.concatenate([[run.start[1]], history["b"]])[:-1],
    }
    if len(run.history) <= most:
        return table
    curves = [history[name] for name in ("loss", "w", "b")]
    drawn = downsample(history["epoch"], curves, most - FIRST)
    return take_rows(table, np.union1d(drawn, np.arange(FIRST)))


def is_far(x: Vector, test_x: float) -> bool:
    """Whether a view that has both the points and `test_x` would show the points as a heap."""
    reach = 4 * (x.max() - x.min() or max(abs(x[0]), 1.0))
    return not x.min() - reach <= test_x <= x.max() + reach


def fit_box(run: Run) -> Box:
    """What the view of the points shows: all of them, and of the lines what is near them."""
    x, y = run.problem.x, run.problem.y
    left, right = _widened(x.min(), x.max(), 0.25)
    ends = np.array([left, right])
    best = _on(theory.optimum(run.problem, VARIANTS[run.variant].has_bias), ends)
    low, high = _widened(min(y.min(), best.min()), max(y.max(), best.max()), 0.6)
    reached = np.concatenate([y, best, _on(run.start, ends), _on(run.end, ends)])
    reached = reached[np.isfinite(reached)].clip(low, high)
    return Box(left, right, *_widened(reached.min(), reached.max(), MARGIN))


def fixed_lines(run: Run, box: Box) -> Columns:
    """The lines before and after training and that of least squares: line, x1, y1, x2, y2."""
    best = theory.optimum(run.problem, VARIANTS[run.variant].has_bias)
    w, b = np.array([run.start, run.end, best]).T
    lines = np.array(["before", "after", "least squares"])
    table = {"line": lines, **box.segments(np.zeros(3), b, w)}
    return take_rows(table, ~np.isnan(table["x1"]))


def moving_line(table: Columns, box: Box) -> Columns:
    """The line that each epoch of `table` begins with: epoch, loss, from_w, from_b and its ends."""
    w, b = table["from_w"], table["from_b"]
    ends = box.segments(np.zeros(len(w)), b, w)
    return {**select_columns(table, "epoch", "loss", "from_w", "from_b"), **ends}


def residual_points(run: Run, box: Box, most: int = 200) -> Columns:
    """The points x, y; up to `most` of them, with the box's bottom and top for the residuals."""
    order = np.argsort(run.problem.x, kind="stable")
    x, y = run.problem.x[order], run.problem.y[order]
    if len(x) > most:
        return take_rows({"x": x, "y": y}, downsample(x, [y]))
    return {"x": x, "y": y, "bottom": np.full(len(x), box.bottom), "top": np.full(len(x), box.top)}


def _on(weights: tuple[float, float], x: Vector) -> Vector:
    with np.errstate(over="ignore", invalid="ignore"):
        return weights[0] * x + weights[1]


def _widened(low: float, high: float, part: float) -> tuple[float, float]:
    by = part * (high - low) or max(abs(low), 1.0) * MARGIN
    return low - by, high + by
