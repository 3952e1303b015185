"""The arithmetic of one epoch of a run, with its numbers put in."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gd.problem import Vector
from gd.run import Columns, Run
from gd.settings import whole
from gd.variants import VARIANTS

Words = list[str]


@dataclass(frozen=True)
class Step:
    """An epoch of a run.

    points     one row a point: x, y, prediction, error, error², and the gradient's terms
               2·x·error and, with a bias, 2·error; in the precision of the run
    gradients  lines of text: from the terms to the gradient, in the notation of the variant
    updates    lines of text: from the gradient to the weight (and the bias) after the epoch
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


def step(run: Run, epoch: int) -> Step:
    """The arithmetic of `epoch`, from 1 to the last of the run's history; else `InputError`."""
    epoch = whole("epoch", epoch, 1, len(run.history))
    history = run.columns
    weights = run.start
    if epoch > 1:
        weights = float(history["w"][epoch - 2]), float(history["b"][epoch - 2])
    variant = VARIANTS[run.variant]
    points = _points(run, *weights, variant.has_bias)
    names = ["w", "b"] if variant.has_bias else ["w"]
    gradients, updates = [], []
    for name, before in zip(names, weights, strict=False):
        taken = history[f"grad_{name}"][:epoch]
        gradients += _gradient(run, name, points, float(taken[-1]))
        after = float(history[name][epoch - 1])
        updates += _update(run, name, before, after, taken)
    return Step(epoch, points, tuple(gradients), tuple(updates))


def _points(run: Run, w: float, b: float, bias: bool) -> Columns:
    x, y = run.problem.arrays(run.settings.dtype)
    number = x.dtype.type
    with np.errstate(over="ignore", invalid="ignore"):
        prediction = number(w) * x + number(b)
        error = prediction - y
        columns = {
            "x": x,
            "y": y,
            "prediction": prediction,
            "error": error,
            "error²": error**2,
            "2·x·error": 2 * x * error,
        }
        if bias:
            columns["2·error"] = 2 * error
    return {name: values.astype(np.float64) for name, values in columns.items()}


def _gradient(run: Run, name: str, points: Columns, taken: float) -> Words:
    """How the terms make the gradient that the run took."""
    term = "2·x·error" if name == "w" else "2·error"
    total, count = _figure(float(points[term].sum())), len(points[term])
    if run.variant != "numpy_by_hand":
        return [f"{name}.grad = Σ {term} / N = {total} / {count:,} = {_figure(taken)}"]
    if run.settings.gradient == "sum":
        return [f"grad = Σ {term} = {_figure(taken)}"]
    return [f"grad = Σ {term} / N = {total} / {count:,} = {_figure(taken)}"]


def _update(run: Run, name: str, before: float, after: float, taken: Vector) -> Words:
    """How the gradients so far make the weight called `name` after the epoch."""
    rate, g = _figure(run.settings.learning_rate), _inside(float(taken[-1]))
    start, end = _figure(before), _figure(after)
    if VARIANTS[run.variant].is_plain(run.settings):
        factor = "learning_rate · grad" if run.variant == "numpy_by_hand" else f"lr · {name}.grad"
        return [f"{name} = {name} − {factor} = {start} − {rate} · {g} = {end}"]
    memory, (letters, numbers) = _OPTIMIZERS[run.settings.optimizer](taken)
    return [
        f"g = {name}.grad = {_figure(float(taken[-1]))}",
        *memory,
        f"{name} = {name} − lr · {letters}",
        f"{' ' * len(name)} = {start} − {rate} · {numbers} = {end}",
    ]


# What torch's optimizers keep of the gradients so far, as its documentation writes them: the lines
# of their memory, and what the learning rate multiplies, in letters and in numbers.

Told = tuple[Words, tuple[str, str]]


def _decayed(values: Vector, keep: float, add: float) -> tuple[float, float]:
    """sₜ = keep·sₜ₋₁ + add·valueₜ from s₀ = 0: the last but one, and the last."""
    before = after = 0.0
    for value in values:
        before, after = after, keep * after + add * float(value)
    return before, after


def _velocity(taken: Vector) -> tuple[Words, float]:
    old, new = _decayed(taken, 0.9, 1.0)
    g = _inside(float(taken[-1]))
    return [f"v = 0.9·v + g = 0.9 · {_inside(old)} + {g} = {_figure(new)}"], new


def _momentum(taken: Vector) -> Told:
    words, velocity = _velocity(taken)
    return words, ("v", _inside(velocity))


def _nesterov(taken: Vector) -> Told:
    words, velocity = _velocity(taken)
    numbers = f"({_figure(float(taken[-1]))} + 0.9 · {_inside(velocity)})"
    return words, ("(g + 0.9·v)", numbers)


def _adagrad(taken: Vector) -> Told:
    old, new = _decayed(taken**2, 1.0, 1.0)
    g = _inside(float(taken[-1]))
    words = [f"s = s + g² = {_figure(old)} + {g}² = {_figure(new)}"]
    return words, ("g / (√s + 1e-10)", f"{g} / (√{_figure(new)} + 1e-10)")


def _rmsprop(taken: Vector) -> Told:
    old, new = _decayed(taken**2, 0.99, 0.01)
    g = _inside(float(taken[-1]))
    words = [f"s = 0.99·s + 0.01·g² = 0.99 · {_figure(old)} + 0.01 · {g}² = {_figure(new)}"]
    return words, ("g / (√s + 1e-8)", f"{g} / (√{_figure(new)} + 1e-8)")


def _adam(taken: Vector) -> Told:
    (m_old, m), (s_old, s) = _decayed(taken, 0.9, 0.1), _decayed(taken**2, 0.999, 0.001)
    g, t = _inside(float(taken[-1])), len(taken)
    m_hat, s_hat = m / (1 - 0.9**t), s / (1 - 0.999**t)
    words = [
        f"m = 0.9·m + 0.1·g = 0.9 · {_inside(m_old)} + 0.1 · {g} = {_figure(m)}",
        f"s = 0.999·s + 0.001·g² = 0.999 · {_figure(s_old)} + 0.001 · {g}² = {_figure(s)}",
        f"m̂ = m / (1 − 0.9^{t}) = {_figure(m_hat)}",
        f"ŝ = s / (1 − 0.999^{t}) = {_figure(s_hat)}",
    ]
    return words, ("m̂ / (√ŝ + 1e-8)", f"{_inside(m_hat)} / (√{_figure(s_hat)} + 1e-8)")


_OPTIMIZERS: dict[str, Callable[[Vector], Told]] = {
    "momentum": _momentum,
    "Nesterov": _nesterov,
    "Adagrad": _adagrad,
    "RMSprop": _rmsprop,
    "Adam": _adam,
}


def _figure(value: float) -> str:
    text = f"{value:.7g}"
    return text if "e" in text else text.replace("-", "−")


def _inside(value: float) -> str:
    """A number inside of a formula: a negative one in brackets."""
    return f"({_figure(value)})" if value < 0 else _figure(value)
