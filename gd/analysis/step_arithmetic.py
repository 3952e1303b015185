"""The arithmetic of one epoch of a run, with its numbers put in."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gd.analysis.formatting import format_number
from gd.problem import Vector
from gd.run import Columns, Run
from gd.settings import check_integer

DIGITS = 6  # of each number that is told
ABOUT = "≈"

Lines = list[str]


@dataclass(frozen=True)
class Step:
    """An epoch of a run.

    points     one row a point: x, y, prediction, error, error², and the gradient's terms
               2·x·error and, with a bias, 2·error; up to the error in the precision of the run
    gradients  lines of text: from the terms to the gradient, in the notation of the variant
    updates    lines of text: from the gradient to the weight (and the bias) after the epoch

    The lines are true to the digits they show: what follows from these only about, since the run
    had more of them and rounded otherwise, has `ABOUT` before it in place of =.
    """

    epoch: int
    points: Columns
    gradients: tuple[str, ...]
    updates: tuple[str, ...]

    @property
    def sums(self) -> dict[str, float]:
        """The columns of `points` from error² on, added up."""
        return {name: float(self.points[name].sum()) for name in list(self.points)[4:]}

    @property
    def means(self) -> dict[str, float]:
        """The same, divided by the number of points: the loss and its gradient."""
        return {name: total / len(self.points["x"]) for name, total in self.sums.items()}


@np.errstate(all="ignore")  # what an optimizer squares may leave the range: that is told
def explain_step(run: Run, epoch: int) -> Step:
    """The arithmetic of `epoch`, from 1 to the last of the run's history; else `InputError`."""
    epoch = check_integer("epoch", epoch, 1, len(run.history))
    history = run.columns
    weights = run.start
    if epoch > 1:
        weights = float(history["w"][epoch - 2]), float(history["b"][epoch - 2])
    points = _points(run, *weights, run.has_bias)
    names = ["w", "b"] if run.has_bias else ["w"]
    gradients, updates = [], []
    for name, before in zip(names, weights, strict=False):
        taken = history[f"grad_{name}"][:epoch].astype(run.settings.dtype)
        gradients.append(_gradient(run, name, points, float(taken[-1])))
        after = float(history[name][epoch - 1])
        updates += _update(run, name, before, after, taken)
    return Step(epoch, points, tuple(gradients), tuple(updates))


def _points(run: Run, w: float, b: float, bias: bool) -> Columns:
    x, y = run.problem.arrays(run.settings.dtype)
    number = x.dtype.type
    prediction = number(w) * x + number(b)
    # In float64, what is made of the errors of a float32 run is exact, and stays finite.
    x, error = x.astype(np.float64), (prediction - y).astype(np.float64)
    columns = {
        "x": x,
        "y": y.astype(np.float64),
        "prediction": prediction.astype(np.float64),
        "error": error,
        "error²": error**2,
        "2·x·error": 2 * x * error,
    }
    return {**columns, "2·error": 2 * error} if bias else columns


class _Shown(float):
    """A number as a line shows it: with no more digits than are shown, it counts as it reads."""

    def __new__(cls, value: float) -> "_Shown":
        return super().__new__(cls, f"{value:.{DIGITS}g}")

    def __str__(self) -> str:
        text = format_number(self, DIGITS)
        return f"−{text[1:]}" if text.startswith("-") else text

    @property
    def inside(self) -> str:
        """Inside of a formula: a negative number in brackets."""
        return f"({self})" if self < 0 else str(self)


def _comes_to(told: float, result: float) -> str:
    """= result; `ABOUT` in place of = where the numbers told do not give the digits of it."""
    exact = _Shown(told) == _Shown(result) or math.isinf(result)
    return f"{'=' if exact else ABOUT} {_Shown(result)}"


def _gradient(run: Run, name: str, points: Columns, taken: float) -> str:
    """How the terms make the gradient that the run took."""
    term = "2·x·error" if name == "w" else "2·error"
    total, count = _Shown(points[term].sum()), len(points[term])
    by_hand = run.variant == "numpy_by_hand"
    if by_hand and run.settings.gradient == "sum":
        return f"grad = Σ {term} {_comes_to(total, taken)}"
    grad = "grad" if by_hand else f"{name}.grad"
    return f"{grad} = Σ {term} / N = {total} / {count:,} {_comes_to(total / count, taken)}"


def _update(run: Run, name: str, before: float, after: float, taken: Vector) -> Lines:
    """How the gradients so far make the weight called `name` after the epoch."""
    rate, g, start = map(_Shown, (run.settings.learning_rate, float(taken[-1]), before))
    if run.is_plain:
        factor = "learning_rate · grad" if run.variant == "numpy_by_hand" else f"lr · {name}.grad"
        numbers = f"{start} − {rate} · {g.inside} {_comes_to(start - rate * g, after)}"
        return [f"{name} = {name} − {factor} = {numbers}"]
    told = _OPTIMIZERS[run.settings.optimizer](taken, g)
    end = _comes_to(start - rate * told.value, after)
    return [
        f"g = {name}.grad = {g}",
        *told.memory,
        f"{name} = {name} − lr · {told.letters}",
        f"{' ' * len(name)} = {start} − {rate} · {told.numbers} {end}",
    ]


class _Explanation(NamedTuple):
    """What torch's optimizers keep of the gradients so far, as its documentation writes them.

    The lines of their memory, and what the learning rate multiplies: in letters, in the numbers
    shown, and what these come to.
    """

    memory: Lines
    letters: str
    numbers: str
    value: float


def _decayed(terms: Vector, keep: float) -> tuple[float, float]:
    """sₜ = keep·sₜ₋₁ + termₜ from s₀ = 0, in the range of the terms: the last but one, the last."""
    before = after = 0.0
    for term in terms.tolist():
        before, after = after, keep * after + term
    before, after = np.array([before, after]).astype(terms.dtype)
    return float(before), float(after)


def _velocity(taken: Vector, g: _Shown) -> tuple[str, _Shown]:
    before, after = _decayed(taken, 0.9)
    old = _Shown(before)
    line = f"v = 0.9·v + g = 0.9 · {old.inside} + {g.inside} {_comes_to(0.9 * old + g, after)}"
    return line, _Shown(after)


def _momentum(taken: Vector, g: _Shown) -> _Explanation:
    line, v = _velocity(taken, g)
    return _Explanation([line], "v", v.inside, v)


def _nesterov(taken: Vector, g: _Shown) -> _Explanation:
    line, v = _velocity(taken, g)
    return _Explanation([line], "(g + 0.9·v)", f"({g} + 0.9 · {v.inside})", g + 0.9 * v)


def _adagrad(taken: Vector, g: _Shown) -> _Explanation:
    before, after = _decayed(taken * taken, 1.0)
    old, s = _Shown(before), _Shown(after)
    line = f"s = s + g² = {old} + {g.inside}² {_comes_to(old + g * g, after)}"
    numbers = f"{g.inside} / (√{s} + 1e-10)"
    return _Explanation([line], "g / (√s + 1e-10)", numbers, g / (math.sqrt(s) + 1e-10))


def _rmsprop(taken: Vector, g: _Shown) -> _Explanation:
    before, after = _decayed(0.01 * taken * taken, 0.99)
    old, s = _Shown(before), _Shown(after)
    told = _comes_to(0.99 * old + 0.01 * g * g, after)
    line = f"s = 0.99·s + 0.01·g² = 0.99 · {old} + 0.01 · {g.inside}² {told}"
    numbers = f"{g.inside} / (√{s} + 1e-8)"
    return _Explanation([line], "g / (√s + 1e-8)", numbers, g / (math.sqrt(s) + 1e-8))


def _adam(taken: Vector, g: _Shown) -> _Explanation:
    (m_before, m_after), t = _decayed(0.1 * taken, 0.9), len(taken)
    s_before, s_after = _decayed(0.001 * taken * taken, 0.999)
    m_old, m, s_old, s = map(_Shown, (m_before, m_after, s_before, s_after))
    m_part, s_part = 1 - 0.9**t, 1 - 0.999**t
    m_hat, s_hat = _Shown(m_after / m_part), _Shown(s_after / s_part)
    m_told = _comes_to(0.9 * m_old + 0.1 * g, m_after)
    s_told = _comes_to(0.999 * s_old + 0.001 * g * g, s_after)
    lines = [
        f"m = 0.9·m + 0.1·g = 0.9 · {m_old.inside} + 0.1 · {g.inside} {m_told}",
        f"s = 0.999·s + 0.001·g² = 0.999 · {s_old} + 0.001 · {g.inside}² {s_told}",
        f"m̂ = m / (1 − 0.9^{t}) {_comes_to(m / m_part, m_hat)}",
        f"ŝ = s / (1 − 0.999^{t}) {_comes_to(s / s_part, s_hat)}",
    ]
    numbers = f"{m_hat.inside} / (√{s_hat} + 1e-8)"
    return _Explanation(lines, "m̂ / (√ŝ + 1e-8)", numbers, m_hat / (math.sqrt(s_hat) + 1e-8))


_OPTIMIZERS: dict[str, Callable[[Vector, _Shown], _Explanation]] = {
    "momentum": _momentum,
    "Nesterov": _nesterov,
    "Adagrad": _adagrad,
    "RMSprop": _rmsprop,
    "Adam": _adam,
}
