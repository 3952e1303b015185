"""How a page ends, whatever happens in it, and what the server asks of its system."""

import resource
import subprocess
import sys

import pytest

from gd.ui.pages import variant_page
from tests.pages.app import ROOT, opened


class Panic(BaseException):
    """As compiled libraries raise them: no Exception, and not caught by Streamlit."""


@pytest.mark.parametrize("error", [RuntimeError("can't start new thread"), Panic("out of bounds")])
def test_whatever_is_thrown_ends_as_a_sentence_and_in_the_log(error, monkeypatch, caplog):
    def throw(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(variant_page, "trained", throw)
        app = opened("numpy_by_hand")
    assert not app.exception
    (box,) = app.error
    assert box.value.startswith("**Something went wrong on the server.**")
    assert "Traceback" not in box.value
    assert caplog.records[-1].exc_info[1] is error
    caplog.clear()
    app.sidebar.number_input(key="epochs").set_value(30.0).run()  # the page is not lost
    assert not app.error
    assert app.get("vega_lite_chart")


@pytest.mark.slow
def test_the_server_may_open_as_many_files_as_the_system_allows():
    code = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
from gd.ui import app
app._raise_file_limit()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == resource.getrlimit(resource.RLIMIT_NOFILE)[1]
