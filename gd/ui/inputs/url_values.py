"""How the text of a link is read: each reader takes a text and raises `InputError`."""

from collections.abc import Callable

from gd.data.number_formats import lost
from gd.errors import InputError

MIN_RATE, MAX_RATE = 1e-6, 10.0
MAX_SEED = 2**53 - 1  # the largest whole number that a browser keeps exactly


def number_parser(label: str, least: float, most: float) -> Callable[[str], float]:
    """Read a number from `least` to `most`; a whole one as an int, which a URL shows without .0."""

    def read(text: str) -> float:
        takes = f"a number from {least:.7g} to {most:.7g}"
        try:
            value = float(text)
        except ValueError:
            raise InputError(label, text, takes) from None
        if not least <= value <= most:  # also refuses nan
            raise InputError(label, text, takes)
        if lost(text, value):
            raise InputError(label, text, lost(text, value))
        return int(value) if value.is_integer() else value

    return read


def parse_seed(text: str) -> float | None:
    """Read a seed; nothing is none."""
    return number_parser("Seed", 0, MAX_SEED)(text) if text.strip() else None


def choice_parser(label: str, choices: tuple[str, ...]) -> Callable[[str], str]:
    """Read one of `choices`."""

    def read(text: str) -> str:
        if text not in choices:
            raise InputError(label, text, f"one of {', '.join(choices)}")
        return text

    return read


def boolean_parser(label: str) -> Callable[[str], bool]:
    """Read true or false."""

    def read(text: str) -> bool:
        if text not in ("true", "false"):
            raise InputError(label, text, "true or false")
        return text == "true"

    return read
