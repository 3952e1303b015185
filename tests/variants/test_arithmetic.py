from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.variants.arithmetic import dot_numpy1, dot_numpy1_sequential, dot_numpy2

vectors = st.lists(
    st.tuples(st.floats(-1000, 1000, width=32), st.floats(-1000, 1000, width=32)),
    min_size=1,
    max_size=7,
)


def arrays(pairs):
    a, b = zip(*pairs, strict=True)
    return np.array(a, np.float32), np.array(b, np.float32)


@given(vectors)
def test_wide_dot_is_the_exact_sum_rounded_once(pairs):
    """Up to a rare tie: the float64 sum of a few products differs from the exact sum by 1e-16 of
    the terms, and float32 by 1e-7 of the sum."""
    a, b = arrays(pairs)
    exact = sum(Fraction(float(p)) * Fraction(float(q)) for p, q in zip(a, b, strict=True))
    slack = sum(abs(float(p) * float(q)) for p, q in zip(a, b, strict=True)) * 1e-15
    got = dot_numpy2(a, b)
    assert got.dtype == np.float32
    assert abs(float(got) - float(exact)) <= float(np.spacing(np.abs(got))) / 2 + slack
    assert dot_numpy1(a, b) == float(got)
    assert type(dot_numpy1(a, b)) is float


@given(vectors)
def test_sequential_dot_rounds_after_each_term(pairs):
    a, b = arrays(pairs)
    total = a[0] * b[0]
    for p, q in zip(a[1:], b[1:], strict=True):
        total = np.float32(total + np.float32(p * q))
    assert dot_numpy1_sequential(a, b) == float(total)


def test_the_two_ways_to_sum_differ():
    a = np.array([1, 1e8, -1e8], np.float32)
    b = np.ones(3, np.float32)
    assert dot_numpy1(a, b) == 1.0
    assert dot_numpy1_sequential(a, b) == 0.0


def test_numpy_1_keeps_the_weight_in_double_precision(doubling):
    def weight(arithmetic: str) -> float:
        return gd.train(
            "numpy_by_hand", doubling, gd.Settings(epochs=3, arithmetic=arithmetic)
        ).history["w"][0]

    assert weight("numpy1") == 1.2
    assert weight("numpy2") == pytest.approx(1.2, rel=1e-7)
    assert weight("numpy2") != 1.2
