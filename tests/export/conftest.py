import pytest

from .programs import Programs


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """A process that runs programs without `gd`."""
    found = Programs(tmp_path_factory.mktemp("programs"))
    yield found
    found.close()
