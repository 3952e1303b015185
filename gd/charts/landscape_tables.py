"""The landscape of a run: the loss over its weights, and the path of gradient descent.

Along an eigenvector v of the Hessian with eigenvalue λ, the loss is a parabola,
L(θ* + t·v) = L* + ½ λ t². So each contour is an ellipse whose axes are the eigenvectors.
"""

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from gd import theory
from gd.charts.view_tables import MARGIN, Box, compact, select_columns, take_rows
from gd.problem import Vector
from gd.run import Columns, Run

LEVELS = 9
CONTOUR_POINTS = 34  # of a whole contour: its polygon is less than a pixel off
MAX_REACH = 1e300  # of a landscape to either side, so that its width is finite, too


def parabola(run: Run, table: Columns) -> tuple[Box, Columns, Columns]:
    """The loss over the one weight, L(w) = L* + ½ λ (w - w*)²: its box, its curve, and the path.

    `table` is that of `scrubber_frames`. Columns of the curve: w, loss. Columns of the path: epoch,
    loss, from_w, slope (dL/dw), to_w, to_loss (where the step ends; NaN outside the box), and x1,
    y1, x2, y2 (the ends of the tangent). Epochs that start outside the box are left out.
    """
    best = theory.optimum(run.problem, bias=False)[0]
    curvature, min_loss = theory.hessian(run.problem)[0, 0], theory.loss(run.problem, best, 0.0)

    def loss(w: Vector) -> Vector:
        with np.errstate(over="ignore", invalid="ignore"):
            return min_loss + 0.5 * (curvature * (w - best)) * (
                w - best
            )  # this order overflows last

    start, end = table["from_w"], table["w"]
    reach = _reach(_near(run, table)["w"], best)
    grid = best + np.linspace(-reach, reach, 121)
    top = float(loss(grid[:1])[0])
    if top == min_loss:  # if every x is 0
        top = 2 * min_loss or 1.0
    box = Box(grid[0], grid[-1], min_loss - MARGIN * (top - min_loss), top)
    with np.errstate(over="ignore", invalid="ignore"):
        slope = curvature * (start - best)
    start_loss, end_loss = loss(start), loss(end)
    shown = box.contains(end, end_loss)
    path = {
        **select_columns(table, "epoch", "loss", "from_w"),
        "slope": slope,
        "to_w": np.where(shown, end, np.nan),
        "to_loss": np.where(shown, end_loss, np.nan),
        **box.segments(start, start_loss, slope),
    }
    return box, {"w": grid, "loss": loss(grid)}, take_rows(path, box.contains(start, start_loss))


def contours(run: Run, table: Columns) -> tuple[Box, Columns, Columns, Columns]:
    """The loss over weight and bias: its box, its contours, the path, and the main directions.

    `table` is that of `scrubber_frames`. Columns of the contours: arc (its number), w, b, loss;
    they are ellipses about the optimum, clipped to the box. Columns of the path: epoch, loss,
    from_w, from_b, w, b (NaN outside the box); epochs that start outside the box are left out.
    Columns of the directions: curvature (an eigenvalue of the Hessian), and x1, y1, x2, y2 (the
    ends of the line through the optimum along its eigenvector).
    """
    best = np.array(theory.optimum(run.problem, bias=True))
    hessian = theory.hessian(run.problem)
    values, vectors = theory.eigen(run.problem, bias=True)
    near = _near(run, table)
    reach = [_reach(near[name], goal) for name, goal in zip("wb", best, strict=True)]
    box = Box(best[0] - reach[0], best[0] + reach[0], best[1] - reach[1], best[1] + reach[1])
    with np.errstate(divide="ignore", over="ignore"):
        slope = vectors[1] / vectors[0]
    directions = take_rows(
        {**box.segments(best[:1], best[1:], slope), "curvature": values}, np.isfinite(slope)
    )
    ends = box.contains(table["w"], table["b"])
    path = {
        **select_columns(table, "epoch", "loss", "from_w", "from_b"),
        **{name: np.where(ends, table[name], np.nan) for name in ("w", "b")},
    }
    min_loss = theory.loss(run.problem, *best)
    rings = _ellipses(
        (hessian[0, 0], hessian[0, 1], hessian[1, 1]), (best[0], best[1]), min_loss, box
    )
    return box, rings, take_rows(path, box.contains(table["from_w"], table["from_b"])), directions


@lru_cache(maxsize=256)
def _ellipses(
    hessian: tuple[float, float, float], best: tuple[float, float], min_loss: float, box: Box
) -> Columns:
    """Contours in even steps of the distance, whose square the excess over `min_loss` grows with.

    Cached by plain numbers, `hessian` being H₁₁, H₁₂, H₂₂: many runs share a problem.
    """
    # in units of the box, which is then the square from -1 to 1
    unit = np.array([box.right - best[0], box.top - best[1]])
    full = np.array([[hessian[0], hessian[1]], [hessian[1], hessian[2]]])
    values, vectors = np.linalg.eigh(full * unit * unit[:, None])
    flat, steep = np.maximum(values, 1e-12 * values[1])
    corners = np.array([[1, 1], [1, -1]]) @ vectors
    max_excess = max(0.5 * (corners**2 @ values))
    angles = np.linspace(0, 2 * np.pi, 2000)
    arcs = []
    for excess in max_excess * (np.arange(1, LEVELS) / LEVELS) ** 2:
        # along a flat direction the ellipse extends far beyond the box: it is cut off there
        radius = np.sqrt(2 * excess / flat)
        u = min(radius, 1.5) * np.sin(angles)
        v = np.sqrt(2 * excess / steep * (1 - (u / radius) ** 2)) * np.sign(np.cos(angles))
        w, b = (best + np.column_stack([u, v]) @ vectors.T * unit).T
        for kept in _arcs(box.contains(w, b)):
            rows = np.full(len(kept), len(arcs)), w[kept], b[kept], np.full(len(kept), excess)
            arcs.append(np.column_stack(rows))
    arc, w, b, excess = np.concatenate(arcs).T
    return {
        "arc": arc.astype("uint8"),
        "w": compact(w, box.right - box.left),
        "b": compact(b, box.top - box.bottom),
        "loss": compact(min_loss + excess, max_excess),
    }


def _arcs(inside: np.ndarray) -> Iterator[np.ndarray]:
    """The indices of a few points on each arc of a contour, given which points are inside."""
    for arc in np.split(np.arange(len(inside)), np.flatnonzero(np.diff(inside)) + 1):
        if inside[arc[0]] and len(arc) > 1:
            count = min(len(arc), max(5, CONTOUR_POINTS * len(arc) // len(inside)))
            yield arc[np.linspace(0, len(arc) - 1, count).astype(int)]


def _near(run: Run, table: Columns) -> Columns:
    """The weights w, b from the start to the end that a landscape must show.

    A run that moves away is shown until it is four times as far from the optimum as at the start,
    its loss 16 times as large; the first step is shown unless it leaps a thousand times as far.
    """
    with np.errstate(over="ignore"):
        loss = np.append(table["loss"], theory.loss(run.problem, *run.end))
        near = loss <= 16 * loss[0]
        near[:2] |= loss[:2] <= 1e6 * loss[0]
    return {name: np.append(table[f"from_{name}"], table[name][-1])[near] for name in "wb"}


def _reach(weights: Vector, best: float) -> float:
    """How far from the optimum a landscape extends: past all of `weights`, with a minimum."""
    far = max(np.abs(weights - best).max(), 0.05 * max(abs(best), 1.0))
    reach = min((1 + 2 * MARGIN) * far, MAX_REACH)
    # to two digits, so that a small change of the settings does not change the axes
    digit = 10.0 ** (math.floor(math.log10(reach)) - 1)
    return math.ceil(reach / digit) * digit
