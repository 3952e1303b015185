"""The one error that bad input raises."""

_LONGEST = 60


class InputError(ValueError):
    """Input that cannot be used: which field, what it got and what it takes.

    The message is one plain sentence, fit to be shown to the person who gave the input.

    >>> print(InputError("epochs", -3, "a whole number from 1 to 50,000"))
    epochs takes a whole number from 1 to 50,000; it got -3.
    """

    def __init__(self, field: str, got: object, takes: str) -> None:
        self.field = field
        self.got = got
        self.takes = takes
        super().__init__(f"{field} takes {takes}; it got {shown(got)}.")


def shown(value: object) -> str:
    """`value` on one line, cut to a length that fits a sentence."""
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}… ({len(text):,} characters)"
    return text
