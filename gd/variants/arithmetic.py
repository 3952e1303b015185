"""The rounding rules that `numpy_by_hand` can follow in float32: a dot product for each.

Two things differ between the versions of NumPy that people have run this training on.

What a scalar becomes. The weight starts as a Python float. Under NumPy 2 (NEP 50) the update
`w - learning_rate * grad` with a float32 `grad` gives a float32 weight. Under NumPy 1 two scalars
gave a float64, so the weight kept double precision, and only `w * x` rounded it. A `grad` that is
a Python float does the same under NumPy 2.

How a dot product is summed. Most kernels accumulate wider than float32 (fused multiply-add);
some add float32 terms one after the other. Here the order and the width of the sum are fixed, so
that the last digit depends on neither the machine's BLAS nor its CPU.

Source: NEP 50, https://numpy.org/neps/nep-0050-scalar-promotion.html
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gd.problem import Vector


def dot_numpy2(a: Vector, b: Vector) -> Any:
    """Σ aᵢ·bᵢ summed in float64 and rounded once, to the precision of the arrays."""
    return a.dtype.type(np.multiply(a, b, dtype=np.float64).sum())


def dot_numpy1(a: Vector, b: Vector) -> float:
    """Σ aᵢ·bᵢ as under NumPy 2, but a Python float: what is computed from it is float64."""
    return float(a.dtype.type(np.multiply(a, b, dtype=np.float64).sum()))


def dot_numpy1_sequential(a: Vector, b: Vector) -> float:
    """Σ aᵢ·bᵢ added up term by term in the arrays' precision; a Python float."""
    return float(np.add.accumulate(a * b)[-1])


DOT: dict[str, Callable[[Vector, Vector], Any]] = {
    "numpy2": dot_numpy2,
    "numpy1": dot_numpy1,
    "numpy1-sequential": dot_numpy1_sequential,
}
