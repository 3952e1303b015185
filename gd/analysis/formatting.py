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


def counted(number: int, noun: str) -> str:
    """How many there are of what `noun` names.

    >>> counted(1, "epoch"), counted(2000, "update")
    ('1 epoch', '2,000 updates')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def format_short(value: float, digits: int = 3) -> str:
    """A number in a sentence: significant `digits`, but units in full below 10,000.

    Thousands have commas, and powers of ten begin at a million and below 0.0001. 0 has no sign, and
    infinity is described in words.

    >>> [format_short(value) for value in (0.0044951, 1234.4, -56789, 2.13e-7, -0.0, 4e9)]
    ['0.0045', '1,234', '-56,800', '2.13e-7', '0', '4e9']
    >>> format_short(2 / 3, digits=2), format_short(999_960), format_short(math.inf)
    ('0.67', '1e6', 'too large')
    """
    if not math.isfinite(value):
        return format_number(value)
    kept = max(digits, 4) if 1000 <= abs(value) < 1e4 else digits
    rounded = f"{value:z.{kept - 1}e}"
    number = float(rounded)
    if number == 0 or 1e-4 <= abs(number) < 1e6:
        return f"{number:,.15g}"
    mantissa, exponent = rounded.split("e")
    return f"{float(mantissa):g}e{int(exponent)}"
