"""The one error that bad input raises."""

import re

_LONGEST = 60
_SPACE = re.compile(r"[ \t-\r]+")


class InputError(ValueError):
    """Input that cannot be used: which field, what it got and what it takes.

    The message is one plain sentence, fit to be shown to the person who gave the input.

    >>> print(InputError("epochs", -3, "a whole number from 1 to 50,000"))
    epochs takes a whole number from 1 to 50,000; it got -3.
    """

    def __init__(self, field: str, got: object, takes: str) -> None:
        super().__init__(field, got, takes)  # what copies and pickles are made from
        self.field = field
        self.got = got
        self.takes = takes

    def __str__(self) -> str:
        return f"{self.field} takes {self.takes}; it got {quote(self.got)}."


def quote(value: object) -> str:
    r"""`value` on one line, cut to a length that fits a sentence, what is invisible as an escape.

    >>> print(quote("1\n2"), quote("\ufeff5"))
    “1 2” “\ufeff5”
    """
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    text = _SPACE.sub(" ", text)
    if len(text) > _LONGEST:
        return f"{visible(text[:_LONGEST])}… ({len(text):,} characters)"
    return visible(text)


def visible(text: str) -> str:
    r"""`text` with an escape for each character that shows nothing, or turns others round.

    >>> print(visible("a\u200bb\u202ec"))
    a\u200bb\u202ec
    """
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )
