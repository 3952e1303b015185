"""Fitting what a log does not say, the learning rate and the start, in exact arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gd.doctor.dynamics import Dynamics
from gd.doctor.evidence import Evidence, View, residuals
from gd.problem import Vector

SLACK = 1.5  # tolerances that a figure may be off by for an explanation to be tried
CHUNKS = (2, 5, 20)  # lines looked at before all of them
MAX_NUMBERS = 2_000_000  # computed at once, to bound the memory
STEPS = 30  # of Levenberg and Marquardt


@dataclass(frozen=True)
class Fit:
    """A learning rate and a start with which `dynamics` prints the log as far as rounding allows.

    misfit   the root mean square of its residuals, in tolerances
    spread   the columns: by how much (log rate, start…) may change together for a residual of 1;
             empty where nothing was fitted
    seed     what torch draws the start for, if any
    """

    dynamics: Dynamics
    view: View
    rate: float
    start: tuple[float, ...]
    misfit: float
    spread: Vector
    seed: int | None = None


def screen(
    evidence: Evidence, dynamics: Dynamics, rates: Vector, start: Vector, views: list[View]
) -> list[Fit]:
    """The `rates` and `views` with which a run from `start` prints every figure, nearly.

    The first few lines rule out most of them; only what is left is computed for more.
    """
    alive = np.ones((len(views), len(rates)), bool)
    squares = np.zeros((len(views), len(rates)))
    for lines in (*CHUNKS, len(evidence.rows)):
        part = evidence.head(lines)
        rows, columns = np.asarray(alive.any(axis=1)), np.asarray(alive.any(axis=0))
        if not rows.any():
            return []
        some = [view for view, row in zip(views, rows.tolist(), strict=True) if row]
        off = batched(part, dynamics, rates[columns], start, some)
        alive[np.ix_(rows, columns)] &= (np.abs(off) <= SLACK).all(axis=2)
        squares[np.ix_(rows, columns)] = np.mean(np.minimum(off**2, 1e12), axis=2)
        if lines >= len(evidence.rows):
            break
    return [
        Fit(
            dynamics,
            views[view],
            float(rates[rate]),
            tuple(start.tolist()),
            float(np.sqrt(squares[view, rate])),
            np.empty((0, 0)),
        )
        for view, rate in np.argwhere(alive).tolist()
    ]


def begins_at(evidence: Evidence, dynamics: Dynamics, starts: Vector, view: View) -> np.ndarray:
    """Which `starts`, shape (k, size), what the log says of the state before training allows."""
    off = residuals(evidence.start(view), dynamics, np.ones(len(starts)), starts, [view])
    return np.asarray((np.abs(off) <= SLACK).all(axis=(0, 2)))


def batched(
    evidence: Evidence, dynamics: Dynamics, rates: Vector, start: Vector, views: list[View]
) -> Vector:
    """`residuals` of one start, with the memory bounded."""
    parts = 1 + len(rates) * len(evidence.rows) * len(views) // MAX_NUMBERS
    starts = np.broadcast_to(start, (len(rates), len(start)))
    return np.concatenate(
        [
            residuals(evidence, dynamics, rates[some], starts[some], views)
            for some in np.array_split(np.arange(len(rates)), parts)
        ],
        axis=1,
    )


def fit(
    evidence: Evidence,
    dynamics: Dynamics,
    view: View,
    rates: Vector,
    starts: Vector,
    free_rate: bool,
    free_start: bool,
    best: int = 1,
) -> list[Fit]:
    """Least squares from each of the `rates` and `starts`: the `best` of them, in order.

    rates, starts   shapes (k,), (k, size): where to begin, or what stays
    """

    def off(free: Vector, rows: np.ndarray) -> Vector:
        with np.errstate(over="ignore"):
            rate = np.exp(free[:, 0]) if free_rate else rates[rows]
        start = free[:, int(free_rate) :] if free_start else starts[rows]
        return residuals(evidence, dynamics, rate, start, [view])[0]

    parts = [np.log(rates)[:, None]] if free_rate else []
    begin = np.concatenate([*parts, *([starts] if free_start else [])], axis=1)
    free, misfit, slopes = _least_squares(off, begin)
    fits = []
    for i in np.argsort(misfit, kind="stable")[:best].tolist():
        if not np.isfinite(misfit[i]):
            break
        rate = float(np.exp(free[i, 0])) if free_rate else float(rates[i])
        start = free[i, int(free_rate) :] if free_start else starts[i]
        spread = _spread(slopes[i])
        fits.append(Fit(dynamics, view, rate, tuple(start.tolist()), float(misfit[i]), spread))
    return fits


def _spread(slope: Vector) -> Vector:
    values, vectors = np.linalg.eigh(slope.T @ slope)
    return vectors / np.sqrt(np.maximum(values, max(values.max() * 1e-14, 1e-300)))


def _least_squares(
    off: Callable[[Vector, np.ndarray], Vector], begin: Vector
) -> tuple[Vector, Vector, Vector]:
    """Levenberg and Marquardt's method, for all rows of `begin`, shape (k, n), side by side.

    off    from rows, and which of `begin` they come from, to their residuals, shape (rows, m)

    Returns where the rows end, their root mean squares, and the slopes there, (k, m, n).
    """
    at, rows = begin.copy(), np.arange(len(begin))
    residual = _bounded(off(at, rows))
    cost = (residual**2).mean(axis=1)
    slope = _slopes(off, at, rows, residual)
    damping = np.full(len(at), 1e-3)
    for _ in range(STEPS):
        step = _step(slope[rows], residual[rows], damping[rows])
        tried = at[rows] + step
        new = _bounded(off(tried, rows))
        new_cost = (new**2).mean(axis=1)
        better = new_cost < cost[rows]
        settled = better & (cost[rows] - new_cost <= 1e-6 * cost[rows])
        went = rows[better]
        at[went], residual[went], cost[went] = tried[better], new[better], new_cost[better]
        damping[rows] *= np.where(better, 0.1, 8.0)
        if len(went):
            slope[went] = _slopes(off, at[went], went, residual[went])
        rows = rows[~settled & (damping[rows] < 1e6)]
        if not len(rows):
            break
    return at, np.sqrt(cost), slope


def _step(slope: Vector, residual: Vector, damping: Vector) -> Vector:
    turned = slope.transpose(0, 2, 1)
    squares, gradient = turned @ slope, turned @ residual[:, :, None]
    diagonal = np.einsum("kii->ki", squares)
    ridge = damping[:, None] * diagonal + 1e-12 * (1 + diagonal.max(axis=1, keepdims=True))
    squares = squares + ridge[:, :, None] * np.eye(slope.shape[2])
    return np.clip(np.linalg.solve(squares, -gradient)[:, :, 0], -2.0, 2.0)


def _slopes(
    off: Callable[[Vector, np.ndarray], Vector], at: Vector, rows: np.ndarray, residual: Vector
) -> Vector:
    """The derivatives of the residuals by forward differences, shape (rows, m, n)."""
    columns = []
    for i in range(at.shape[1]):
        step = np.zeros(at.shape[1])
        step[i] = 1e-7
        columns.append((_bounded(off(at + step, rows)) - residual) / 1e-7)
    return np.stack(columns, axis=2)


def _bounded(residual: Vector) -> Vector:
    return np.clip(np.nan_to_num(residual, nan=1e9, posinf=1e9, neginf=-1e9), -1e9, 1e9)
