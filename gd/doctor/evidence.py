"""What a log says, as numbers: its figures, how far each may be from what is printed, and when.

A state of a training is its weights after so many epochs, 0 to start with. A log's line of epoch n
prints the loss at one state and the weights at another: which, is a `View`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gd.doctor.dynamics import Dynamics
from gd.doctor.figures import Format, Printed
from gd.doctor.reading import Log, Prediction, Row
from gd.errors import InputError
from gd.problem import Vector
from gd.settings import MAX_EPOCHS

EPS = float(np.finfo(np.float32).eps)
ROLES = ("loss", "w", "b")


@dataclass(frozen=True)
class View:
    """How a log shows a training.

    loss     which state the loss of epoch n belongs to: n + loss
    weights  the same for the weights
    factor   what the mean squared error is multiplied by in the loss
    """

    loss: int
    weights: int
    factor: float = 1.0

    def shift(self, role: str) -> int:
        """What to add to a line's epoch for the state that its loss or its weights are of."""
        return self.loss if role == "loss" else self.weights


@dataclass(frozen=True)
class Column:
    """The figures of one role ("loss", "w" or "b") in a log.

    rows         which of the log's rows have one
    printed      the figures, as read
    values       the middle of the numbers that print so
    half_units   how far the others may be from it
    """

    rows: np.ndarray
    printed: tuple[Printed, ...]
    values: Vector
    half_units: Vector

    @cached_property
    def overflows(self) -> np.ndarray:
        """Which of the figures are inf or nan."""
        return ~np.isfinite(self.values)

    @cached_property
    def formats(self) -> tuple[Format, ...]:
        """The ways of writing numbers that give back all its texts, the likeliest first."""
        figures = [one for one in self.printed if math.isfinite(one.value)]
        first = self.printed[0].format
        decimals = max((len(one.text.partition(".")[2]) for one in figures), default=0)
        others = [Format(kind, decimals) for kind in ("rounded", "rounded32")]
        others += [Format("shortest32"), Format("shortest64")]
        if first.comma or first.kind in ("fixed", "scientific", "tensor", "array"):
            return (first,)
        with np.errstate(over="ignore"):
            fitting = [f for f in others if all(f.write(one.value) == one.text for one in figures)]
        return (first, *fitting)


@dataclass(frozen=True)
class Evidence:
    """The rows of a log that have figures, and its predictions.

    epochs   of each row, as the log numbers it; counted from 1 where it does not
    """

    rows: tuple[Row, ...]
    epochs: np.ndarray
    before: Prediction | None = None
    after: Prediction | None = None
    roles: tuple[str, ...] = ROLES

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns of the log by role: those that have figures."""
        columns = {role: self._column(role) for role in self.roles}
        return {role: column for role, column in columns.items() if len(column.rows)}

    def _column(self, role: str) -> Column:
        every = [(i, row.figures().get(role)) for i, row in enumerate(self.rows)]
        found = [(i, figure) for i, figure in every if figure is not None]
        low = np.array([figure.low for _, figure in found])
        high = np.array([figure.high for _, figure in found])
        rows = np.array([i for i, _ in found], int)
        with np.errstate(invalid="ignore", over="ignore"):
            middle, half = low / 2 + high / 2, np.nan_to_num((high - low) / 2, nan=0.0)
        return Column(rows, tuple(figure for _, figure in found), middle, half)

    @property
    def tells(self) -> bool:
        """Whether it has any figure at all."""
        return bool(self.columns) or self.before is not None

    def head(self, rows: int) -> "Evidence":
        """The first `rows` of it."""
        return Evidence(self.rows[:rows], self.epochs[:rows], self.before)

    def start(self, view: View) -> "Evidence":
        """What it says of the state before training, as `view` shows it."""
        first = int(self.epochs[0])
        roles = tuple(role for role in ROLES if first + view.shift(role) == 0)
        return Evidence(self.rows[:1], self.epochs[:1], self.before, None, roles)


def evidence_of(log: Log) -> Evidence:
    """What `log` says.

    Raises `InputError` where it has no figures, or its epochs do not ascend or are too many.
    """
    rows = tuple(row for row in log.rows if row.figures())
    if not rows:
        raise InputError("log", "no loss and no weight", "lines with a loss or a weight")
    printed = [row.epoch for row in rows if row.epoch is not None]
    epochs = printed if len(printed) == len(rows) else list(range(1, len(rows) + 1))
    for row, epoch, following in zip(rows, epochs, [*epochs[1:], MAX_EPOCHS + 1], strict=True):
        number = row.lines[0][0]
        if not 0 <= epoch <= MAX_EPOCHS:
            raise InputError(f"epoch of line {number}", epoch, f"0 to {MAX_EPOCHS:,}")
        if following <= epoch:
            raise InputError(f"epoch after line {number}", following, f"more than {epoch}")
    return Evidence(rows, np.array(epochs), log.before, log.after)


def residuals(
    evidence: Evidence, dynamics: Dynamics, rates: Vector, starts: Vector, views: Sequence[View]
) -> Vector:
    """How far each figure is from what exact arithmetic gives, for each of `views`.

    In tolerances: half a unit of the last printed digit, and what float32 rounds. Shape
    (views, k, figures) for `rates`, `starts` of shapes (k,), (k, size); not finite where the
    training overflows and the log does not, or the other way round.
    """
    epochs = evidence.epochs
    moved = {shift for view in views for shift in (view.loss, view.weights)}
    wanted = np.unique(np.concatenate([np.maximum(epochs + shift, 0) for shift in moved]))
    states = dynamics.states(rates, starts, wanted)
    losses = dynamics.losses(states)
    spread = _rounding(dynamics, rates, states, wanted)
    root = np.sqrt(float(np.mean(dynamics.problem.x**2)) + 1)
    with np.errstate(all="ignore"):
        moved_loss = spread * root
        loss_spread = 4 * EPS * losses + 2 * np.sqrt(losses) * moved_loss + moved_loss**2
    found = []
    for view in views:
        parts: list[Vector] = [np.empty((len(rates), 0))]
        for role, column in evidence.columns.items():
            shifted = np.maximum(epochs[column.rows] + view.shift(role), 0)
            at = np.searchsorted(wanted, shifted)
            if role == "loss":
                with np.errstate(all="ignore"):
                    computed, off = view.factor * losses[:, at], view.factor * loss_spread[:, at]
            elif role == "b" and not dynamics.bias:
                computed, off = np.zeros((len(rates), len(at))), spread[:, at]
            else:
                computed, off = states[:, at, ROLES.index(role) - 1], spread[:, at]
            parts.append(_in_tolerances(computed, column, off))
        found.append(np.concatenate(parts, axis=1))
    if evidence.before is not None and evidence.before.x is not None:
        first = _before(evidence.before, dynamics, starts)
        found = [np.concatenate([part, first], axis=1) for part in found]
    return np.stack(found)


def _rounding(dynamics: Dynamics, rates: Vector, states: Vector, epochs: np.ndarray) -> Vector:
    """How far float32 may take the weights from exact arithmetic, shape (k, epochs)."""
    size = np.abs(states).max(axis=-1) + np.abs(dynamics.optimum).max()
    slowest = np.maximum(rates * dynamics.curvature[0], 1e-6)
    lasting = np.minimum(epochs[None, :], 1 / slowest[:, None])
    return EPS * size * (2 + 2 * np.sqrt(lasting))


def _in_tolerances(computed: Vector, column: Column, spread: Vector) -> Vector:
    with np.errstate(all="ignore"):
        off = (computed - column.values) / (column.half_units + spread)
        if column.overflows.any():
            # Where the log overflows, exact arithmetic need only be far out.
            far = column.overflows & ~(np.abs(computed) < 1e30)
            off = np.where(far, 0.0, np.where(column.overflows, np.inf, off))
    return off


def _before(before: Prediction, dynamics: Dynamics, starts: Vector) -> Vector:
    """The residual of the prediction before training, shape (k, 1)."""
    low, high = before.value.low, before.value.high
    value = starts @ np.array([before.x, 1.0])[: dynamics.size]
    tolerance = (high - low) / 2 + 2 * EPS * (np.abs(value) + 1)
    return ((value - (low + high) / 2) / tolerance)[:, None]
