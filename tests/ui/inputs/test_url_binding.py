"""What a page's script sends is checked before it sets anything."""

from typing import Any

import pytest

from gd.ui.inputs import url_binding


@pytest.fixture
def controls(monkeypatch) -> dict[str, Any]:
    """The controls that are set."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(url_binding, "set_control", found.__setitem__)
    return found


@pytest.mark.parametrize("sent", [0, -1, 1e-13, 11, float("nan"), "0.1", None, [0.1]])
def test_what_is_no_rate_sets_none(controls, sent):
    url_binding.set_rate(sent)
    assert not controls


@pytest.mark.parametrize("sent", [1e-12, 0.02, 10])
def test_a_rate_is_set(controls, sent):
    url_binding.set_rate(sent)
    assert controls == {"lr": sent}
