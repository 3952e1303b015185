"""Running a training again and writing its figures as the log does: the proof of an explanation."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice

import numpy as np

from gd.doctor.evidence import Column, Evidence, View
from gd.doctor.figures import Format, Printed
from gd.problem import Problem, Vector
from gd.settings import MAX_EPOCHS, Settings
from gd.variants import Variant
from gd.variants.determinism import deterministic


@dataclass(frozen=True)
class Compared:
    """A line of the log, and the same with the figures of the training.

    number    of the line in the text
    epoch     as the log numbers it; None for a prediction
    """

    number: int
    epoch: int | None
    printed: str
    reprinted: str

    @property
    def matches(self) -> bool:
        """Whether they are the same, to the last digit."""
        return self.printed == self.reprinted


@dataclass(frozen=True)
class Replayed:
    """A training as its states: weights and loss after 0, 1, 2, … epochs, shape (epochs + 1,).

    Not finite where the training has diverged; the loss of the last state is not known: nan.
    """

    loss: Vector
    w: Vector
    b: Vector


GoesOn = Callable[[Replayed], bool]


def replay(
    variant: Variant,
    problem: Problem,
    settings: Settings,
    first: int = 0,
    goes_on: GoesOn = lambda _: True,
) -> Replayed:
    """The states of a variant's training: its own loop, run without keeping a history.

    It ends after `first` epochs unless it `goes_on`.
    """
    x, y = problem.arrays(settings.dtype)
    context = deterministic if variant.uses_torch else nullcontext
    with np.errstate(all="ignore"), context():
        start = variant.start(settings)
        steps = variant.train(x, y, **variant.arguments(settings))
        rows = list(islice(steps, first))
        if not rows or goes_on(_states(variant, rows, start)):
            rows += islice(steps, settings.epochs - first)
    return _states(variant, rows, start)


def _states(
    variant: Variant, rows: list[tuple[float, ...]], start: tuple[float, float]
) -> Replayed:
    table = np.array(rows, dtype=np.float64)
    return states(dict(zip(variant.columns, table.T, strict=True)), start)


def states(columns: dict[str, Vector], start: tuple[float, float]) -> Replayed:
    """The states of a training from its start and its columns: the loss before the update."""
    w = np.concatenate([[start[0]], columns["w"]])
    b = np.concatenate([[start[1]], columns["b"]]) if "b" in columns else np.zeros(len(w))
    return Replayed(np.concatenate([columns["loss"], [np.nan]]), w, b)


def epochs_to_train(evidence: Evidence, view: View) -> int:
    """How many epochs to train for every figure of the log, and for those it leaves out at its end.

    A log of every 10th epoch that ends with epoch 91 is one of 100.
    """
    needed = epochs_needed(evidence, view)
    step = int(evidence.epochs[-1] - evidence.epochs[-2]) if len(evidence.epochs) > 1 else 1
    whole = needed + step - 1
    return min(whole, MAX_EPOCHS) if evidence.after or whole % step == 0 else needed


def epochs_needed(evidence: Evidence, view: View) -> int:
    """How many epochs to train so that every figure of the log has its state."""
    last = int(evidence.epochs[-1])
    return max(1, min(MAX_EPOCHS, max(last + view.loss + 1, last + view.weights)))


def reprint(evidence: Evidence, view: View, replayed: Replayed) -> list[dict[str, str]]:
    """The figures of each row by role, in the printed form; "" where the training has none.

    Where a column may have been written in several ways, the one that gives most of it back counts.
    """
    rows: list[dict[str, str]] = [{} for _ in evidence.rows]
    for role, column in evidence.columns.items():
        shown = (evidence.epochs[column.rows] + view.shift(role)).tolist()
        every = getattr(replayed, role)
        last = len(every) - 1 - (role == "loss")
        factor = view.factor if role == "loss" else 1.0
        numbers = [float(every[n]) * factor if 0 <= n <= last else None for n in shown]
        written = [_column(column, form, numbers) for form in column.formats]
        texts = [one.text for one in column.printed]
        best = max(written, key=lambda some: sum(map(str.__eq__, some, texts)))
        for row, text in zip(column.rows.tolist(), best, strict=True):
            rows[row][role] = text
    return rows


def _column(column: Column, form: Format, numbers: list[float | None]) -> list[str]:
    pairs = zip(column.printed, numbers, strict=True)
    return ["" if n is None else _written(figure, n, form) for figure, n in pairs]


def _written(figure: Printed, value: float, form: Format) -> str:
    """The number by `form`, or as `figure` itself is written where `form` is not enough."""
    with np.errstate(over="ignore"):  # a float64 may be none in float32
        if form.write(figure.value) == figure.text:
            return form.write(value)
        return figure.rewrite(value)  # "+0.5", say


def compare(evidence: Evidence, figures: list[dict[str, str]]) -> Iterator[Compared]:
    """Each line that carries figures beside the same of a training, in the order of the text."""
    for row, epoch, texts in zip(evidence.rows, evidence.epochs.tolist(), figures, strict=True):
        for number, printed in row.lines:
            here = {role: one for role, one in row.figures().items() if one.line == number}
            if not here:
                continue
            line = printed
            for role, one in sorted(here.items(), key=lambda item: -item[1].start):
                line = line[: one.start] + texts.get(role, one.text) + line[one.end :]
            yield Compared(number, epoch, printed, line)


def predictions(evidence: Evidence, view: View, replayed: Replayed) -> tuple[int, list[Compared]]:
    """After how many epochs the training ended, and its predictions beside those of the log.

    The log does not show its last epochs: it ended where the prediction after it comes out.
    """
    ended, lines = len(replayed.w) - 1, []
    for found in (evidence.before, evidence.after):
        if found is None or found.x is None:
            continue
        ends = (
            [0]
            if found is evidence.before
            else [ended, *range(ended - 1, epochs_needed(evidence, view) - 1, -1)]
        )
        texts = {
            n: _written(found.value, _prediction(replayed, n, found.x), found.value.format)
            for n in ends
        }
        right = [n for n, text in texts.items() if text == found.value.text]
        if found is evidence.after:
            ended = right[0] if right else ended
        text = texts[right[0] if right else max(texts)]
        label = f"f({found.x:g}) = "
        lines.append(Compared(found.value.line, None, label + found.value.text, label + text))
    return ended, lines


def _prediction(replayed: Replayed, state: int, x: float) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.float32(replayed.w[state] * x + replayed.b[state]))
