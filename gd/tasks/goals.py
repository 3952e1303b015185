"""What a task asks of a run: goals, each checked, said in words, and written into a link.

`loss-le-0.01..fx-5-10-0.05--within-20` are two goals: the loss at the end at most 0.01, and f(5)
within 0.05 of 10 after 20 epochs or fewer.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gd.data.number_formats import out_of_range
from gd.errors import InputError
from gd.settings import MAX_EPOCHS, OPTIMIZERS, check_integer, check_real
from gd.variants import VARIANTS

BETWEEN_GOALS, WITHIN = "..", "--within-"
MAX_GOALS = 5
MAX_DIGITS = 6
MAX_SIZE = 1e30  # of a number: its square stays in the range of float32
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?"


@dataclass(frozen=True)
class Parameter:
    """A number or a name that a goal takes.

    minimum, maximum   of a number
    whole              whether it has to be a whole number
    choices            of a name: what it may be, with their names for people
    """

    name: str
    label: str
    default: Any
    minimum: float = -MAX_SIZE
    maximum: float = MAX_SIZE
    whole: bool = False
    choices: dict[str, str] | None = None

    def check(self, field: str, value: Any) -> Any:
        """`value` as a number, -0 as 0, or as a name. Raises `InputError`."""
        if self.choices is not None:
            if not isinstance(value, str) or value not in self.choices:
                raise InputError(field, value, f"one of {', '.join(self.choices)}")
            return value
        if self.whole:
            if isinstance(value, float) and value.is_integer():  # as a browser's numbers are
                value = int(value)
            return check_integer(field, value, int(self.minimum), int(self.maximum))
        number = check_real(field, value)
        if not self.minimum <= number <= self.maximum:
            takes = f"a number from {self.minimum:.7g} to {self.maximum:.7g}"
            raise InputError(field, value, takes)
        return number + 0.0

    @property
    def pattern(self) -> str:
        """The regular expression of its text in a link."""
        return r"[^-.]+" if self.choices is not None else _NUMBER

    def read(self, field: str, text: str) -> Any:
        """The value that the text of a link gives. Raises `InputError`."""
        if self.choices is not None:
            return self.check(field, text)
        number = float(text)
        if out_of_range(text, number):
            raise InputError(field, text, out_of_range(text, number))
        return self.check(field, number)


@dataclass(frozen=True)
class Kind:
    """A kind of goal: its name in a link, its name for people, what it takes, and its sentence.

    say        the goal in words, from its numbers; without the full stop
    can_hurry  whether it may have to be reached within a number of epochs
    runs       how many runs it looks at
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    say: Callable[..., str]
    can_hurry: bool = False
    runs: int = 1

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression of a goal in a link; a group for each of `parameters`."""
        return re.compile(self.name + "".join(f"-({one.pattern})" for one in self.parameters))

    @property
    def shape(self) -> str:
        """How a link writes it: fx-x-y-tolerance."""
        return "-".join([self.name, *(one.name for one in self.parameters)])


def _tolerance(name: str = "tolerance") -> Parameter:
    return Parameter(name, "within", 0.01, 1e-12, MAX_SIZE)


def _choice(name: str, label: str, default: str, choices: dict[str, str]) -> Parameter:
    return Parameter(name, label, default, choices=choices)


def _digits(count: int) -> str:
    return f"{count} significant digit{'s' * (count > 1)}"


_TITLES = {name: variant.title for name, variant in VARIANTS.items()}
_RULES = {name: name for name in OPTIMIZERS}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "loss-le",
            "The loss at the end is at most …",
            (Parameter("limit", "at most", 0.01, 0.0),),
            lambda limit: f"the loss is at most {exact(limit)}",
            can_hurry=True,
        ),
        Kind(
            "fx",
            "f(x) is within … of …",
            (Parameter("x", "x", 5.0), Parameter("y", "f(x)", 10.0), _tolerance()),
            lambda x, y, by: f"f({exact(x)}) is within {exact(by)} of {exact(y)}",
            can_hurry=True,
        ),
        Kind(
            "w",
            "w is within … of …",
            (Parameter("w", "w", 2.0), _tolerance()),
            lambda w, by: f"w is within {exact(by)} of {exact(w)}",
            can_hurry=True,
        ),
        Kind(
            "b",
            "b is within … of …",
            (Parameter("b", "b", 0.0), _tolerance()),
            lambda b, by: f"b is within {exact(by)} of {exact(b)}",
            can_hurry=True,
        ),
        Kind(
            "largest-rate",
            "The learning rate is the largest that still converges, to … digits",
            (Parameter("digits", "digits", 2, 1, MAX_DIGITS, whole=True),),
            lambda digits: (
                f"the learning rate is the largest that still converges, to {_digits(digits)}"
            ),
        ),
        Kind("diverges", "The run diverges", (), lambda: "the run diverges"),
        Kind(
            "same",
            "Two runs are the same to rounding",
            (
                _choice("a", "one run", "numpy_by_hand", _TITLES),
                _choice("b", "the other", "torch_autograd", _TITLES),
            ),
            lambda a, b: (
                f"A and B, one of {_TITLES[a]} and one of {_TITLES[b]}, are the same to rounding"
            ),
            runs=2,
        ),
        Kind(
            "beats",
            "One optimizer beats another",
            (
                _choice("winner", "the lower loss", "SGD", _RULES),
                _choice("loser", "the higher loss", "Adam", _RULES),
            ),
            lambda winner, loser: (
                f"of A and B, the run with {winner} ends at a lower loss than the one with {loser}"
            ),
            runs=2,
        ),
    )
}


def exact(value: float) -> str:
    """A number as somebody gave it, all its digits; as a link carries it.

    >>> exact(10.0), exact(0.05), exact(1e-07), exact(2e30)
    ('10', '0.05', '1e-7', '2e30')
    """
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    mantissa, e, exponent = repr(float(value)).partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent)}" if e else mantissa


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
        return Parameter("within", "epochs", 20, 1, MAX_EPOCHS, whole=True).check(
            field, self.within
        )

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
