"""Text on a page."""

import re

_ADDRESS = re.compile(r"(https?|www|@)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    r"""`text` as Markdown that shows it letter for letter: no markup, link or formula takes effect.

    >>> print(plain("<b> $x$ [a](b)"))
    \<b\> \$x\$ \[a\]\(b\)
    """
    # Addresses become links whatever is escaped; a word joiner, which is invisible, breaks them.
    return _PUNCTUATION.sub(r"\\\1", _ADDRESS.sub("\\1\u2060", text))


def figure(value: float) -> str:
    """A number as a person would write it: 5 digits, powers of ten only where they help.

    >>> figure(9.8935203), figure(0.0), figure(1.25e-9), figure(-3e20)
    ('9.8935', '0', '1.25e-09', '-3e+20')
    """
    return f"{value:.5g}" if abs(value) < 1e5 else f"{value:.4g}"
