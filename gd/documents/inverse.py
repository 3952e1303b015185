"""The start of a run of weight and bias from its printed figures, in exact arithmetic.

Plain gradient descent on a quadratic loss is linear in its start (`gd.theory`): each printed w is a
linear, each printed loss a quadratic function of it, known to half a unit of its last digit. That
is a least-squares problem in two unknowns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np

from gd import theory
from gd.errors import InputError
from gd.problem import Problem, Vector
from gd.settings import MAX_EPOCHS, Settings, check_integer, check_real

ROUNDINGS = 2  # how many roundings, in the run's precision, a figure may be off by
ITERATIONS = 40  # of Gauss-Newton; a few are enough where the figures agree


@dataclass(frozen=True)
class Figures:
    """The printed figures: their values, and half a unit of the last digit of each.

    An array of all figures, 2n + 1 for n lines, holds w of each line, the loss of each line, and
    last f(x) before training.
    """

    lines: Sequence[tuple[int, str, str]]
    epochs: np.ndarray
    values: Vector
    half_units: Vector
    x: float

    @property
    def w(self) -> Vector:
        """The printed weights, one a line."""
        return self.values[: len(self.epochs)]

    @property
    def loss(self) -> Vector:
        """The printed losses, one a line."""
        return self.values[len(self.epochs) : -1]

    def mask(self, without: int | None) -> np.ndarray:
        """Which figures count: all but those of line `without`; line n is f(x) before training."""
        n = len(self.epochs)
        use = np.ones(2 * n + 1, bool)
        if without is not None:
            use[[2 * n] if without == n else [without, n + without]] = False
        return use


def parse_figures(lines: Sequence[tuple[int, str, str]], before: tuple[float, str]) -> Figures:
    """The figures in the arguments of `gd.recover_start`; `InputError` for text that is none."""
    if not lines:
        raise InputError("lines", len(lines), "at least one line (epoch, w, loss)")
    counted = list(enumerate(lines, start=1))
    epochs = [check_integer(f"epoch of line {n}", line[0], 1, MAX_EPOCHS) for n, line in counted]
    w = [_figure(f"w of line {n}", line[1]) for n, line in counted]
    loss = [_figure(f"loss of line {n}", line[2]) for n, line in counted]
    for n, (value, _) in enumerate(loss, start=1):
        if value < 0:
            raise InputError(f"loss of line {n}", value, "a number of at least 0")
    x = check_real("x of f(x) before", before[0])
    values, half_units = np.array([*w, *loss, _figure("f(x) before", before[1])]).T
    return Figures(lines, np.array(epochs), values, half_units, x)


def _figure(field: str, text: str) -> tuple[float, float]:
    """A printed figure, and how far the number may lie from it: half a unit of its last digit.

    A printed zero has a sign: 0.00 stands for 0 to 0.005, and -0.00 for -0.005 to just below 0.
    """
    takes = "a finite number as printed text, such as 1.544"
    if not isinstance(text, str):
        raise InputError(field, text, takes)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise InputError(field, text, takes) from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not np.isfinite(float(number)):
        raise InputError(field, text, takes)
    half = 0.5 * 10.0**exponent
    if number == 0:
        return (-half / 2, half / 2 * (1 - 1e-9)) if number.is_signed() else (half / 2, half / 2)
    return float(number), half


class Inverse:
    """The least-squares problem of finding the start of a run from its figures.

    tolerance   how far each figure may lie from exact arithmetic, shape (2n + 1,)
    """

    def __init__(self, problem: Problem, settings: Settings, figures: Figures) -> None:
        self.figures, self._settings = figures, settings
        self._optimum = np.array(theory.optimum(problem, bias=True))
        self._min_loss = theory.loss(problem, *self._optimum)
        self._curvature, self._directions = theory.eigen(problem, bias=True)
        self._factor = 1 - settings.learning_rate * self._curvature
        self.tolerance = self._tolerance(float(np.abs(problem.y).max()))

    def _tolerance(self, size: float) -> Vector:
        """How far printing and rounding can move each figure; |y| is at most `size`."""
        figures, eps = self.figures, float(np.finfo(self._settings.dtype).eps)
        # The roundings of early epochs last until the slowest direction has converged.
        slowest = max(1 - float(abs(self._factor).max()), 1e-6)
        accumulated = np.sqrt(np.minimum(figures.epochs, 1 / slowest))
        error = eps * (size + float(abs(figures.w).max())) * accumulated
        loss = eps * figures.loss + 2 * np.sqrt(figures.loss) * error + error**2
        before = eps * (abs(figures.values[-1:]) + 1)
        return figures.half_units + ROUNDINGS * np.concatenate([error, loss, before])

    def fit(self, without: int | None = None) -> tuple[Vector, Vector]:
        """The best start by Gauss-Newton, shape (2,), and its spread: columns, shape (2, 2).

        Each figure has the weight 1/tolerance; those of line `without` do not count. The iteration
        begins at the optimum, where the losses have no slope: they count from the second step on.
        """
        use = self.figures.mask(without)
        start, slope = self._optimum, np.empty((0, 2))
        for _ in range(ITERATIONS):
            residual, slope = self._residuals(start)
            if not np.isfinite(residual).all():
                takes = "a rate at which the run does not diverge"
                raise InputError("learning_rate", self._settings.learning_rate, takes)
            start = start + np.linalg.lstsq(slope[use], -residual[use])[0]
        values, vectors = np.linalg.eigh(slope[use].T @ slope[use])
        return start, vectors / np.sqrt(np.maximum(values, values.max() * 1e-12))

    def rms_residual(self, start: Vector, without: int | None = None) -> float:
        """The root mean square, in tolerances, of how far a run from `start` misses the figures.

        It is at most 1 for the best start if some start misses no figure by more than 1.
        """
        residual = self._residuals(start)[0][self.figures.mask(without)]
        return float(np.sqrt(np.mean(residual**2)))

    def _residuals(self, start: Vector) -> tuple[Vector, Vector]:
        """What a run from `start` would print minus what is printed, in tolerances: (2n + 1,);
        and the derivative with respect to the start: (2n + 1, 2)."""
        figures, directions = self.figures, self._directions
        from_optimum = start - self._optimum
        with np.errstate(over="ignore", invalid="ignore"):
            # (I - ηH)ᵗ, of which w is the first row; and H between two of them, for the loss
            powers = [directions * self._factor**t @ directions.T for t in figures.epochs]
            hessians = [
                directions * (self._curvature * self._factor ** (2 * t - 2)) @ directions.T
                for t in figures.epochs
            ]
            w_rows = np.array([power[0] for power in powers])
            loss_rows = np.array([hessian @ from_optimum for hessian in hessians])
            rows = np.concatenate([w_rows, loss_rows, [[figures.x, 1.0]]])
            w = self._optimum[0] + w_rows @ from_optimum
            loss = self._min_loss + 0.5 * loss_rows @ from_optimum
            values = np.concatenate([w, loss, rows[-1:] @ start])
            return (values - figures.values) / self.tolerance, rows / self.tolerance[:, None]

    def inconsistent_line(self) -> InputError:
        """The error naming the line, or the prediction, without which the others agree best."""
        figures, takes = self.figures, "figures of the same run as the others"
        n = len(figures.epochs)
        line = min(range(n + 1), key=lambda line: self.rms_residual(self.fit(line)[0], line))
        if line == n:
            return InputError(f"f({figures.x:g}) before", float(figures.values[-1]), takes)
        got = f"w = {figures.lines[line][1]}, loss = {figures.lines[line][2]}"
        return InputError(f"line {line + 1} (epoch {figures.epochs[line]})", got, takes)
