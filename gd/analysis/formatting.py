"""Numbers as text."""

import math


def format_number(value: float, digits: int | None = None) -> str:
    """A number as a person would write it: significant `digits`, powers of ten where they help.

    By default 5 digits, and 4 from 100,000 on. 0 has no sign, and infinity is described in words.

    >>> [format_number(value) for value in (9.8935203, -0.0, 1.25e-9, -3e20)]
    ['9.8935', '0', '1.25e-09', '-3e+20']
    >>> format_number(1 / 3, digits=2), format_number(-math.inf)
    ('0.33', 'too far below 0')
    """
    if not math.isfinite(value):
        return "too far below 0" if value < 0 else "too large"
    return f"{value:z.{digits or (5 if abs(value) < 1e5 else 4)}g}"
