"""The diagnosis of a printed log: the training that prints it again."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gd.doctor import groups, sentences
from gd.doctor.answer import Diagnosis, Found
from gd.doctor.evidence import Evidence, View, evidence_of
from gd.doctor.explanations import Explanation, explanations, mistaken_explanation
from gd.doctor.fitting import Fit
from gd.doctor.guesses import usual_points
from gd.doctor.mistaken import LOOPS, errors_in, replay_mistake
from gd.doctor.other_losses import with_loss
from gd.doctor.reading import MAX_BYTES, Log, read_log
from gd.doctor.replays import (
    Replayed,
    compare,
    epochs_needed,
    epochs_to_train,
    predictions,
    replay,
    reprint,
)
from gd.errors import InputError
from gd.problem import Problem
from gd.variants import VARIANTS, Variant

FIRST = 3  # lines of which one has to come out for a training to go on
MAX_REPLAYS = 160  # trainings run for one group of guesses
MAX_TRAINED, MAX_MORE = 200_000, 20_000  # epochs of a group; of those, once the log is explained
MORE_UNUSUAL = 5.0  # than the plainest explanation that reprints all: no longer tried


class Diagnosing:
    """A diagnosis in progress: `advance` it, and take the `diagnosis` so far at any time.

    text      what a notebook printed, or a `Log` that was read from it
    problem   the points; None for those of the lessons: x = 1, 2, 3, 4 and y = 2x, or more of them
    """

    def __init__(self, text: str | Log, problem: Problem | None = None) -> None:
        self._problems = usual_points() if problem is None else [problem]
        self._problem_given = problem is not None
        self._found = self._errors(text)
        self._evidence = Evidence((), np.empty(0, int))
        if not self._found:
            log = read_log(text) if isinstance(text, str) else text
            self._node, self._evidence = log.node, evidence_of(log)
        self._replays: dict[object, Replayed] = {}
        self.progress = 0.0
        self._work = iter(()) if self._found else self._search()

    @property
    def given(self) -> int:
        """How many lines carry figures."""
        lines = compare(self._evidence, [{}] * len(self._evidence.rows))
        around = (self._evidence.before, self._evidence.after)
        return len(list(lines)) + sum(one is not None and one.x is not None for one in around)

    def advance(self) -> bool:
        """Go on for some tens of milliseconds; False once there is nothing left to try."""
        part = next(self._work, None)
        self.progress = 1.0 if part is None else part
        return part is not None

    def diagnosis(self) -> Diagnosis:
        """What is known so far."""
        order = sorted(self._found, key=lambda f: (-f.reprinted, f.explanation.unusual))
        best = order[0] if order else None
        others = [f for f in order[1:] if best and f.reprinted == best.reprinted]
        problem = best.explanation.problem if best else self._problems[0]
        given = self.given
        said = sentences.diagnosis(
            best and best.explanation, best.reprinted if best else 0, given, self._problem_given
        )
        return Diagnosis(said, problem, given, best, tuple(others))

    def _errors(self, text: str | Log) -> list[Found]:
        """The mistakes whose error the text shows: then nothing has to be searched."""
        if not isinstance(text, str):
            text = "\n".join(line for _, line in text.other)
        names = errors_in(text[:MAX_BYTES], self._problems[0])
        return [
            Found(mistaken_explanation(name, self._problems[0], n), ())
            for n, name in enumerate(names)
        ]

    def _search(self) -> Iterator[float]:
        """The groups of guesses, the most usual first, until one of them reprints every line."""
        every = list(groups.groups(self._evidence, self._problems))
        for done, group in enumerate(every):
            fits: list[Fit] = []
            for part in group.guess():
                fits += part
                yield done / len(every)
            for _ in self._try(fits, group.shown):
                yield (done + 0.5) / len(every)
            if self._explained():
                return

    def _try(self, fits: list[Fit], shown: dict[View, float]) -> Iterator[None]:
        """Run the trainings that the fits stand for, the most usual first."""
        every = {
            (one.variant, one.settings, one.mistake, one.loss, one.gradient, one.view): one
            for fit in fits
            for one in explanations(
                fit, epochs_to_train(self._evidence, fit.view), shown[fit.view], self._node
            )
        }
        ordered = sorted(every.values(), key=lambda one: one.unusual)
        limit, left = float("inf"), MAX_TRAINED
        for explanation in ordered[:MAX_REPLAYS]:
            if explanation.unusual > limit or left < 0:
                break
            try:
                found = self._replay(explanation)
            except InputError:  # points or a rate that float32 does not hold
                continue
            left -= explanation.settings.epochs
            self._found.append(found)
            if found.reprinted == len(found.lines):
                limit = min(limit, explanation.unusual + MORE_UNUSUAL)
                left = min(left, MAX_MORE)
            yield

    def _replay(self, explanation: Explanation) -> Found:
        other = None
        if explanation.loss == explanation.gradient:
            other = with_loss(explanation.variant, explanation.loss)
        # with its own loss, the loop prints that loss itself, and takes the log's own rate
        view = replace(explanation.view, factor=1.0) if other else explanation.view
        key = explanation.variant, explanation.mistake, explanation.settings, view, explanation.loss
        if key not in self._replays:
            self._replays[key] = self._run(explanation, view, other)
        replayed = self._replays[key]
        figures = reprint(self._evidence, view, replayed)
        ended, around = predictions(self._evidence, view, replayed)
        settings = replace(explanation.settings, epochs=ended)
        lines = [*around, *compare(self._evidence, figures)]
        lines.sort(key=lambda line: line.number)
        return Found(replace(explanation, settings=settings), tuple(lines))

    def _run(self, explanation: Explanation, view: View, other: Variant | None) -> Replayed:
        """The training; only its first epochs where none of the first lines comes out."""
        first, settings = self._evidence.head(FIRST), explanation.settings
        few = min(epochs_needed(first, view), settings.epochs)

        def goes_on(replayed: Replayed) -> bool:
            lines = compare(first, reprint(first, view, replayed))
            return not self._found or any(line.matches for line in lines)

        problem, mistake = explanation.problem, explanation.mistake
        if other:
            settings = replace(settings, learning_rate=explanation.rate)
            return replay(other, problem, settings, few, goes_on)
        if mistake in LOOPS:
            return replay_mistake(mistake, problem, settings, few, goes_on)
        return replay(VARIANTS[explanation.variant], problem, settings, few, goes_on)

    def _explained(self) -> bool:
        return any(found.reprinted == len(found.lines) for found in self._found)


def diagnose(text: str, problem: Problem | None = None) -> Diagnosis:
    """Find the training that printed a log, by running those that may have.

    text      what a notebook printed, as `read_log` takes it
    problem   the points; None for those of the lessons: x = 1, 2, 3, 4 and y = 2x, or more
              of them

    A line counts as reprinted if our figures, written in its form, give exactly its text. Raises
    `InputError` for what `read_log` refuses, and for a log without any loss or weight.

    >>> text = "epoch 1: w = 1.200, loss = 30.00000000\\nepoch 2: w = 1.680, loss = 4.80000067"
    >>> diagnosis = diagnose(text)
    >>> diagnosis.cause
    'Your gradient is the sum over 4 points, not their mean (NumPy by hand, learning rate 0.01).'
    >>> diagnosis.reprinted, diagnosis.given
    (2, 2)
    """
    diagnosing = Diagnosing(text, problem)
    while diagnosing.advance():
        pass
    return diagnosing.diagnosis()
