"""The landscape of a run: the loss over its weights, and the way down it.

Along an eigenvector v of the Hessian, of eigenvalue λ, the loss is a
parabola, L(θ* + t·v) = L* + ½ λ t². So each contour is an ellipse with these axes.
"""

import math
from functools import lru_cache

import numpy as np

from gd import theory
from gd.charts.view_tables import MARGIN, Box, drawn, select_columns, take_rows
from gd.problem import Vector
from gd.run import Columns, Run

LEVELS = 9
POINTS = 34  # of a whole contour: its polygon is less than a pixel off
MOST_REACH = 1e300  # of a landscape to either side: its width is finite, too


def parabola(run: Run, table: Columns) -> tuple[Box, Columns, Columns]:
    """The loss over the one weight: the box shown, the curve (w, loss), and the way down it.

    The way: epoch, from_w, loss, slope dL/dw, where the step ends (to_w, to_loss), and the ends of
    the tangent (x1, y1, x2, y2). L(w) = L* + ½ λ (w - w*)².
    """
    best = theory.optimum(run.problem, bias=False)[0]
    curvature, least = theory.hessian(run.problem)[0, 0], theory.loss(run.problem, best, 0.0)

    def loss(w: Vector) -> Vector:
        with np.errstate(over="ignore", invalid="ignore"):
            return least + 0.5 * (curvature * (w - best)) * (w - best)  # in range where it is

    start, end = table["from_w"], table["w"]
    reach = _reach(_near(run, table)["w"], best)
    grid = best + np.linspace(-reach, reach, 121)
    top = float(loss(grid[:1])[0])
    if top == least:  # as where every x is 0
        top = 2 * least or 1.0
    box = Box(grid[0], grid[-1], least - MARGIN * (top - least), top)
    with np.errstate(over="ignore", invalid="ignore"):
        slope = curvature * (start - best)
    begun, ended = loss(start), loss(end)
    shown = box.has(end, ended)
    way = {
        **select_columns(table, "epoch", "loss", "from_w"),
        "slope": slope,
        "to_w": np.where(shown, end, np.nan),
        "to_loss": np.where(shown, ended, np.nan),
        **box.segments(start, begun, slope),
    }
    return box, {"w": grid, "loss": loss(grid)}, take_rows(way, box.has(start, begun))


def contours(run: Run, table: Columns) -> tuple[Box, Columns, Columns, Columns]:
    """The loss over weight and bias: the box shown, its contours, the way, the main directions.

    Contours: arc, w, b, loss, ellipses about the optimum cut to the box. The way: epoch, loss,
    from_w, from_b, w, b. Directions: curvature, and the ends x1, y1, x2, y2 of the line through
    the optimum along that eigenvector of the Hessian.
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
    ends = box.has(table["w"], table["b"])
    way = {
        **select_columns(table, "epoch", "loss", "from_w", "from_b"),
        **{name: np.where(ends, table[name], np.nan) for name in ("w", "b")},
    }
    least = theory.loss(run.problem, *best)
    rings = _ellipses((hessian[0, 0], hessian[0, 1], hessian[1, 1]), (best[0], best[1]), least, box)
    return box, rings, take_rows(way, box.has(table["from_w"], table["from_b"])), directions


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
    values, vectors = np.linalg.eigh(full * unit * unit[:, None])
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
    return {
        "arc": arc.astype("uint8"),
        "w": drawn(w, box.right - box.left),
        "b": drawn(b, box.top - box.bottom),
        "loss": drawn(least + height, most),
    }


def _near(run: Run, table: Columns) -> Columns:
    """The weights w, b from the start to the end, as far as a landscape shows them.

    A run that grows is shown until it is four times as far away as it began, its loss 16 times;
    the first step is shown unless it leaps a thousand times as far.
    """
    with np.errstate(over="ignore"):
        loss = np.append(table["loss"], theory.loss(run.problem, *run.end))
        near = loss <= 16 * loss[0]
        near[:2] |= loss[:2] <= 1e6 * loss[0]
    return {name: np.append(table[f"from_{name}"], table[name][-1])[near] for name in "wb"}


def _reach(weights: Vector, best: float) -> float:
    """How far from the optimum a landscape is shown: to all of `weights`, but not too near."""
    far = max(np.abs(weights - best).max(), 0.05 * max(abs(best), 1.0))
    reach = min((1 + 2 * MARGIN) * far, MOST_REACH)
    # to two digits, so that a small change of the settings leaves the axes where they are
    digit = 10.0 ** (math.floor(math.log10(reach)) - 1)
    return math.ceil(reach / digit) * digit
