"""Printed figures: how the numbers of a column were written, and which numbers print so."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

_FLOAT32_DIGITS = 7  # that most numbers of a float32 need; a float64 needs 15 to 17
_FLOAT64_DIGITS = 15
_ARRAY_DIGITS = 8  # NumPy's and torch's default precision
_TENSOR_DIGITS = 4
_SCIENTIFIC_BELOW, _SCIENTIFIC_ABOVE = 1e-4, 1e8  # where an array or a tensor writes an exponent


@dataclass(frozen=True)
class Format:
    """How the numbers of a column are written.

    kind     "fixed"       f"{x:.3f}", `digits` decimals
             "rounded"     round(x, 3): `digits` decimals, without the zeros at the end
             "rounded32"   the same in float32, shown with the digits of a float64
             "scientific"  f"{x:.3e}"
             "general"     f"{x:.4g}", `digits` significant ones
             "shortest64", "shortest32"   as few digits as tell the float apart: repr(x)
             "tensor"      torch: 4 decimals, an exponent below 1e-4, whole numbers as "30."
             "array"       NumPy's array: at most 8 decimals
    digits   as said; 0 for the others
    comma    "" or what a comma stands for: "decimal" (0,5) or "group" (1,234.5)
    """

    kind: str
    digits: int = 0
    comma: str = ""

    def write(self, value: float) -> str:
        """`value` written so.

        >>> Format("fixed", 3).write(2), Format("rounded", 3).write(2), Format("tensor").write(2)
        ('2.000', '2.0', '2.')
        """
        if not math.isfinite(value):
            return str(float(value))
        text = _WRITERS[self.kind](float(value), self.digits)
        if self.comma == "decimal":
            return text.replace(".", ",")
        return f"{Decimal(text):,}" if self.comma == "group" else text

    def interval(self, text: str) -> tuple[float, float]:
        """The least and the greatest number that is written as `text`, a number with a point.

        Half a unit of the last digit that counts; a zero has a sign: 0.00 is at least 0.

        >>> Format("fixed", 2).interval("1.50"), Format("rounded", 2).interval("1.5")
        ((1.495, 1.505), (1.495, 1.505))
        """
        value = float(text)
        if not math.isfinite(value):
            return value, value
        number = Decimal(text)
        half = self._half_unit(number, "e" in text.lower())
        if number == 0:
            return (float(-half), 0.0) if number.is_signed() else (0.0, float(half))
        return float(number - half), float(number + half)

    def _half_unit(self, number: Decimal, has_exponent: bool) -> Decimal:
        """How far what was printed may lie from the number that was written."""
        if self.kind in ("shortest32", "shortest64"):
            return _half_spacing(number, self.kind)
        first = number.adjusted() if number else 0
        if self.kind in ("tensor", "array"):
            if self.kind == "tensor" and number == number.to_integral_value() and not has_exponent:
                return Decimal(0)  # torch writes all decimals of any other number
            digits = _TENSOR_DIGITS if self.kind == "tensor" else _ARRAY_DIGITS
            half = _half(first - digits if has_exponent else -digits)
            return half if self.kind == "tensor" else max(half, _half_spacing(number, "shortest32"))
        if self.kind == "rounded32":  # NumPy multiplies, rounds and divides in float32
            return _half(-self.digits) + 2 * _half_spacing(number, "shortest32")
        last = {"general": first - self.digits + 1, "scientific": first - self.digits}
        return _half(last.get(self.kind, -self.digits))


def _half_spacing(number: Decimal, kind: str) -> Decimal:
    float_type = np.float32 if kind == "shortest32" else np.float64
    return Decimal(float(np.spacing(float_type(abs(float(number)))))) / 2


def _half(exponent: int) -> Decimal:
    return Decimal(5).scaleb(exponent - 1)


def _tensor(value: float, _: int) -> str:
    size = abs(value)
    whole = value == math.floor(value)
    if size > _SCIENTIFIC_ABOVE or (0 < size < _SCIENTIFIC_BELOW and not whole):
        return f"{value:.{_TENSOR_DIGITS}e}"
    return f"{value:.0f}." if whole else f"{value:.{_TENSOR_DIGITS}f}"


def _array(value: float, _: int) -> str:
    short = np.float32(value)
    number = short if float(short) == value else np.float64(value)
    return np.array2string(np.array([number]), precision=_ARRAY_DIGITS)[1:-1]


_WRITERS = {
    "fixed": lambda value, digits: f"{value:.{digits}f}",
    "rounded": lambda value, digits: repr(round(value, digits)),
    "rounded32": lambda value, digits: repr(float(np.round(np.float32(value), digits))),
    "scientific": lambda value, digits: f"{value:.{digits}e}",
    "general": lambda value, digits: f"{value:.{digits}g}",
    "shortest64": lambda value, _: repr(value),
    "shortest32": lambda value, _: str(np.float32(value)),
    "tensor": _tensor,
    "array": _array,
}


@dataclass(frozen=True)
class Printed:
    """A printed number.

    text         as it was printed
    value        as a float; NaN and infinities are printed, too
    low, high    the least and the greatest number that print so
    format       how the numbers of its column are written
    line         the number of its line, from 1
    start, end   where it stands in that line
    """

    text: str
    value: float
    low: float
    high: float
    format: Format
    line: int
    start: int
    end: int

    def prints(self, value: float) -> bool:
        """Whether `value` would have been printed so."""
        if math.isnan(self.value):
            return math.isnan(value)
        return self.low <= value <= self.high

    def rewrite(self, value: float) -> str:
        """`value` as it would have been printed: the same text where it `prints` so."""
        return self.text if self.prints(value) else self.format.write(value)


def plain(text: str, comma: str) -> str:
    """A printed number as Python reads it, with a decimal point and nothing else."""
    text = text.replace("−", "-")
    return text.replace(",", "." if comma == "decimal" else "")


def find_format(texts: Sequence[str], wrapper: str, comma: str = "") -> Format:
    """The format of a column, from its numbers (with decimal points) and what is around them.

    wrapper   "tensor", "array", "float32", "float64", or "" where the numbers stand alone

    >>> find_format(["2.2", "1.98", "2.002"], "")
    Format(kind='rounded', digits=3, comma='')
    """
    finite = [text for text in texts if math.isfinite(float(text))]
    if wrapper or not finite:
        kinds = {"tensor": "tensor", "array": "array", "float32": "shortest32", "": "shortest64"}
        return Format(kinds.get(wrapper, "shortest64"), comma=comma)
    return Format(*_alone([text.lower() for text in finite]), comma=comma)


def _alone(texts: list[str]) -> tuple[str, int]:
    """The kind and the digits of numbers that stand alone."""
    decimals = [len(text.partition("e")[0].partition(".")[2]) for text in texts]
    exponents = {"e" in text for text in texts}
    significant = [_significant(text) for text in texts]
    most = max(significant)
    if most >= _FLOAT64_DIGITS:
        digits = _rounded_in_float32(texts)
        return ("shortest64", 0) if digits is None else ("rounded32", digits)
    if len(set(decimals)) == len(exponents) == 1:
        return "scientific" if exponents == {True} else "fixed", decimals[0]
    long = sum(one >= _FLOAT32_DIGITS for one in significant)
    if long > 1 and 2 * long >= sum(map(bool, significant)) and _are_float32(texts):
        return "shortest32", 0
    last = max(-_exponent(text) for text in texts)
    whole = any("." not in text and "e" not in text for text in texts)
    # Of rounded numbers most have all the decimals, of the others most have all the digits.
    if whole or significant.count(most) > sum(-_exponent(text) == last for text in texts):
        return "general", most
    return "rounded", last


def _are_float32(texts: Sequence[str]) -> bool:
    """Whether each number has the digits that tell a float32 from its neighbours."""
    with np.errstate(over="ignore"):
        shortest = [str(np.float32(text)) for text in texts]
    return all(float(one) == float(text) for one, text in zip(shortest, texts, strict=True))


def _significant(text: str) -> int:
    return len(text.partition("e")[0].replace(".", "").strip("+-").strip("0"))


def _exponent(text: str) -> int:
    """Of the last digit that is no zero."""
    exponent = Decimal(text).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return min(exponent, 0)


def _rounded_in_float32(texts: list[str]) -> int | None:
    """The decimals to which all numbers were rounded in float32, None if they were not."""
    values = np.array([float(text) for text in texts])
    for digits in range(7):
        with np.errstate(over="ignore"):
            rounded = np.round(values.astype(np.float32), digits).astype(float)
        if np.array_equal(rounded, values):
            return digits
    return None
