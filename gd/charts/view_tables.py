"""The tables that the linked views of a run draw, as NumPy columns by name.

Tables by epoch have a row for each epoch that the scrubber stops at. Epoch t begins at (from_w,
from_b), where its loss and gradient are measured, and ends at (w, b). Lines are clipped to the box
that a view shows, so that nothing that moves changes its axes.
"""

from dataclasses import dataclass

import numpy as np

from gd import theory
from gd.charts.downsampling import downsample
from gd.problem import Vector
from gd.run import Columns, Run

FIRST_EPOCHS = 30  # the scrubber stops at each of these, however long the run is
MARGIN = 0.08  # around what a view shows, as a fraction of its size
DRAWN_DTYPE = "float32"  # of numbers that are only drawn


@dataclass(frozen=True)
class Box:
    """The part of the plane that a view shows."""

    left: float
    right: float
    bottom: float
    top: float

    def contains(self, x: Vector, y: Vector) -> np.ndarray:
        """Which of the points lie in the box, as booleans."""
        return (x >= self.left) & (x <= self.right) & (y >= self.bottom) & (y <= self.top)

    def corners(self) -> Columns:
        """Two opposite corners.

        Columns: x, y.
        """
        return {"x": np.array([self.left, self.right]), "y": np.array([self.bottom, self.top])}

    def segments(self, x: Vector, y: Vector, slope: Vector) -> Columns:
        """The part of each line through (x, y) that lies in the box; NaN where none does.

        Columns: x1, y1, x2, y2, the ends from left to right.
        """
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
                "x1": compact(first, wide),
                "y1": compact(y + slope * (first - x), high),
                "x2": compact(last, wide),
                "y2": compact(y + slope * (last - x), high),
            }


def compact(values: Vector, size: float) -> Vector:
    """`values` in `DRAWN_DTYPE`, unless that moves one by a pixel in a view of this `size`."""
    with np.errstate(over="ignore", invalid="ignore"):
        short = values.astype(DRAWN_DTYPE)
        off = np.abs(short - values)
    largest = float(np.finfo(DRAWN_DTYPE).max)
    return values if (off > min(size, largest) / 2000).any() else short


def take_rows(table: Columns, chosen: np.ndarray) -> Columns:
    """Some rows of `table`, by their indices or by a boolean mask."""
    return {name: values[chosen] for name, values in table.items()}


def select_columns(table: Columns, *names: str) -> Columns:
    """Some columns of `table`."""
    return {name: table[name] for name in names}


def scrubber_frames(run: Run, max_rows: int = 400) -> Columns:
    """The epochs that the scrubber stops at.

    All epochs of a run of up to `max_rows`; of a longer run the first ones, and those that draw
    its curves. Columns: epoch, loss, w, b, grad_w, grad_b, from_w, from_b.
    """
    history = run.columns
    table = {
        **history,
        # the smallest type that fits: the epochs are sent with every view
        "epoch": history["epoch"].astype(np.min_scalar_type(len(run.history))),
        "from_w": np.concatenate([[run.start[0]], history["w"]])[:-1],
        "from_b": np.concatenate([[run.start[1]], history["b"]])[:-1],
    }
    if len(run.history) <= max_rows:
        return table
    curves = [history[name] for name in ("loss", "w", "b")]
    kept = downsample(history["epoch"], curves, max_rows - FIRST_EPOCHS)
    return take_rows(table, np.union1d(kept, np.arange(FIRST_EPOCHS)))


def is_far(x: Vector, test_x: float) -> bool:
    """Whether a view of the points and `test_x` would show all points as a single spot."""
    reach = 4 * (x.max() - x.min() or max(abs(x[0]), 1.0))
    return not x.min() - reach <= test_x <= x.max() + reach


def fit_box(run: Run) -> Box:
    """The box of the view of the points: all of them, and the part of the lines near them."""
    x, y = run.problem.x, run.problem.y
    left, right = _widened(x.min(), x.max(), 0.25)
    ends = np.array([left, right])
    best = _predict(theory.optimum(run.problem, run.has_bias), ends)
    low, high = _widened(min(y.min(), best.min()), max(y.max(), best.max()), 0.6)
    reached = np.concatenate([y, best, _predict(run.start, ends), _predict(run.end, ends)])
    reached = reached[np.isfinite(reached)].clip(low, high)
    return Box(left, right, *_widened(reached.min(), reached.max(), MARGIN))


def fixed_lines(run: Run, box: Box) -> Columns:
    """The lines before and after training and of least squares, where the box shows them.

    Columns: line (its name), x1, y1, x2, y2.
    """
    best = theory.optimum(run.problem, run.has_bias)
    w, b = np.array([run.start, run.end, best]).T
    lines = np.array(["before", "after", "least squares"])
    table = {"line": lines, **box.segments(np.zeros(3), b, w)}
    return take_rows(table, ~np.isnan(table["x1"]))


def moving_line(table: Columns, box: Box) -> Columns:
    """The line that each epoch of `table` begins with; NaN ends where it is outside the box.

    Columns: epoch, loss, from_w, from_b, x1, y1, x2, y2.
    """
    w, b = table["from_w"], table["from_b"]
    ends = box.segments(np.zeros(len(w)), b, w)
    return {**select_columns(table, "epoch", "loss", "from_w", "from_b"), **ends}


def residual_points(run: Run, box: Box, max_residuals: int = 200) -> Columns:
    """The points by ascending x, and where there are few, what their residuals need.

    Columns: x, y, and for up to `max_residuals` points bottom, top, to which residuals are clipped.
    """
    order = np.argsort(run.problem.x, kind="stable")
    x, y = run.problem.x[order], run.problem.y[order]
    if len(x) > max_residuals:
        return take_rows({"x": x, "y": y}, downsample(x, [y]))
    return {"x": x, "y": y, "bottom": np.full(len(x), box.bottom), "top": np.full(len(x), box.top)}


def _predict(weights: tuple[float, float], x: Vector) -> Vector:
    """w·x + b."""
    with np.errstate(over="ignore", invalid="ignore"):
        return weights[0] * x + weights[1]


def _widened(low: float, high: float, fraction: float) -> tuple[float, float]:
    """The interval with `fraction` of its length added at each end."""
    by = fraction * (high - low) or max(abs(low), 1.0) * MARGIN
    return low - by, high + by
