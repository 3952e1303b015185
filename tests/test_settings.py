import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd import InputError, Settings


def test_defaults():
    assert Settings() == Settings(
        *(0.01, 20, 0.0, 0.0, None, "sum", "numpy2", "SGD", "float32"),
        *("constant", None, False, 0),
    )


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("learning_rate", [0, -0.1, math.nan, math.inf, "0.1", None, True, 10**400]),
        ("epochs", [0, -1, 50_001, 2.5, 20.0, "20", None, True, math.nan]),
        ("w0", [math.nan, math.inf, -math.inf, "0", None, 1e39, 1e-46, False]),
        ("b0", [math.nan, math.inf, -math.inf, "0", None, -1e39, -1e-46]),
        ("seed", [1.5, "1", -(2**63) - 1, 2**64, True]),
        ("gradient", ["Sum", "", None, 1, ["sum"]]),
        ("arithmetic", ["numpy", "numpy3", None]),
        ("optimizer", ["sgd", "LBFGS", None, {}]),
        ("schedule", ["Step", "1/T", None, 1]),
        ("batch_size", [0, -1, 100_001, 2.5, "2", True]),
        ("shuffle", [0, 1, "yes", None]),
        ("batch_seed", [1.5, None, -(2**63) - 1, 2**64, True]),
        ("dtype", ["float16", "double", None, np.float32]),
    ],
)
def test_refuses(field, values):
    for value in values:
        with pytest.raises(InputError) as refusal:
            Settings(**{field: value})
        assert refusal.value.field == field
        assert str(refusal.value).startswith(f"{field} takes ")


def test_takes_the_ends_of_its_ranges():
    Settings(epochs=1)
    Settings(epochs=50_000)
    Settings(batch_size=1)
    Settings(batch_size=100_000)
    Settings(batch_seed=-(2**63))
    Settings(seed=-(2**63))
    Settings(seed=2**64 - 1)
    Settings(learning_rate=5e-324)
    Settings(w0=1e300, b0=-1e300, dtype="float64")
    Settings(w0=1e-46, b0=-5e-324, dtype="float64")


@given(st.integers(1, 50_000), st.floats(1e-9, 1e9))
def test_numpy_numbers_become_plain_ones(epochs, learning_rate):
    given: dict[str, Any] = {"epochs": np.int64(epochs), "learning_rate": np.float64(learning_rate)}
    settings = Settings(**given)
    assert type(settings.epochs) is int
    assert type(settings.learning_rate) is float
    assert settings == Settings(epochs=epochs, learning_rate=learning_rate)


def test_a_long_value_is_cut_in_the_sentence():
    with pytest.raises(InputError) as refusal:
        Settings(optimizer="a\n" * 10_000)
    assert len(str(refusal.value)) < 200
    assert "\n" not in str(refusal.value)
