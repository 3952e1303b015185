"""The tables that the linked views of a run draw: one row an epoch that the scrubber stops at.

Epoch t begins at (from_w, from_b), where its loss and gradient are measured, and ends at (w, b).
Lines are cut to the box that a view shows here, so that nothing that moves changes its axes.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gd import theory
from gd.problem import Vector
from gd.run import Columns, Run
from gd.thin import thin
from gd.variants import VARIANTS

FIRST, EVENLY = 30, 60  # of a long run, the scrubber stops at the first epochs, and at even steps
MARGIN = 0.08
LEVELS = 9
POINTS = 34  # of a whole contour: its polygon is less than a pixel off
PICTURE = "float32"  # of what is only drawn


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
            ends = [first, y + slope * (first - x), last, y + slope * (last - x)]
            return dict(zip(("x1", "y1", "x2", "y2"), np.array(ends, PICTURE), strict=True))


def rows(table: Columns, chosen: np.ndarray) -> Columns:
    """Some rows of `table`, by their places or by True and False."""
    return {name: values[chosen] for name, values in table.items()}


def only(table: Columns, *names: str) -> Columns:
    """Some columns of `table`."""
    return {name: table[name] for name in names}


def stops(run: Run, most: int = 400) -> Columns:
    """The epochs to stop at: epoch, loss, w, b, grad_w, grad_b, from_w, from_b.

    All of a run of up to `most` epochs; of a longer one those that draw its curves, on the linear
    and on the log scale, the first and some in even steps.
    """
    history = run.columns
    table = {
        **history,
        "epoch": history["epoch"].astype(np.uint16),  # at most 50,000, many times over the wire
        "from_w": np.concatenate([[run.start[0]], history["w"]])[:-1],
        "from_b": np.concatenate([[run.start[1]], history["b"]])[:-1],
    }
    if len(run.history) <= most:
        return table
    logs = np.log10(np.maximum(history["loss"], np.finfo(np.float64).tiny))
    curves = [history["w"], history["b"], logs]
    drawn = thin(history["epoch"], curves, most - FIRST - EVENLY)
    evenly = np.linspace(0, len(logs) - 1, EVENLY).astype(int)
    return rows(table, np.unique(np.concatenate([drawn, evenly, np.arange(FIRST)])))


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
    return rows(table, ~np.isnan(table["x1"]))


def moving_line(table: Columns, box: Box) -> Columns:
    """The line that each epoch of `table` begins with: epoch, loss, from_w, from_b and its ends."""
    w, b = table["from_w"], table["from_b"]
    ends = box.segments(np.zeros(len(w)), b, w)
    return {**only(table, "epoch", "loss", "from_w", "from_b"), **ends}


def residual_points(run: Run, box: Box, most: int = 200) -> Columns:
    """The points x, y; up to `most` of them, with the box's bottom and top for the residuals."""
    order = np.argsort(run.problem.x, kind="stable")
    x, y = run.problem.x[order], run.problem.y[order]
    if len(x) > most:
        return rows({"x": x, "y": y}, thin(x, [y]))
    return {"x": x, "y": y, "bottom": np.full(len(x), box.bottom), "top": np.full(len(x), box.top)}


def parabola(run: Run, table: Columns) -> tuple[Box, Columns, Columns]:
    """The loss over the one weight: the box shown, the curve (w, loss), and the way down it.

    The way: epoch, from_w, loss, slope dL/dw, where the step ends (to_w, to_loss), and the ends of
    the tangent (x1, y1, x2, y2). L(w) = L* + ½ λ (w - w*)².
    """
    best = theory.optimum(run.problem, bias=False)[0]
    curvature, least = theory.hessian(run.problem)[0, 0], theory.loss(run.problem, best, 0.0)

    def loss(w: Vector) -> Vector:
        with np.errstate(over="ignore"):
            return least + 0.5 * curvature * (w - best) ** 2

    start, end = table["from_w"], table["w"]
    reach = _reach(table, "w", best)
    grid = best + np.linspace(-reach, reach, 121)
    top = max(float(loss(grid[:1])[0]), least + 1e-12)
    box = Box(grid[0], grid[-1], least - MARGIN * (top - least), top)
    slope = curvature * (start - best)
    begun, ended = loss(start), loss(end)
    way = {
        **only(table, "epoch", "loss", "from_w"),
        "slope": slope,
        "to_w": np.where(box.has(end, ended), end, np.nan),
        "to_loss": ended,
        **box.segments(start, begun, slope),
    }
    return box, {"w": grid, "loss": loss(grid)}, rows(way, box.has(start, begun))


def contours(run: Run, table: Columns) -> tuple[Box, Columns, Columns, Columns]:
    """The loss over weight and bias: the box shown, its contours, the way, the main directions.

    Contours: arc, w, b, loss, ellipses about the optimum cut to the box. The way: epoch, loss,
    from_w, from_b, w, b. Directions: curvature, and the ends x1, y1, x2, y2 of the line through
    the optimum along that eigenvector of the Hessian.
    """
    best = np.array(theory.optimum(run.problem, bias=True))
    hessian = theory.hessian(run.problem)
    values, vectors = theory.eigen(run.problem, bias=True)
    reach = [_reach(table, name, goal) for name, goal in zip("wb", best, strict=True)]
    box = Box(best[0] - reach[0], best[0] + reach[0], best[1] - reach[1], best[1] + reach[1])
    steep = vectors[0] != 0
    to_w, to_b = vectors[:, steep]
    directions = {
        **box.segments(np.full(len(to_w), best[0]), np.full(len(to_w), best[1]), to_b / to_w),
        "curvature": values[steep],
    }
    ends = box.has(table["w"], table["b"])
    way = {
        **only(table, "epoch", "loss", "from_w", "from_b"),
        **{name: np.where(ends, table[name], np.nan) for name in ("w", "b")},
    }
    least = theory.loss(run.problem, *best)
    rings = _ellipses((hessian[0, 0], hessian[0, 1], hessian[1, 1]), (best[0], best[1]), least, box)
    return box, rings, rows(way, box.has(table["from_w"], table["from_b"])), directions


@lru_cache(maxsize=256)
def _ellipses(
    hessian: tuple[float, float, float], best: tuple[float, float], least: float, box: Box
) -> Columns:
    """Contours of equal distance: the excess of the loss over L* grows with the square.

    Kept by their numbers, the Hessian's H₁₁, H₁₂, H₂₂ first: many runs share a problem.
    """
    # in units of the box, which is then the square from -1 to 1
    unit = np.array([box.right - best[0], box.top - best[1]])
    full = np.array([[hessian[0], hessian[1]], [hessian[1], hessian[2]]])
    values, vectors = np.linalg.eigh(full * np.outer(unit, unit))
    flat, steep = np.maximum(values, 1e-12 * values[1])
    corners = np.array([[1, 1], [1, -1]]) @ vectors
    most = max(0.5 * (corners**2 @ values))
    around = np.linspace(0, 2 * np.pi, 2000)
    arcs = []
    for level in most * (np.arange(1, LEVELS) / LEVELS) ** 2:
        # along a flat direction the ellipse goes on far beyond the box: there it is cut
        radius = np.sqrt(2 * level / flat)
        u = min(radius, 1.5) * np.sin(around)
        v = np.sqrt(2 * level / steep * (1 - (u / radius) ** 2)) * np.sign(np.cos(around))
        w, b = (best + np.column_stack([u, v]) @ vectors.T * unit).T
        inside = box.has(w, b)
        for arc in np.split(np.arange(len(w)), np.flatnonzero(np.diff(inside)) + 1):
            if inside[arc[0]] and len(arc) > 1:
                count = min(len(arc), max(5, POINTS * len(arc) // len(w)))
                kept = arc[np.linspace(0, len(arc) - 1, count).astype(int)]
                rows = np.full(len(kept), len(arcs)), w[kept], b[kept], np.full(len(kept), level)
                arcs.append(np.column_stack(rows))
    arc, w, b, height = np.concatenate(arcs).T
    largest = np.abs([box.left, box.right, box.bottom, box.top, least + most]).max()
    short = PICTURE if largest < np.finfo(PICTURE).max else "float64"
    w, b, height = w.astype(short), b.astype(short), (height + least).astype(short)
    return {"arc": arc.astype("uint8"), "w": w, "b": b, "loss": height}


def _reach(table: Columns, name: str, best: float) -> float:
    """How far from the optimum a landscape is shown: as far as the run went, within reason.

    A run that grows is shown until it is four times as far away as it began, its loss 16 times;
    the first step is shown unless it leaps a thousand times as far.
    """
    loss, first = table["loss"], table["loss"][0]
    near = (loss <= 16 * first) | ((table["epoch"] <= 2) & (loss <= 1e6 * first))
    far = np.abs(table[f"from_{name}"][near] - best).max()
    reach = (1 + 2 * MARGIN) * max(far, 0.05 * max(abs(best), 1.0))
    # to two digits, so that a small change of the settings leaves the axes where they are
    digit = 10.0 ** (math.floor(math.log10(reach)) - 1)
    return math.ceil(reach / digit) * digit


def _on(weights: tuple[float, float], x: Vector) -> Vector:
    with np.errstate(over="ignore", invalid="ignore"):
        return weights[0] * x + weights[1]


def _widened(low: float, high: float, part: float) -> tuple[float, float]:
    by = part * (high - low) or max(abs(low), 1.0) * MARGIN
    return low - by, high + by
