import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from gd.ui.panels.chart import to_arrow


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("make", [dict, pd.DataFrame])
def test_what_is_not_finite_is_left_empty_and_zero_has_no_sign(dtype, make):
    values = np.array([1.5, np.inf, -np.inf, np.nan, -0.0], dtype)
    sent = to_arrow(make({"x": values}))["x"].to_pylist()
    assert str(sent) == "[1.5, None, None, None, 0.0]"


def test_numbers_are_short_where_that_is_exact():
    table = {"float32": np.array([0.5, np.nan]), "float64": np.array([0.1, 2.0])}
    table["large"] = np.array([1e300, np.inf])
    types = dict(zip(table, to_arrow(table).schema.types, strict=True))
    assert types == {"float32": pa.float32(), "float64": pa.float64(), "large": pa.float64()}
