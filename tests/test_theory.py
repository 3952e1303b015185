import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd import theory

numbers = st.floats(-100, 100, width=16)
points = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=10)


@pytest.mark.parametrize("bias", [False, True])
@given(points=points, dw=numbers, db=numbers)
def test_no_other_line_has_a_smaller_loss(bias, points, dw, db):
    problem = gd.Problem(*zip(*points, strict=True))

    def loss(w: float, b: float) -> float:
        return float(np.mean((w * problem.x + b - problem.y) ** 2))

    w, b = theory.optimum(problem, bias)
    assert loss(w, b) <= loss(w + dw, b + db * bias) * (1 + 1e-9) + 1e-9


def test_without_a_bias_b_is_zero():
    assert theory.optimum(gd.Problem([1, 2, 3], [2, 4, 6]), bias=False) == (pytest.approx(2), 0.0)


def test_where_all_x_are_zero_the_weight_stays_zero():
    assert theory.optimum(gd.Problem([0, 0], [1, 3]), bias=False) == (0.0, 0.0)
    assert theory.optimum(gd.Problem([0, 0], [1, 3]), bias=True) == pytest.approx((0.0, 2.0))
