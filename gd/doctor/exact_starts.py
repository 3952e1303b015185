"""The start of an nn.Linear to its last digit, from the figures that its run printed."""

from dataclasses import replace

import numpy as np

from gd.doctor.evidence import EPS, ROLES, Evidence, View
from gd.doctor.fitting import Fit
from gd.documents.recovery import MAX_BATCH, search_start
from gd.problem import Vector


def exact_start(evidence: Evidence, found: Fit) -> Fit:
    """A fit of plain gradient descent with a bias, its start exact to the last digit.

    It is that from which a run in float32 prints the most figures.
    """
    spread = found.spread[-2:, -2:]

    def misses(starts: Vector) -> Vector:
        return _misses(evidence, found, starts)

    start, _ = search_start(np.array(found.start), spread, "float32", misses)
    return replace(found, start=(float(start[0]), float(start[1])))


def _misses(evidence: Evidence, found: Fit, starts: Vector) -> Vector:
    """By how much a run from each start misses the rounding of each figure, in tolerances."""
    from gd.variants import many_starts  # noqa: PLC0415  (it imports torch)

    x, y = found.dynamics.problem.arrays("float32")
    epochs, view = evidence.epochs, found.view
    last = int(epochs[-1]) + max(view.loss + 1, view.weights)
    parts = []
    for part in np.array_split(starts, 1 + len(starts) * len(x) // MAX_BATCH):
        w0, b0 = part.T.astype(np.float32)
        loop = many_starts.train(x, y, w0, b0, found.rate, last)
        states = [(np.full(len(part), np.nan), w0, b0)]
        for loss, w, b in loop:
            states[-1] = loss, *states[-1][1:]
            states.append((np.full(len(part), np.nan), w, b))
        parts.append(_off(evidence, view, states))
    return np.concatenate(parts)


def _off(evidence: Evidence, view: View, states: list[tuple[Vector, ...]]) -> Vector:
    found = []
    for role, column in evidence.columns.items():
        place = ROLES.index(role)
        factor = view.factor if role == "loss" else 1.0
        at = evidence.epochs[column.rows] + view.shift(role)
        computed = np.stack([states[n][place] for n in at.tolist()], axis=1) * factor
        missed = np.maximum(np.abs(computed - column.values) - column.half_units, 0)
        found.append(missed / (column.half_units + 4 * EPS * (np.abs(column.values) + 1)))
    before = evidence.before
    if before is not None and before.x is not None:
        value = states[0][1] * np.float32(before.x) + states[0][2]
        low, high = before.value.low, before.value.high
        missed = np.maximum(np.abs(value - (low + high) / 2) - (high - low) / 2, 0)
        found.append(missed[:, None] / (high - low + 4 * EPS))
    return np.nan_to_num(np.concatenate(found, axis=1), nan=np.inf)
