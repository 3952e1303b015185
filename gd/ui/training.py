"""The one place where the app trains: cached, shared by all sessions, with progress and a stop."""

import gc
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from cachetools import LRUCache

from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.training import Training, train
from gd.ui.cores import keep_to_one, use_all
from gd.ui.turns import Turns
from gd.variants import VARIANTS

MOST_STOPPED = 12  # runs stopped by hand that a session keeps: a page may compare several
MOST_BYTES, MOST_RUNS = 64 * 2**20, 1024
LOAD_AFTER = 3.0  # seconds after the server's first page, so as not to slow its painting
HERE = 0.1  # seconds that a training has in the thread of who asked for it: most need no other
QUIET, TICK = 0.4, 0.15  # seconds before a progress bar is shown, and between its steps

Key = tuple[str, Problem, tuple[object, ...]]

# Trainings take turns, some epochs each: torch lets go of Python's own lock in every operation.
_TURNS = Turns()
_loaded: set[str] = set()  # the variants that have been trained here: what they need is loaded


class Job:
    """A training. Those who wait for it share it; it ends with the last."""

    def __init__(self, variant: str, problem: Problem, settings: Settings) -> None:
        self.waiting = 0
        self.training: Training | None = None
        self._inputs = (variant, problem, settings)
        self._through = threading.Event()
        self._abandoned = False
        self._error: Exception | None = None

    def start(self) -> None:
        """Train in this thread; what takes long goes on in a thread of its own."""
        if self._inputs[0] in _loaded:
            self._train(time.monotonic() + HERE)
        if not self._through.is_set():
            threading.Thread(target=self._train_on, daemon=True).start()

    def wait(self, seconds: float) -> Run | None:
        """The run, once it is through; None if it is not within `seconds`."""
        if not self._through.wait(seconds):
            return None
        if self._error:
            raise self._error
        return self.so_far()

    def so_far(self) -> Run | None:
        """The run with the epochs trained until now, if it has begun."""
        return self.training and self.training.run()

    def abandon(self) -> None:
        """Nobody waits any longer."""
        self._abandoned = True

    def _train_on(self) -> None:
        use_all()
        self._train()

    def _train(self, until: float = math.inf) -> None:
        """Train until it is through or abandoned, or it is `until` by the monotonic clock."""
        try:
            # loads torch where that is yet to be done
            self.training = self.training or Training(*self._inputs)
            # The variant's own torch: that of others may be half loaded yet.
            if torch := getattr(VARIANTS[self._inputs[0]].module, "torch", None):
                # Most tensors here have a few numbers. And the digits of a sum of many are then the
                # same on each machine, however many cores it has.
                torch.set_num_threads(1)
            while not self._abandoned:
                with _TURNS.turn():
                    more = self.training.advance()
                if not more:
                    break
                if time.monotonic() >= until:
                    return
            _loaded.add(self._inputs[0])
        except Exception as error:  # handed to those who wait
            self._error = error
        self._through.set()


class Store:
    """Finished runs, the least recently used dropped first, and the jobs under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: LRUCache[Key, Run] = LRUCache(MOST_BYTES, getsizeof=_size)
        self._jobs: dict[Key, Job] = {}

    def get(self, key: Key) -> Run | None:
        """The finished run for `key`, if it is kept."""
        with self._lock:
            return self._runs.get(key)

    def put(self, key: Key, run: Run) -> None:
        """Keep a finished run, if it is not too large to be kept at all."""
        with self._lock:
            if _size(run) <= MOST_BYTES:
                self._runs[key] = run

    @contextmanager
    def job(self, key: Key, settings: Settings) -> Iterator[Job]:
        """The job for `key`, started if nobody else has, abandoned if nobody else waits."""
        with self._lock:
            job = self._jobs.setdefault(key, Job(key[0], key[1], settings))
            job.waiting += 1
            first = job.waiting == 1
        try:
            if first:
                job.start()
            yield job
        finally:
            with self._lock:
                job.waiting -= 1
                if not job.waiting:
                    job.abandon()
                    del self._jobs[key]


@st.cache_resource(show_spinner=False)
def _store() -> Store:
    return Store()


@st.cache_resource(show_spinner=False)
def load_torch() -> threading.Timer:
    """Soon load torch in the background, once for everyone, before anyone has to wait for it."""
    # The loading itself is no daemon: torch would abort a process that ends in the midst of it.
    loading = threading.Thread(target=_load_torch, daemon=False)
    timer = threading.Timer(LOAD_AFTER, loading.start)
    timer.daemon = True
    timer.start()
    return timer


def _load_torch() -> None:
    use_all()
    # An optimizer loads the rest of torch with its first step.
    train("torch_module", Problem([1], [1]), Settings(epochs=1))
    # All modules are loaded now, and stay. Python's garbage collector would look through their half
    # a million objects again and again, and hold everybody up for 0.3 s each time.
    gc.collect()
    gc.freeze()
    keep_to_one()


def trained(variant: str, problem: Problem, settings: Settings) -> Run:
    """Train, or take the run from the cache. While it takes long, show how far it is.

    A training stopped by hand gives the run so far, until `resume`.
    """
    store = _store()
    key: Key = (
        variant,
        problem,
        (settings.dtype, *VARIANTS[variant].arguments(settings).values()),
    )
    run = store.get(key) or st.session_state.get("stopped", {}).get(key)
    if run:
        return run
    with store.job(key, settings) as job:
        run = job.wait(QUIET) or _watch(job, key, settings)
    store.put(key, run)
    return run


def _watch(job: Job, key: Key, settings: Settings) -> Run:
    """Show the progress of `job` until it is through."""
    title = VARIANTS[key[0]].title
    place = st.empty()
    with place.container(border=True):
        bar = st.progress(0.0, f"{title}: loading torch")
        st.button(
            "Stop here",
            key=f"stop {hash(key)}",  # a page may train a variant more than once
            on_click=_stop,
            args=(job, key),
            icon=":material/stop_circle:",
        )
    while (run := job.wait(TICK)) is None:
        # Each call also lets Streamlit end this script: something was clicked, or the tab closed.
        if job.training:
            done = job.training.epochs
            text = f"{title}: epoch {done:,} of {settings.epochs:,}"
            bar.progress(done / settings.epochs, text)
        else:
            bar.progress(0.0, f"{title}: loading torch, once for everyone")
    place.empty()
    return run


def _stop(job: Job, key: Key) -> None:
    run = job.so_far()
    if run:
        stopped = st.session_state.get("stopped", {})
        st.session_state["stopped"] = {**dict(list(stopped.items())[1 - MOST_STOPPED :]), key: run}


def resume() -> None:
    """Forget what was stopped, so that it trains to its end."""
    st.session_state.pop("stopped", None)


def _size(run: Run) -> int:
    """The bytes that keeping `run` takes, its history and its points; at least a share of all.

    The share bounds how many are kept: short runs would otherwise fill the memory for days.
    """
    size = run.history.to_numpy().nbytes + 2 * run.problem.x.nbytes + 4096
    return max(size, MOST_BYTES // MOST_RUNS)
