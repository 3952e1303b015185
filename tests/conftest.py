import os
from collections import Counter

import pytest
from hypothesis import settings

import gd

collect_ignore = ["mutants.py"]  # no test: a command of its own

# A run of the tests is the same on every machine: no random examples in CI, no time limit on one.
settings.register_profile("default", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.register_profile("quick", settings.get_profile("default"), max_examples=25)
settings.load_profile("default")


def pytest_configure(config: pytest.Config) -> None:
    """The quick part tries a quarter of the examples."""
    if "not slow" in config.option.markexpr and not config.getoption("--hypothesis-profile"):
        settings.load_profile("quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the cases of a test that is marked `sampled(k)`, all but every k-th are slow."""
    places: Counter[str] = Counter()
    for item in items:
        mark = item.get_closest_marker("sampled")
        if mark is not None:
            test = item.nodeid.partition("[")[0]
            if places[test] % mark.args[0]:
                item.add_marker("slow")
            places[test] += 1


@pytest.fixture
def doubling() -> gd.Problem:
    """The notebooks' points: y = 2x at 1, 2, 3, 4."""
    return gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


@pytest.fixture(autouse=True)
def no_page_ends_with_an_error(caplog: pytest.LogCaptureFixture):
    """A page turns whatever is thrown into a sentence, and into a record of the log."""
    yield
    assert not [one.getMessage() for one in caplog.get_records("call") if one.levelname == "ERROR"]
