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

ROUNDINGS = 2  # how many roundings of a figure, in the run's precision, its run may be off by
STEPS = 40  # of Gauss-Newton; a few are enough where the figures agree


@dataclass(frozen=True)
class Figures:
    """The printed figures: their values, and how far the numbers may lie from each.

    Where figures stand in one array, their order is: w of each of the n lines, loss of each, and
    last f(x) before training; that is 2n + 1.
    """

    lines: Sequence[tuple[int, str, str]]
    epochs: np.ndarray
    values: Vector
    halves: Vector
    x: float

    @property
    def w(self) -> Vector:
        """The printed weights, one a line."""
        return self.values[: len(self.epochs)]

    @property
    def loss(self) -> Vector:
        """The printed losses, one a line."""
        return self.values[len(self.epochs) : -1]

    def used(self, without: int | None) -> np.ndarray:
        """Which figures to look at: all but those of line `without`; line n is f(x) before."""
        n = len(self.epochs)
        use = np.ones(2 * n + 1, bool)
        if without is not None:
            use[[2 * n] if without == n else [without, n + without]] = False
        return use


def parse_figures(lines: Sequence[tuple[int, str, str]], before: tuple[float, str]) -> Figures:
    """The figures of `gd.recover_start`'s arguments, or an `InputError` that says which is none."""
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
    values, halves = np.array([*w, *loss, _figure("f(x) before", before[1])]).T
    return Figures(lines, np.array(epochs), values, halves, x)


def _figure(field: str, text: str) -> tuple[float, float]:
    """A printed figure, and how far the number may lie from it: half a unit of its last digit.

    Of a printed zero the sign is known: 0.00 says from 0 to 0.005, and -0.00 from -0.005 to
    below 0.
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
    """The figures of a run, and what exact arithmetic says of them."""

    def __init__(self, problem: Problem, settings: Settings, figures: Figures) -> None:
        self.figures, self._settings = figures, settings
        self._optimum = np.array(theory.optimum(problem, bias=True))
        self._least = theory.loss(problem, *self._optimum)
        self._curvature, self._directions = theory.eigen(problem, bias=True)
        self._factor = 1 - settings.learning_rate * self._curvature
        self.slack = self._slack(float(np.abs(problem.y).max()))

    def _slack(self, size: float) -> Vector:
        """How far each figure may lie from exact arithmetic: by printing, and by rounding."""
        figures, eps = self.figures, float(np.finfo(self._settings.dtype).eps)
        # A rounding of an early epoch is still felt while the slowest direction descends.
        slowest = max(1 - float(abs(self._factor).max()), 1e-6)
        felt = np.sqrt(np.minimum(figures.epochs, 1 / slowest))
        error = eps * (size + float(abs(figures.w).max())) * felt
        loss = eps * figures.loss + 2 * np.sqrt(figures.loss) * error + error**2
        before = eps * (abs(figures.values[-1:]) + 1)
        return figures.halves + ROUNDINGS * np.concatenate([error, loss, before])

    def fit(self, without: int | None = None) -> tuple[Vector, Vector]:
        """The start that fits best, by Gauss-Newton, and its spread: columns, shape (2, 2).

        Each figure counts by its slack. At the optimum, where it begins, no loss has a slope, so
        that the losses join once the other figures have given a start.
        """
        use = self.figures.used(without)
        start, slope = self._optimum, np.empty((0, 2))
        for _ in range(STEPS):
            residual, slope = self._residuals(start)
            if not np.isfinite(residual).all():
                takes = "a rate at which the run does not diverge"
                raise InputError("learning_rate", self._settings.learning_rate, takes)
            start = start + np.linalg.lstsq(slope[use], -residual[use])[0]
        values, vectors = np.linalg.eigh(slope[use].T @ slope[use])
        return start, vectors / np.sqrt(np.maximum(values, values.max() * 1e-12))

    def misfit(self, start: Vector, without: int | None = None) -> float:
        """By how many slacks a run from `start` misses the figures, as a root mean square.

        For the start that fits best it is at most 1 if some start misses each by at most one.
        """
        residual = self._residuals(start)[0][self.figures.used(without)]
        return float(np.sqrt(np.mean(residual**2)))

    def _residuals(self, start: Vector) -> tuple[Vector, Vector]:
        """What a run from `start` would print, less what is printed, in slacks: (2n + 1,);
        and its derivative by the start: (2n + 1, 2)."""
        figures, directions = self.figures, self._directions
        from_optimum = start - self._optimum
        with np.errstate(over="ignore", invalid="ignore"):
            # (I - ηH)ᵗ, of which w is the first row; and H between two of them, for the loss
            powers = [directions * self._factor**t @ directions.T for t in figures.epochs]
            bowls = [
                directions * (self._curvature * self._factor ** (2 * t - 2)) @ directions.T
                for t in figures.epochs
            ]
            w_rows = np.array([power[0] for power in powers])
            loss_rows = np.array([bowl @ from_optimum for bowl in bowls])
            rows = np.concatenate([w_rows, loss_rows, [[figures.x, 1.0]]])
            w = self._optimum[0] + w_rows @ from_optimum
            loss = self._least + 0.5 * loss_rows @ from_optimum
            values = np.concatenate([w, loss, rows[-1:] @ start])
            return (values - figures.values) / self.slack, rows / self.slack[:, None]

    def culprit(self) -> InputError:
        """The word about the line, or the prediction, without which the others agree best."""
        figures, takes = self.figures, "figures of the same run as the others"
        n = len(figures.epochs)
        line = min(range(n + 1), key=lambda one: self.misfit(self.fit(one)[0], one))
        if line == n:
            return InputError(f"f({figures.x:g}) before", float(figures.values[-1]), takes)
        got = f"w = {figures.lines[line][1]}, loss = {figures.lines[line][2]}"
        return InputError(f"line {line + 1} (epoch {figures.epochs[line]})", got, takes)
