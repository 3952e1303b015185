"""Whether the goals of a task can be reached with the controls that it leaves open, and how.

"reachable" is proved by a run that `check` passes, "impossible" by theory (`gd.tasks.proofs`) or by
trying all there is; all else is "not found".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gd.errors import InputError
from gd.links.controls import CONTROLS, text_of
from gd.links.setup import COMPARE, setup
from gd.tasks import pairs
from gd.tasks.choices import choices_of
from gd.tasks.exhaustion import exhaust
from gd.tasks.proofs import POINTS, impossible
from gd.tasks.rates import by_rates
from gd.tasks.starts import starts
from gd.tasks.task import Task
from gd.tasks.trial import reaches
from gd.tasks.work import Pieces, Work

REACHABLE, IMPOSSIBLE, NOT_FOUND = "reachable", "impossible", "not found"
EPOCHS = (50, 500, 5_000)  # tried in turn where the number of epochs is open


@dataclass(frozen=True)
class Answer:
    """What is known of a task.

    verdict   "reachable", "impossible" or "not found"
    text      how, or why, in a sentence or two
    values    the value of each control with which a run reaches the goals; None if none is known
    """

    verdict: str
    text: str
    values: Mapping[str, Any] | None = None


class Search(Work[Answer]):
    """The search for settings that reach the goals of a task, piece by piece.

    values   of all controls, where the search begins; those that are not open stay as they are
    """

    total = 120_000  # epochs, trained or simulated, after which it gives up: about 10 s

    def __init__(self, task: Task, values: Mapping[str, Any]) -> None:
        super().__init__(_searching(task, {**values, **task.fixed_values}))
        self._task = task

    def advance(self) -> bool:
        """Do the next piece; False once there is an answer."""
        going = super().advance()
        if going and self.epochs > self.total:
            self.result = _not_found(self._task)
            return False
        return going


def reachable(task: Task, values: Mapping[str, Any]) -> Answer:
    """The answer of a `Search`, in one go.

    >>> from gd.links.setup import read_values
    >>> from gd.tasks.goals import Goal
    >>> task = Task("numpy_by_hand", goals=(Goal("w", (2, 0.01)),), open=("lr",))
    >>> print(reachable(task, read_values({"lr": "1e-6"})).text)
    A run reaches it with Learning rate 0.01.
    """
    return Search(task, values).finish()


def _searching(task: Task, values: dict[str, Any]) -> Pieces[Answer]:
    if not task.goals:
        return Answer(NOT_FOUND, "There is no goal yet.")
    try:
        setup(values, task.page)
        if (yield from reaches(task, values)):
            return Answer(REACHABLE, "The settings to begin with already reach it.", values)
    except InputError as error:
        return Answer(NOT_FOUND, str(error))
    if task.page != COMPARE:
        return (yield from _of_one_run(task, values))
    for candidate in pairs.candidates(task, values):
        if (yield from reaches(task, candidate)):
            return _found(task, values, candidate)
    return _not_found(task)


def _of_one_run(task: Task, values: dict[str, Any]) -> Pieces[Answer]:
    choices = choices_of(task, values)
    why = impossible(task, [setup(one, task.page) for one in choices], values)
    if why:
        return Answer(IMPOSSIBLE, why)
    begun = [start for one in choices for start in starts(task, one)]
    for longest in EPOCHS if task.is_open("epochs") else EPOCHS[:1]:
        for start in begun:
            found = yield from by_rates(task, start, longest)
            if found:
                return _found(task, values, (yield from _rounded(task, found)))
    tried = yield from exhaust(task, choices)
    if tried.reached and (yield from reaches(task, tried.reached)):
        return _found(task, values, tried.reached)
    if tried.complete:
        return Answer(IMPOSSIBLE, f"All {tried.count:,} possible settings were tried: none does.")
    return _not_found(task)


def _rounded(task: Task, values: dict[str, Any]) -> Pieces[dict[str, Any]]:
    """The values with as few digits of the learning rate as reach the goals, too."""
    for digits in range(1, 7) if task.is_open("lr") else ():
        shorter = {**values, "lr": float(f"{values['lr']:.{digits}g}")}
        if (yield from reaches(task, shorter)):
            return shorter
    return values


def _not_found(task: Task) -> Answer:
    other = " Other points were not tried." * any(task.is_open(name) for name in POINTS)
    return Answer(NOT_FOUND, f"A search found no settings; there may be some.{other}")


def _found(task: Task, before: Mapping[str, Any], after: Mapping[str, Any]) -> Answer:
    texts = [
        f"{CONTROLS[name].label} {text_of(after[name])}"
        for name in CONTROLS
        if task.is_open(name) and after[name] != before[name]
    ]
    return Answer(REACHABLE, f"A run reaches it with {', '.join(texts)}.", after)
