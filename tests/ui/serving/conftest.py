"""Each test of serving has the server's shared objects to itself."""

import pytest
import streamlit as st

from gd.ui.serving import computing
from gd.ui.serving.jobs import Store, Worker
from gd.ui.serving.torch_loader import TorchLoader


@pytest.fixture(autouse=True)
def session(monkeypatch) -> dict:
    """A session's state, a store, a worker and a loader of the test's own; torch is loaded."""
    state: dict = {}
    store, loader = Store(computing._size), TorchLoader()
    loader.loaded.set_result(None)
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(computing, "_store", lambda: store)
    monkeypatch.setattr(computing, "_WORKER", Worker())
    monkeypatch.setattr(computing, "TORCH", loader)
    monkeypatch.setattr(computing, "PROGRESS_DELAY", 20)
    return state
