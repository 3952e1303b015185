"""How a page explains the words that a newcomer does not know."""

from html import escape

from gd.analysis.meanings import MEANINGS


def word(term: str, shown: str | None = None) -> str:
    """HTML of `term`, written as `shown`, that explains itself under the pointer or the focus.

    For `st.html`. A key press or a tap puts the focus on it, and a screen
    reader then reads the meaning. For the help of a widget, take `MEANINGS[term]`.

    >>> print(word("bias", "biases"))
    <dfn tabindex="0" aria-description="The b of w·x + b: the height of the line at x = 0.">biases</dfn>
    """  # noqa: E501
    meaning = escape(MEANINGS[term])
    return f'<dfn tabindex="0" aria-description="{meaning}">{escape(shown or term)}</dfn>'
