"""The landscape of a run: the loss over its weights, and the path of gradient descent.

Along an eigenvector v of the Hessian with eigenvalue λ, the loss is a parabola,
L(θ* + t·v) = L* + ½ λ t². So each contour is an ellipse whose axes are the eigenvectors.
"""

import math
from typing import Literal

import numpy as np

from gd import theory
from gd.charts.view_tables import MARGIN, Box
from gd.problem import Vector
from gd.run import Columns, Run

View = Literal["whole valley", "path"]

MAX_REACH = 1e150  # of a landscape to either side: its square is finite
FAR = 1000  # reaches from the optimum, where a path that leaves the landscape is cut off
FAR_W = 100  # the same where there is no bias: a parabola is 10,000 times as high there
CUT = 3  # half boxes from the optimum, where a contour that leaves the box is cut off


def parabola(run: Run, table: Columns) -> tuple[Box, Columns, Columns]:
    """The loss over the one weight, L(w) = L* + ½ λ (w - w*)²: its box, its frame, and the path.

    `table` is that of `scrubber_frames`. The frame: the box, w*, L*, λ/2. Columns of the path:
    epoch, w, to_w.
    """
    best = theory.optimum(run.problem, bias=False)[0]
    half, min_loss = 0.5 * theory.hessian(run.problem)[0, 0], theory.loss(run.problem, best, 0.0)
    reach = _rounded_up((1 + 2 * MARGIN) * _farthest(_near(table)["w"], best))
    top = min_loss + half * reach * reach
    if top == min_loss:  # if every x is 0
        top = 2 * min_loss or 1.0
    bottom = max(0.0, min_loss - MARGIN * (top - min_loss))
    box = Box(best - reach, best + reach, bottom, top)
    ends = best - FAR_W * reach, best + FAR_W * reach
    path = {name: np.clip(table[name], *ends) for name in ("w", "to_w")}
    return box, box.frame(best, min_loss, half), {"epoch": table["epoch"], **path}


def contours(run: Run, table: Columns, view: View = "whole valley") -> tuple[Box, Columns, Columns]:
    """The loss over weight and bias: its box, its frame, and the path.

    `table` is that of `scrubber_frames`. The whole valley is drawn in the loss's own proportions,
    of which the contours are closed rings: it reaches as far in units of 1/√Hᵢᵢ along both axes.
    The frame: the box, w*, b*, L*, and the outermost contour, on which the farthest corner lies:
    its axes in the flattest direction (w, b) and in the steepest one, how much of the flat axis is
    in or near the box, and its loss above L*. Columns of the path: epoch, w, b, to_w, to_b.
    """
    best = np.array(theory.optimum(run.problem, bias=True))
    near = _near(table)
    reach = _valley(run, near, best)
    box = _box_of_path(near, best, reach) if view == "path" else _box_around(best, reach)
    flat, steep, cut, rise = _outermost(theory.hessian(run.problem), best, box)
    min_loss = theory.loss(run.problem, *best)
    frame = box.frame(*best, min_loss, *flat, *steep, cut, rise)
    return box, frame, {"epoch": table["epoch"], **_limited(table, best, reach)}


def _valley(run: Run, near: Columns, best: Vector) -> Vector:
    """How far the whole valley reaches from the optimum along each axis."""
    far = [_farthest(near[name], goal) for name, goal in zip("wb", best, strict=True)]
    unit = np.sqrt(np.diag(theory.hessian(run.problem)))
    common = min((1 + 2 * MARGIN) * max(far * unit), MAX_REACH)
    # where every x is 0, w has no unit
    return np.array(
        [_rounded_up(common / of if of else own) for own, of in zip(far, unit, strict=True)]
    )


def _box_around(best: Vector, reach: Vector) -> Box:
    (left, bottom), (right, top) = best - reach, best + reach
    return Box(left, right, bottom, top)


def _box_of_path(near: Columns, best: Vector, reach: Vector) -> Box:
    """The box of the path and the optimum, at least a thousandth of the valley wide."""
    ends = []
    for name, goal, most in zip("wb", best, reach, strict=True):
        low, high = min(near[name].min(), goal), max(near[name].max(), goal)
        by = MARGIN * max(high - low, most / FAR)
        ends += [low - by, high + by]
    return Box(*ends)


def _outermost(hessian: Vector, best: Vector, box: Box) -> tuple[Vector, Vector, float, float]:
    """The axes of the contour through the farthest corner of the box, flattest and steepest.

    In weights, (w, b); and how much of the first is drawn, and the loss above L* on the contour.
    """
    # in units of half a box, from its middle
    half = np.array([box.right - box.left, box.top - box.bottom]) / 2
    middle = np.array([box.right + box.left, box.top + box.bottom]) / 2
    values, vectors = np.linalg.eigh(hessian * half * half[:, None])
    flat, steep = np.maximum(values, 1e-12 * values[1])
    corners = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]]) - (best - middle) / half
    rise = float(max(0.5 * ((corners @ vectors) ** 2 @ values)))
    long, short = np.sqrt(2 * rise / flat), np.sqrt(2 * rise / steep)
    return long * vectors[:, 0] * half, short * vectors[:, 1] * half, min(1, CUT / long), rise


def _limited(table: Columns, best: Vector, reach: Vector) -> Columns:
    """The path, each state beyond `FAR` moved there on its way to the optimum: it is not seen.

    A browser cannot draw what is much farther away.
    """
    path = {}
    for names in (("w", "b"), ("to_w", "to_b")):
        off = (np.array([table[name] for name in names]).T - best) / reach
        off /= np.maximum(1, np.abs(off).max(axis=1, keepdims=True) / FAR)
        path |= dict(zip(names, (best + off * reach).T, strict=True))
    return path


def _near(table: Columns) -> Columns:
    """The weights w, b of the states that a landscape must show.

    A run that moves away is shown until it is four times as far from the optimum as at the start,
    its loss 16 times as large; the first step is shown unless it leaps a thousand times as far.
    """
    loss = table["loss"]
    with np.errstate(over="ignore"):
        near = loss <= 16 * loss[0]
        near[:2] |= loss[:2] <= 1e6 * loss[0]
    near[0] = True
    return {name: table[name][near] for name in "wb"}


def _farthest(weights: Vector, best: float) -> float:
    """How far from the optimum a landscape must reach: to all of `weights`, with a minimum."""
    return float(max(np.abs(weights - best).max(), 0.05 * abs(best))) or 0.05


def _rounded_up(reach: float) -> float:
    """To two digits, so that a small change of the settings does not change the axes."""
    reach = min(reach, MAX_REACH)
    digit = 10.0 ** (math.floor(math.log10(reach)) - 1)
    return math.ceil(reach / digit) * digit
