"""The one error that bad input raises."""

import re

_MAX_LENGTH = 60
_SPACE = re.compile(r"[ \t-\r]+")


class InputError(ValueError):
    """Input that cannot be used.

    field   the name of the input
    got     its value
    takes   what would be accepted: "a whole number"

    The message is one plain sentence for the person who gave the input.

    >>> print(InputError("epochs", -3, "a whole number from 1 to 50,000"))
    epochs takes a whole number from 1 to 50,000; it got -3.
    """

    def __init__(self, field: str, got: object, takes: str) -> None:
        super().__init__(field, got, takes)  # from which copies and pickles are made
        self.field = field
        self.got = got
        self.takes = takes

    def __str__(self) -> str:
        return f"{self.field} takes {self.takes}; it got {quote(self.got)}."


def quote(value: object) -> str:
    r"""`value` for a sentence: on one line, cut to 60 characters, the invisible ones escaped.

    >>> print(quote("1\n2"), quote("\ufeff5"))
    “1 2” “\ufeff5”
    """
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    text = _SPACE.sub(" ", text)
    if len(text) > _MAX_LENGTH:
        return f"{visible(text[:_MAX_LENGTH])}… ({len(text):,} characters)"
    return visible(text)


def visible(text: str) -> str:
    r"""`text` with an escape for each character that is invisible or reverses the others.

    >>> print(visible("a\u200bb\u202ec"))
    a\u200bb\u202ec
    """
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )
