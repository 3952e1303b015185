import os

import pytest
from hypothesis import settings

import gd
from gd.ui import cores

collect_ignore = ["mutants.py"]  # no test: a command of its own

# A run of the tests is the same on every machine: no random examples in CI, no time limit on one.
settings.register_profile("default", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("default")


@pytest.fixture(autouse=True, scope="session")
def every_core():
    """The tests' own process is no server, and keeps all of its cores."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cores, "_allowed", set)
        yield


@pytest.fixture
def doubling() -> gd.Problem:
    """The notebooks' points: y = 2x at 1, 2, 3, 4."""
    return gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
