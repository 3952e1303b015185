"""A question of a link's author: plain text, whoever wrote it."""

import unicodedata

from gd.errors import InputError

MAX_QUESTION = 500  # characters
MAX_LINES = 12
MAX_MARKS = 4  # accents in a row on one letter: no language needs more
# Invisible, and yet needed to write: the joiners of emoji and of Persian, the marks of direction of
# Hebrew and Arabic, which reach no further than their neighbours.
_JOINERS = "\u200c\u200d\u200e\u200f\u061c"


def check_question(text: str) -> str:
    r"""A question as it is kept: at most 500 characters, at most 12 lines, without tabs.

    Raises `InputError` for other control characters, for those that reverse or hide what follows
    them (U+202A to U+202E, U+2066 to U+2069 and their like), and for heaps of accents.

    >>> check_question("  Which rate?\r\n\tTry it. ")
    'Which rate?\n Try it.'
    """
    text = unicodedata.normalize("NFC", str(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    if len(text) > MAX_QUESTION:
        raise InputError("The question", text, f"up to {MAX_QUESTION} characters")
    if text.count("\n") >= MAX_LINES:
        lines = text.count("\n") + 1
        raise InputError("The question", f"{lines} lines", f"up to {MAX_LINES} lines")
    marks = 0
    for one in text:
        category = unicodedata.category(one)
        if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and one not in "\n" + _JOINERS:
            takes = "text without control characters or others that cannot be seen"
            raise InputError("The question", f"U+{ord(one):04X}", takes)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MAX_MARKS:
            takes = f"letters with up to {MAX_MARKS} accents each"
            raise InputError("The question", text, takes)
    return text
