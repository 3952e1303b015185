"""Torch, loaded once and in the background, before anyone needs it."""

import gc
import threading
from concurrent.futures import Future
from contextlib import suppress

import streamlit as st

from gd.problem import Problem
from gd.settings import Settings
from gd.training import train

PRELOAD_DELAY = 3.0  # seconds after the server's first page, which torch would slow down


class TorchLoader:
    """Loads torch once, in a thread of its own: it takes 2 s, and other trainings go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = False
        self.loaded: Future[None] = Future()

    def start(self) -> None:
        """Begin to load, if nobody has. Raises `RuntimeError` if no thread can be started."""
        with self._lock:
            if not self._begun:
                # No daemon: torch would abort a process that ends while it is loading.
                threading.Thread(target=self._load, name="torch", daemon=False).start()
                self._begun = True

    def _load(self) -> None:
        try:
            # An optimizer's first step loads the rest of torch.
            train("torch_module", Problem([1], [1]), Settings(epochs=1))
            # All modules are loaded now, and stay. Python's garbage collector would scan their
            # half a million objects again and again, and stop everybody for 0.3 s each time.
            gc.collect()
            gc.freeze()
        finally:  # if torch cannot be loaded, a training raises that error itself
            self.loaded.set_result(None)


TORCH = TorchLoader()


@st.cache_resource(show_spinner=False)
def load_torch() -> threading.Timer | None:
    """Load torch soon, in the background and once for everyone, before anyone needs it."""
    timer = threading.Timer(PRELOAD_DELAY, TORCH.start)
    timer.daemon = True
    with suppress(RuntimeError):  # no thread can be started: torch loads when it is needed
        timer.start()
    return timer
