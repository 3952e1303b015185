"""How a number was printed: written as Python, NumPy and torch do, and read back."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd.doctor.figures import Format, find_format


def _torch(value: float) -> str:
    import torch  # noqa: PLC0415

    return str(torch.tensor(value))[len("tensor(") : -1]


FLOAT32 = st.floats(width=32, allow_nan=False, allow_infinity=False)
WRITERS = {
    "fixed": (lambda x: f"{x:.3f}", ""),
    "rounded": (lambda x: str(round(x, 3)), ""),
    "rounded32": (lambda x: str(float(np.round(np.float32(x), 3))), ""),
    "scientific": (lambda x: f"{x:.3e}", ""),
    "general": (lambda x: f"{x:.6g}", ""),
    "shortest64": (repr, ""),
    "shortest32": (lambda x: str(np.float32(x)), ""),
    "tensor": (_torch, "tensor"),
    "array": (lambda x: str(np.array([x], np.float32))[1:-1], "array"),
}


@given(FLOAT32)
def test_a_tensor_is_written_as_torch_prints_it(value):
    assert Format("tensor").write(value) == _torch(value)


@given(FLOAT32)
def test_an_array_is_written_as_numpy_prints_it(value):
    printed = str(np.array([value], np.float32))[1:-1].strip()
    assert Format("array").write(value) == printed


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kind", WRITERS)
def test_what_was_printed_lies_in_the_interval_and_is_printed_again(kind, seed):
    write, wrapper = WRITERS[kind]
    begin, factor = np.random.default_rng(seed).uniform((10, 0.6), (50, 0.9))
    values = [float(np.float32(begin * factor**epoch)) for epoch in range(12)]  # of a training
    texts = [write(one) for one in values]
    found = find_format(texts, wrapper)
    for value, text in zip(values, texts, strict=True):
        low, high = found.interval(text)
        slack = abs(value) * 2e-16
        assert low - slack <= value <= high + slack
    assert [found.write(one) for one in values] == texts


@given(st.floats(0.1, 1e3), st.integers(2, 6))
def test_what_is_a_unit_of_the_last_digit_off_is_not_printed_so(value, digits):
    text = f"{value:.{digits}f}"
    low, high = Format("fixed", digits).interval(text)
    assert high - low == pytest.approx(10.0**-digits)
    assert f"{high + 10.0**-digits:.{digits}f}" != text != f"{low - 10.0**-digits:.{digits}f}"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["44.0", "0.4399999976158142", "0.004000000189989805"], Format("rounded32", 3)),
        (["44.0", "26.77", "16.287"], Format("rounded", 3)),
        (["30.00000000", "4.79999924"], Format("fixed", 8)),
        (["-0.22590675950050354", "1.544162631034851"], Format("shortest64")),
        (["30.0", "4.7999997", "0.76800007", "0.12288"], Format("shortest32")),
        (["30", "4.8", "0.768"], Format("general", 3)),
        (["8.053e-05", "1.288e-05"], Format("scientific", 3)),
        (["0.5", "1e-05", "0.00234"], Format("rounded", 5)),
    ],
)
def test_the_format_of_a_column(texts, expected):
    assert find_format(texts, "") == expected


def test_signs_of_zero_and_what_is_not_finite():
    fixed = Format("fixed", 2)
    assert fixed.interval("0.00") == (0, 0.005)
    assert fixed.interval("-0.00") == (-0.005, 0)
    assert fixed.write(math.inf) == "inf"
    assert fixed.write(math.nan) == "nan"
    assert Format("fixed", 2, "group").write(1234.5) == "1,234.50"
    assert Format("fixed", 2, "decimal").write(1234.5) == "1234,50"
