"""Text on a page."""

import re

from gd.figures import figure

__all__ = ["figure", "plain"]

_ADDRESS = re.compile(r"(https?|www|@)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    r"""`text` as Markdown that shows it letter for letter: no markup, link or formula takes effect.

    >>> print(plain("<b> $x$ [a](b)"))
    \<b\> \$x\$ \[a\]\(b\)
    """
    # Addresses become links whatever is escaped; a word joiner, which is invisible, breaks them.
    return _PUNCTUATION.sub(r"\\\1", _ADDRESS.sub("\\1\u2060", text))
