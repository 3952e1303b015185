"""What a task asks of a run: goals, each checked, said in words, and written into a link.

`loss-le-0.01..fx-5-10-0.05--within-20` are two goals: the loss at the end at most 0.01, and f(5)
within 0.05 of 10 after 20 epochs or fewer.
"""

import re
from dataclasses import dataclass
from typing import Any

from gd.errors import InputError
from gd.settings import MAX_EPOCHS
from gd.tasks.kinds import KINDS, Kind, Parameter, exact

BETWEEN_GOALS, WITHIN = "..", "--within-"
MAX_GOALS = 5
EPOCHS = Parameter("within", "epochs", 20, 1, MAX_EPOCHS, whole=True)


@dataclass(frozen=True)
class Goal:
    """A goal.

    kind      a name in `KINDS`
    numbers   what its kind takes (`Kind.parameters`)
    within    the epochs after which it has to be reached, to stay so; None for any number

    Raises `InputError`.

    >>> goal = Goal("fx", (5, 10, 0.05), within=20)
    >>> print(goal, goal.sentence, sep="; ")
    fx-5-10-0.05--within-20; f(5) is within 0.05 of 10 after 20 epochs or fewer, and stays so.
    """

    kind: str
    numbers: tuple[Any, ...] = ()
    within: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError("The goal", self.kind, f"one of {', '.join(KINDS)}")
        kind = KINDS[self.kind]
        if len(self.numbers) != len(kind.parameters):
            takes = f"what {kind.shape} names"
            raise InputError(f"The goal {self.kind}", self.numbers, takes)
        pairs = zip(kind.parameters, self.numbers, strict=True)
        numbers = tuple(one.check(f"The goal {self.kind}, {one.name}", n) for one, n in pairs)
        object.__setattr__(self, "numbers", numbers)
        if kind.runs == 2 and len(set(numbers)) == 1:
            raise InputError(f"The goal {self.kind}", numbers[0], "two different ones")
        if self.within is not None:
            object.__setattr__(self, "within", self._within(kind))

    def _within(self, kind: Kind) -> int:
        field = f"The goal {self.kind}, within"
        if not kind.can_hurry:
            raise InputError(field, self.within, "no number of epochs")
        return EPOCHS.check(field, self.within)

    @property
    def sentence(self) -> str:
        """The goal in plain words."""
        said = KINDS[self.kind].say(*self.numbers)
        said = said if said.startswith(("f(", "w ", "b ")) else said[0].upper() + said[1:]
        if self.within is None:
            return f"{said}{' at the end' * KINDS[self.kind].can_hurry}."
        epochs = f"{self.within:,} epochs or fewer" if self.within > 1 else "one epoch"
        return f"{said} after {epochs}, and stays so."

    def __str__(self) -> str:
        numbers = [one if isinstance(one, str) else exact(one) for one in self.numbers]
        within = "" if self.within is None else f"{WITHIN}{self.within}"
        return "-".join([self.kind, *numbers]) + within


def format_goals(goals: tuple[Goal, ...]) -> str:
    """The goals as the text that `parse_goals` takes."""
    return BETWEEN_GOALS.join(map(str, goals))


def parse_goals(text: str) -> tuple[Goal, ...]:
    """The goals that the text of a link names. Raises `InputError`.

    >>> [goal.kind for goal in parse_goals("loss-le-0.01..w-2-0.1")]
    ['loss-le', 'w']
    """
    parts = text.split(BETWEEN_GOALS)
    if len(parts) > MAX_GOALS:
        raise InputError("The goals", f"{len(parts):,} of them", f"1 to {MAX_GOALS} goals")
    return tuple(_goal(f"Goal {place}", part) for place, part in enumerate(parts, start=1))


def _goal(field: str, text: str) -> Goal:
    body, _, within = text.partition(WITHIN)
    for kind in KINDS.values():
        found = kind.pattern.fullmatch(body)
        if found:
            break
    else:
        shapes = ", ".join(kind.shape for kind in KINDS.values())
        raise InputError(field, text, f"one of {shapes}")
    if WITHIN in text and not re.fullmatch(r"[0-9]{1,9}", within):
        raise InputError(f"{field}, within", within, "a whole number of epochs")
    pairs = zip(kind.parameters, found.groups(), strict=True)
    numbers = tuple(one.read(f"{field}, {one.name}", part) for one, part in pairs)
    return Goal(kind.name, numbers, int(within) if WITHIN in text else None)
