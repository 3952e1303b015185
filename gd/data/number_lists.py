"""A list of numbers on one line, as people type it: 1, 2.5, 4 or [1 2.5 4] or 1,5; 2,5."""

import re

from gd.data.number_formats import matching_formats

_BRACKETS = {"[": "]", "(": ")"}
_SPACE = re.compile(r"\s+")


def split_list(text: str) -> list[str]:
    """The entries of a list, divided by semicolons, commas or spaces, without brackets.

    One comma or semicolon at the end is left out.

    >>> split_list("[1, 2.5,]"), split_list("1 2"), split_list("1,5; 2,5")
    (['1', '2.5'], ['1', '2'], ['1,5', '2,5'])
    """
    text = text.strip()
    if text[:1] in _BRACKETS and text.endswith(_BRACKETS[text[0]]):
        text = text[1:-1].strip()
    ended = text[:-1].rstrip() if text.endswith((",", ";")) else text
    text = ended or text
    if ";" in text:
        return [entry.strip() for entry in text.split(";")]
    return [entry.strip() for entry in text.split(",")] if "," in text else _SPACE.split(text)


def split_numbers(text: str) -> list[str] | None:
    """The entries of `text` if all are numbers, else None."""
    entries = split_list(text)
    return entries if matching_formats(entries) else None
