"""Parsers for the values in a link: each takes a text and raises `InputError`."""

from collections.abc import Callable

from gd.data.number_formats import out_of_range
from gd.errors import InputError

MIN_RATE, MAX_RATE = 1e-12, 10.0
MAX_SEED = 2**53 - 1  # the largest whole number that a browser keeps exactly


def number_parser(label: str, minimum: float, maximum: float) -> Callable[[str], float]:
    """Parse a number from `minimum` to `maximum`; a whole one to an int: a URL shows no .0."""

    def parse(text: str) -> float:
        takes = f"a number from {minimum:.7g} to {maximum:.7g}"
        try:
            value = float(text)
        except ValueError:
            raise InputError(label, text, takes) from None
        if not minimum <= value <= maximum:  # also refuses nan
            raise InputError(label, text, takes)
        if out_of_range(text, value):
            raise InputError(label, text, out_of_range(text, value))
        return int(value) if value.is_integer() else value

    return parse


def integer_parser(label: str, maximum: int, minimum: int = 0) -> Callable[[str], int]:
    """Parse a whole number from `minimum`, at least 0, to `maximum`."""

    def parse(text: str) -> int:
        is_number = text.isascii() and text.isdecimal() and len(text) < 17
        if not (is_number and minimum <= int(text) <= maximum):
            raise InputError(label, text, f"a whole number from {minimum} to {maximum:,}")
        return int(text)

    return parse


def parse_seed(text: str) -> float | None:
    """Parse a seed; an empty text is None."""
    return number_parser("Seed", 0, MAX_SEED)(text) if text.strip() else None


def choice_parser(label: str, choices: tuple[str, ...]) -> Callable[[str], str]:
    """Parse one of `choices`."""

    def parse(text: str) -> str:
        if text not in choices:
            raise InputError(label, text, f"one of {', '.join(choices)}")
        return text

    return parse


def boolean_parser(label: str) -> Callable[[str], bool]:
    """Parse true or false."""

    def parse(text: str) -> bool:
        if text not in ("true", "false"):
            raise InputError(label, text, "true or false")
        return text == "true"

    return parse
