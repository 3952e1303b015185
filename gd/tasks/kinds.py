"""The kinds of goals: what each takes, and what it says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gd.data.number_formats import out_of_range
from gd.errors import InputError
from gd.settings import OPTIMIZERS, check_integer, check_real
from gd.variants import VARIANTS

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
