"""Text of others, escaped for a page."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# What Streamlit replaces even where it is escaped, since it looks at the rendered text: addresses
# become links; :material_home:, :streamlit: and :smile: become pictures; <->, ->, <-, --, >=, <=
# and ~= between spaces become the signs that they look like.
_REPLACED = re.compile(r"(https?|www|@|:(?=[\w+-]+:)|[<>~-](?=[>=-]))", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # breaks them, and is invisible itself


def escape(text: str) -> str:
    r"""`text` as Markdown that shows it letter for letter: no markup, link or sign takes effect.

    Runs of white space become one space, and none is left at the ends.

    >>> print(escape("<b> $x$ [a](b)"))
    \<b\> \$x\$ \[a\]\(b\)
    """
    broken = _REPLACED.sub(rf"\1{_WORD_JOINER}", " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\1", broken)
