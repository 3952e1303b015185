"""What an exercise is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gd.tasks.encoding import link
from gd.tasks.task import Task


@dataclass(frozen=True)
class Prediction:
    """What to guess before the run: a question, the choices, and which of them is right.

    answer   the index of the right choice, computed
    """

    question: str
    choices: tuple[str, ...]
    answer: Callable[[], int]


def nearest(value: Callable[[], float], choices: Sequence[float]) -> Callable[[], int]:
    """The index of the choice that is nearest to a computed value."""

    def answer() -> int:
        found = value()
        return min(range(len(choices)), key=lambda place: abs(choices[place] - found))

    return answer


@dataclass(frozen=True)
class Exercise:
    """An exercise.

    name         in a link
    title        for people
    task         the page, what to do, the goals, the open and the fixed controls
    start        where the open controls begin, as a link has them
    prediction   what to guess first
    hint         for those who are stuck, as Markdown
    explain      why, as Markdown, with numbers computed on the spot
    """

    name: str
    title: str
    task: Task
    prediction: Prediction
    hint: str
    explain: Callable[[], str]
    start: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """The value of every control at the beginning."""
        return self.task.values(self.start)

    @property
    def link(self) -> dict[str, str]:
        """The parameters of the link that opens it, on the page `task.page`."""
        return link(self.task, self.values)
