"""Text on a page."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# What Streamlit replaces whatever is escaped, as it looks at the text that comes out: addresses
# become links; :material_home:, :streamlit: and :smile: pictures; <->, ->, <-, --, >=, <= and ~=
# between spaces the signs that they look like.
_REPLACED = re.compile(r"(https?|www|@|:(?=[\w+-]+:)|[<>~-](?=[>=-]))", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # breaks them, and is invisible itself


def escape(text: str) -> str:
    r"""`text` as Markdown that shows it letter for letter: no markup, link or sign takes effect.

    White space counts as one space, as always on a page, and none at the ends.

    >>> print(escape("<b> $x$ [a](b)"))
    \<b\> \$x\$ \[a\]\(b\)
    """
    broken = _REPLACED.sub(rf"\1{_WORD_JOINER}", " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\1", broken)
