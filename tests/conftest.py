import os

import pytest
from hypothesis import settings

import gd

collect_ignore = ["mutants.py"]  # no test: a command of its own

# A run of the tests is the same on every machine: no random examples in CI, no time limit on one.
settings.register_profile("default", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("default")


@pytest.fixture
def doubling() -> gd.Problem:
    """The notebooks' points: y = 2x at 1, 2, 3, 4."""
    return gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


@pytest.fixture(autouse=True)
def no_page_ends_with_an_error(caplog: pytest.LogCaptureFixture):
    """A page turns whatever is thrown into a sentence, and into a record of the log."""
    yield
    assert not [one.getMessage() for one in caplog.get_records("call") if one.levelname == "ERROR"]
