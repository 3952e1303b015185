"""A variant trained on a problem with settings: its history, its start, its end."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from gd.problem import Problem
from gd.settings import Settings

Columns = dict[str, np.ndarray]  # a table: its columns by name, all of one length


@dataclass(frozen=True, eq=False)
class Run:
    """The result of a training.

    variant, problem, settings   what was trained, on what, and how
    start          (w, b) before the first update
    history        one row an epoch, float64 columns: epoch (from 1), loss (before the update),
                   w, b (after it), grad_w, grad_b; the one-weight variants have b = grad_b = 0
    diverged_at    the epoch whose numbers left the finite range, or None; that epoch and those
                   after it have no row
    has_bias       whether the line is w·x + b; else it is w·x
    is_plain       whether the updates are plain gradient descent, which `gd.theory` describes

    A run is shared by all who look at it: the numbers of `history` are read-only.
    """

    variant: str
    problem: Problem
    settings: Settings
    start: tuple[float, float]
    history: pd.DataFrame
    diverged_at: int | None
    has_bias: bool
    is_plain: bool

    @cached_property
    def columns(self) -> Columns:
        """The columns of `history` as arrays: quicker to read than the table."""
        return dict(zip(map(str, self.history), self.history.to_numpy().T, strict=True))

    @property
    def end(self) -> tuple[float, float]:
        """(w, b) after the last finite epoch."""
        if self.history.empty:
            return self.start
        return float(self.columns["w"][-1]), float(self.columns["b"][-1])

    @property
    def stopped_at(self) -> int | None:
        """The last epoch of a training that was stopped by hand before its end, or None."""
        if self.diverged_at is None and len(self.history) < self.settings.epochs:
            return len(self.history)
        return None

    def predict_before(self, x: float) -> float:
        """f(x) = w·x + b with the weights before training, in the run's precision."""
        return self._predict(self.start, x)

    def predict_after(self, x: float) -> float:
        """f(x) = w·x + b with the weights after the last finite epoch, in the run's precision."""
        return self._predict(self.end, x)

    def _predict(self, weights: tuple[float, float], x: float) -> float:
        number = np.dtype(self.settings.dtype).type
        w, b = weights
        with np.errstate(over="ignore", invalid="ignore"):
            product = number(w) * number(x)
            # without a bias no 0 is added, which would turn -0.0 into 0.0
            return float(product + number(b) if self.has_bias else product)
