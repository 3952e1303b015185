"""The arithmetic of one update of a run, with its numbers put in."""

import math
from dataclasses import dataclass

import numpy as np

from gd.analysis.formatting import format_number
from gd.problem import Vector
from gd.run import Columns, Run
from gd.settings import check_integer
from gd.theory.optimizer_rules import RULES, Memory, Rule
from gd.theory.schedules import rates
from gd.variants import VARIANTS
from gd.variants.batches import batch

DIGITS = 6  # of each number shown
ABOUT = "≈"
ROUNDING = "with the rounding of"
ROUNDED = 1e-5  # the relative difference that two numbers of so many digits can have

Lines = list[str]


@dataclass(frozen=True)
class Step:
    """An update of a run.

    places     of the points that the update takes, among those of the problem, from 0
    points     one row a point of these: x, y, prediction, error, error², and the gradient's terms
               2·x·error and, with a bias, 2·error; up to the error in the precision of the run
    gradients  lines of text: from the terms to the gradient, in the notation of the variant
    updates    lines of text: from the gradient to the weight (and the bias) after the update

    The lines are true to the digits they show. A result that follows from these digits only
    approximately, since the run had more of them, has `ABOUT` before it in place of =. A gradient
    whose terms cancel, so that only what the run rounded is left, follows the word `ROUNDING`.
    """

    update: int
    places: np.ndarray
    points: Columns
    gradients: tuple[str, ...]
    updates: tuple[str, ...]

    @property
    def sums(self) -> dict[str, float]:
        """The sums of the columns of `points` from error² on."""
        return {name: float(self.points[name].sum()) for name in list(self.points)[4:]}

    @property
    def means(self) -> dict[str, float]:
        """The same, divided by the number of points: the loss and its gradient."""
        return {name: total / len(self.points["x"]) for name, total in self.sums.items()}


@np.errstate(all="ignore")  # the squares of an optimizer may overflow, which is shown
def explain_step(run: Run, update: int) -> Step:
    """The arithmetic of an `update` of `run`; full-batch, its epoch. `InputError` for one without
    a row."""
    update = check_integer(run.unit, update, 1, len(run.history))
    history = run.columns
    weights = run.start
    if update > 1:
        weights = float(history["w"][update - 2]), float(history["b"][update - 2])
    places = np.arange(len(run.problem.x))
    if run.updates_per_epoch > 1:
        places = batch(run.settings, len(places), update)
    points = _points(run, places, *weights)
    names = ["w", "b"] if run.has_bias else ["w"]
    gradients, updates = [], []
    for name, before in zip(names, weights, strict=False):
        taken = history[f"grad_{name}"][:update].astype(run.settings.dtype)
        gradients.append(_gradient(run, name, points, float(taken[-1])))
        after = float(history[name][update - 1])
        updates += _update(run, name, before, after, taken)
    return Step(update, places, points, tuple(gradients), tuple(updates))


def _points(run: Run, places: np.ndarray, w: float, b: float) -> Columns:
    x, y = (values[places] for values in run.problem.arrays(run.settings.dtype))
    number = x.dtype.type
    prediction = number(w) * x + number(b)
    # In float64 the products of a float32 run's errors are exact, and stay finite.
    x, error = x.astype(np.float64), (prediction - y).astype(np.float64)
    columns = {
        "x": x,
        "y": y.astype(np.float64),
        "prediction": prediction.astype(np.float64),
        "error": error,
        "error²": error**2,
        "2·x·error": 2 * x * error,
    }
    return {**columns, "2·error": 2 * error} if run.has_bias else columns


def readable(number: str) -> str:
    """`number` with the sign − of mathematics in place of a hyphen."""
    return number.replace("-", "−", 1) if number.startswith("-") else number


class _Shown(float):
    """A number as a line shows it, rounded to the digits shown."""

    def __new__(cls, value: float) -> "_Shown":
        return super().__new__(cls, f"{value:.{DIGITS}g}")

    def __str__(self) -> str:
        return readable(format_number(self, DIGITS))

    @property
    def inside(self) -> str:
        """Within a formula: a negative number in brackets."""
        return f"({self})" if self < 0 else str(self)


def _equals(shown: float, result: float) -> str:
    """= result, or `ABOUT` in place of = where the numbers shown give other digits."""
    exact = _Shown(shown) == _Shown(result) or math.isinf(result)
    return f"{'=' if exact else ABOUT} {_Shown(result)}"


def _gradient(run: Run, name: str, points: Columns, taken: float) -> str:
    """From the terms to the gradient that the run took."""
    term = "2·x·error" if name == "w" else "2·error"
    total, count = float(points[term].sum()), len(points[term])
    by_hand = run.variant == "numpy_by_hand"
    line = f"{'grad' if by_hand else f'{name}.grad'} = Σ {term}"
    if not (by_hand and run.settings.gradient == "sum"):
        line += f" / N = {_Shown(total)} / {count:,}"
    else:
        count = 1
    exact, shown = total / count, _Shown(total) / count
    if abs(taken - exact) <= ROUNDED * abs(taken):
        return f"{line} {_equals(shown, taken)}"
    # The terms cancel, all but what the run rounded when it added them up.
    return f"{line} {_equals(shown, exact)}, {ROUNDING} {run.settings.dtype} {_Shown(taken)}"


def _update(run: Run, name: str, before: float, after: float, taken: Vector) -> Lines:
    """From the gradients so far to the weight called `name` after the update."""
    rate, g, start = map(_Shown, (rates(run)[len(taken) - 1], float(taken[-1]), before))
    name_of_rule = VARIANTS[run.variant].rule_name(run.settings)
    if name_of_rule == "SGD":
        factor = "learning_rate · grad" if run.variant == "numpy_by_hand" else f"lr · {name}.grad"
        numbers = f"{start} − {rate} · {g.inside} {_equals(start - rate * g, after)}"
        return [f"{name} = {name} − {factor} = {numbers}"]
    rule = RULES[name_of_rule]
    lines, letters, values = _memories(rule, taken, g)
    first = str(g) if rule.nesterov else values[-2].inside
    numbers = _direction(rule, first, values[-1].inside, " · ")
    end = _equals(start - rate * rule.direction(g, values[1:]), after)
    return [
        f"g = {name}.grad = {g}",
        *lines,
        f"{name} = {name} − lr · {_direction(rule, letters[-2], letters[-1], '·')}",
        f"{' ' * len(name)} = {start} − {rate} · {numbers} {end}",
    ]


def _memories(rule: Rule, taken: Vector, g: _Shown) -> tuple[Lines, Lines, list[_Shown]]:
    """What `rule` remembers of the gradients so far, the last of which is shown as `g`.

    The lines that lead to it, its letters and its values; of these two g is the first.
    """
    updates, corrections, letters, values = [], [], ["g"], [g]
    for memory in rule.memories:
        letter, divisor = memory.letter, memory.correction(len(taken))
        before, after = _last_two(memory, taken)
        updates.append(_memory_update(memory, _Shown(before), g, after))
        if memory.corrected:
            letter = {"m": "m̂", "s": "ŝ"}[letter]
            formula = f"{letter} = {memory.letter} / (1 − {memory.decay:g}^{len(taken)})"
            corrections.append(f"{formula} {_equals(_Shown(after) / divisor, after / divisor)}")
        letters.append(letter)
        values.append(_Shown(after / divisor))
    return updates + corrections, letters, values


def _memory_update(memory: Memory, old: _Shown, g: _Shown, after: float) -> str:
    def written(old: str, g: str, dot: str) -> str:
        return f"{_times(memory.decay, old, dot)} + {_times(memory.weight, g, dot)}{power}"

    power = "²" if memory.squared else ""
    letters, numbers = written(memory.letter, "g", "·"), written(old.inside, g.inside, " · ")
    return f"{memory.letter} = {letters} = {numbers} {_equals(memory.update(old, g), after)}"


def _times(factor: float, text: str, dot: str) -> str:
    return text if factor == 1 else f"{factor:g}{dot}{text}"


def _direction(rule: Rule, first: str, second: str, dot: str) -> str:
    """`rule.direction` written out, of the last two of the gradient and the memories."""
    if rule.epsilon is not None:
        epsilon = f"{rule.epsilon:.0e}".replace("e-0", "e-")
        return f"{first} / (√{second} + {epsilon})"
    return f"({first} + {_times(rule.memories[0].decay, second, dot)})" if rule.nesterov else second


def _last_two(memory: Memory, taken: Vector) -> tuple[float, float]:
    """The memory before and after the last gradient, in the range of the gradients' precision."""
    before = after = 0.0
    for term in memory.term(taken).tolist():
        before, after = after, memory.decay * after + term
    before, after = np.array([before, after]).astype(taken.dtype)
    return float(before), float(after)
