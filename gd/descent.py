"""The tables that the linked views of a run draw: one row an epoch that the scrubber stops at.

Epoch t begins at (from_w, from_b), where its loss and gradient are measured, and ends at (w, b).
Lines are cut to the box that a view shows here, so that nothing that moves changes its axes.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from gd import theory
from gd.problem import Vector
from gd.run import Run
from gd.thin import thin
from gd.variants import VARIANTS

FIRST, EVENLY = 30, 60  # of a long run, the scrubber stops at the first epochs, and at even steps
MARGIN = 0.08
LEVELS = 9
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

    def corners(self) -> pd.DataFrame:
        """Two of its corners: x, y."""
        return pd.DataFrame({"x": [self.left, self.right], "y": [self.bottom, self.top]})

    def segments(self, x: Vector, y: Vector, slope: Vector) -> pd.DataFrame:
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
            columns = dict(zip(("x1", "y1", "x2", "y2"), ends, strict=True))
            return pd.DataFrame(columns).astype(PICTURE)


def stops(run: Run, most: int = 400) -> pd.DataFrame:
    """The epochs to stop at: epoch, loss, from_w, from_b, w, b, grad_w, grad_b.

    All of a run of up to `most` epochs; of a longer one those that draw its curves, on the linear
    and on the log scale, the first and some in even steps.
    """
    history = run.history
    w, b = run.start
    frame = history.assign(
        from_w=history["w"].shift(fill_value=w), from_b=history["b"].shift(fill_value=b)
    )
    if len(frame) <= most:
        return frame
    logs = frame.assign(log=np.log10(frame["loss"].clip(lower=np.finfo(np.float64).tiny)))
    drawn = thin(logs, "epoch", ["w", "b", "log"], most - FIRST - EVENLY).index
    evenly = np.linspace(0, len(frame) - 1, EVENLY).astype(int)
    return frame.loc[np.unique(np.concatenate([drawn, evenly, np.arange(FIRST)]))]


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


def fixed_lines(run: Run, box: Box) -> pd.DataFrame:
    """The lines before and after training and that of least squares: line, x1, y1, x2, y2."""
    best = theory.optimum(run.problem, VARIANTS[run.variant].has_bias)
    w, b = np.array([run.start, run.end, best]).T
    frame = box.segments(np.zeros(3), b, w)
    return frame.assign(line=["before", "after", "least squares"]).dropna()


def moving_line(frame: pd.DataFrame, box: Box) -> pd.DataFrame:
    """The line that each epoch of `frame` begins with: epoch, loss, from_w, from_b and its ends."""
    w, b = frame["from_w"].to_numpy(), frame["from_b"].to_numpy()
    ends = box.segments(np.zeros(len(w)), b, w).set_axis(frame.index)
    return pd.concat([frame[["epoch", "loss", "from_w", "from_b"]], ends], axis=1)


def residual_points(run: Run, box: Box, most: int = 200) -> pd.DataFrame:
    """The points x, y; up to `most` of them, with the box's bottom and top for the residuals."""
    points = pd.DataFrame({"x": run.problem.x, "y": run.problem.y}).sort_values("x")
    points = thin(points, "x", ["y"])
    if len(points) > most:
        return points
    return points.assign(bottom=box.bottom, top=box.top)


def parabola(run: Run, frame: pd.DataFrame) -> tuple[Box, pd.DataFrame, pd.DataFrame]:
    """The loss over the one weight: the box shown, the curve (w, loss), and the way down it.

    The way: epoch, from_w, loss, slope dL/dw, where the step ends (to_w, to_loss), and the ends of
    the tangent (x1, y1, x2, y2). L(w) = L* + ½ λ (w - w*)².
    """
    best = theory.optimum(run.problem, bias=False)[0]
    curvature, least = theory.hessian(run.problem)[0, 0], theory.loss(run.problem, best, 0.0)

    def loss(w: Vector) -> Vector:
        with np.errstate(over="ignore"):
            return least + 0.5 * curvature * (w - best) ** 2

    start, end = frame["from_w"].to_numpy(), frame["w"].to_numpy()
    reach = _reach(frame, "w", best)
    grid = best + np.linspace(-reach, reach, 121)
    top = max(float(loss(grid[:1])[0]), least + 1e-12)
    box = Box(grid[0], grid[-1], least - MARGIN * (top - least), top)
    slope = curvature * (start - best)
    way = pd.concat(
        [
            frame[["epoch", "loss", "from_w"]],
            pd.DataFrame(
                {
                    "slope": slope,
                    "to_w": np.where(box.has(end, loss(end)), end, np.nan),
                    "to_loss": loss(end),
                },
                frame.index,
            ),
            box.segments(start, loss(start), slope).set_axis(frame.index),
        ],
        axis=1,
    )
    curve = pd.DataFrame({"w": grid, "loss": loss(grid)})
    return box, curve, way[box.has(start, loss(start))]


def contours(run: Run, frame: pd.DataFrame) -> tuple[Box, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The loss over weight and bias: the box shown, its contours, the way, the main directions.

    Contours: arc, w, b, loss, ellipses about the optimum cut to the box. The way: epoch, loss,
    from_w, from_b, w, b. Directions: curvature, and the ends x1, y1, x2, y2 of the line through
    the optimum along that eigenvector of the Hessian.
    """
    best = np.array(theory.optimum(run.problem, bias=True))
    values, vectors = np.linalg.eigh(theory.hessian(run.problem))
    start = frame[["from_w", "from_b"]].to_numpy()
    reach = [_reach(frame, name, goal) for name, goal in zip("wb", best, strict=True)]
    box = Box(best[0] - reach[0], best[0] + reach[0], best[1] - reach[1], best[1] + reach[1])
    directions = pd.concat(
        box.segments(best[:1], best[1:], vectors[1:, i] / vectors[:1, i]).assign(
            curvature=max(values[i], 0.0)
        )
        for i in (0, 1)
        if vectors[0, i] != 0
    )
    end = frame[["w", "b"]].where(pd.Series(box.has(*frame[["w", "b"]].to_numpy().T), frame.index))
    way = frame[["epoch", "loss", "from_w", "from_b"]].join(end)
    hessian = theory.hessian(run.problem)
    least = theory.loss(run.problem, *best)
    rings = _ellipses((hessian[0, 0], hessian[0, 1], hessian[1, 1]), (best[0], best[1]), least, box)
    return box, rings, way[box.has(*start.T)], directions


@lru_cache(maxsize=256)
def _ellipses(
    hessian: tuple[float, float, float], best: tuple[float, float], least: float, box: Box
) -> pd.DataFrame:
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
                count = min(len(arc), max(5, 64 * len(arc) // len(w)))
                kept = arc[np.linspace(0, len(arc) - 1, count).astype(int)]
                rows = np.full(len(kept), len(arcs)), w[kept], b[kept], np.full(len(kept), level)
                arcs.append(np.column_stack(rows))
    frame = pd.DataFrame(np.concatenate(arcs), columns=["arc", "w", "b", "loss"])
    short = PICTURE if least + most < np.finfo(PICTURE).max else "float64"
    frame["loss"] += least
    return frame.astype({"arc": "uint8", "w": PICTURE, "b": PICTURE, "loss": short})


def _reach(frame: pd.DataFrame, name: str, best: float) -> float:
    """How far from the optimum a landscape is shown: as far as the run went, within reason.

    A run that grows is shown until it is four times as far away as it began, its loss 16 times;
    the first step is shown unless it leaps a thousand times as far.
    """
    loss, first = frame["loss"], frame["loss"].iloc[0]
    near = (loss <= 16 * first) | ((frame["epoch"] <= 2) & (loss <= 1e6 * first))
    far = (frame.loc[near, f"from_{name}"] - best).abs().max()
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
