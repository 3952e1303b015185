"""The one place for long computations: cached, shared, with progress and a stop button."""

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gd.doctor import Diagnosis
from gd.mistakes import Raised
from gd.mistakes.quiz import Question
from gd.problem import Problem, Vector
from gd.run import Run
from gd.settings import Settings
from gd.tasks import Row
from gd.theory.sweep import Counts, Sweep
from gd.training import MANY_POINTS, Training
from gd.ui import state
from gd.ui.serving.jobs import Job, Store, Work, Worker
from gd.ui.serving.torch_loader import TORCH
from gd.variants import VARIANTS

MAX_STOPPED = 12  # runs stopped by hand that a session remembers: a page may compare several
PROGRESS_DELAY, POLL_INTERVAL = 0.4, 0.15  # seconds before a progress bar, and between its steps
LINE_BYTES = 500  # of a line of a log, printed and printed again
ROW_BYTES = 10_000  # of an answer, beside its link and what was read from that
INLINE_EPOCHS = 500  # on a few points: at most 0.05 s, so the page's own thread does them
# Streamlit's own stop button would end the script and leave a bar that never moves again.
HIDE_STREAMLIT_STOP = '<style>[data-testid="stStatusWidget"] button {display: none}</style>'

Key = tuple[Hashable, ...]


_WORKER = Worker()


@st.cache_resource(show_spinner=False)
def _store() -> Store:
    return Store(_size)


def trained(variant: str, problem: Problem, settings: Settings) -> Run:
    """Train as `gd.train` does, or take the run from the cache; show progress if it takes long.

    If the training was stopped by hand, returns the run up to then, until `resume` is called.
    """
    return _computed(
        _key(variant, problem, settings),
        lambda: Job(partial(Training, variant, problem, settings), Training.run),
        _plan(variant, problem, settings),
    )


def _plan(variant: str, problem: Problem, settings: Settings) -> "_Plan":
    """How to do a training."""
    found = VARIANTS[variant]
    batches = found.updates_per_epoch(settings, len(problem.x))
    is_short = settings.epochs * (batches + len(problem.x) / MANY_POINTS) <= INLINE_EPOCHS
    return _Plan(found.title, settings.epochs, is_short, found.uses_torch)


def swept(
    variant: str, problem: Problem, settings: Settings, rates: Vector, epochs: Counts
) -> Vector:
    """The losses of a `Sweep`, shape (epochs, rates); if it was stopped, fewer epochs."""
    work = partial(Sweep, variant, problem, settings, rates, epochs)
    is_short = VARIANTS[variant].is_plain(settings, len(problem.x)) or epochs[-1] <= INLINE_EPOCHS
    draws_start = VARIANTS[variant].uses_torch and settings.seed is not None
    return _computed(
        sweep_key(variant, problem, settings, rates, epochs),
        lambda: Job(work, Sweep.losses),
        _Plan("Sweep", int(epochs[-1]), is_short, draws_start),
    )


def work_out(
    key: Key,
    begin: Callable[[], Work],
    result: Callable[[Any], Any],
    title: str,
    pieces: int,
    is_short: bool = False,
    needs_torch: bool = True,
    piece: str = "part",
) -> Any:
    """The result of any other work, which counts its pieces as epochs."""
    plan = _Plan(title, pieces, is_short, needs_torch, piece)
    return _computed(key, lambda: Job(begin, result), plan)


def sweep_key(
    variant: str, problem: Problem, settings: Settings, rates: Vector, epochs: Counts
) -> Key:
    """What the losses of a sweep depend on."""
    same = replace(settings, learning_rate=1.0, epochs=1, dtype="float64")
    return "sweep", *_key(variant, problem, same), rates.tobytes(), epochs.tobytes()


def _key(variant: str, problem: Problem, settings: Settings) -> Key:
    """What a run depends on."""
    return variant, problem, settings.dtype, *VARIANTS[variant].arguments(settings).values()


@dataclass(frozen=True)
class _Plan:
    """How to do a job: its title, its epochs (or what it counts instead of them), whether it is
    short, and whether it needs torch.
    """

    title: str
    epochs: int
    is_short: bool
    needs_torch: bool
    piece: str = "epoch"

    @property
    def waits_for_torch(self) -> bool:
        return self.needs_torch and not TORCH.loaded.done()

    def start(self, job: Job) -> None:
        """Do the job here, or queue it for the worker, if need be once torch is loaded."""
        if self.waits_for_torch:
            TORCH.start()
            TORCH.loaded.add_done_callback(lambda _: _submit(job))
        elif self.is_short:
            while job.advance():
                pass
        else:
            _WORKER.submit(job)


def _submit(job: Job) -> None:
    try:
        _WORKER.submit(job)
    except RuntimeError as error:
        job.fail(error)


def _computed(key: Key, make: Callable[[], Job], plan: _Plan) -> Any:
    """The result for `key`, from the store or computed now."""
    store, stopped = _store(), st.session_state.get(state.STOPPED, {})
    for kept in (key, (*key, "stopped", stopped.get(key))):
        if (result := store.get(kept)) is not None:
            return result
    with store.job(key, make, plan.start) as job:
        if not job.done(PROGRESS_DELAY):
            _watch(job, key, plan)
        return job.result()


def _watch(job: Job, key: Key, plan: _Plan) -> None:
    """Show the progress of `job` until it is done."""
    place = st.empty()
    with place.container(border=True):
        bar = st.progress(0.0, plan.title)
        st.button(
            "Stop here",
            key=f"stop {hash(key)}",  # a page may train a variant more than once
            on_click=_stop,
            args=(job, key),
            icon=":material/stop_circle:",
        )
        st.html(HIDE_STREAMLIT_STOP)
    while not job.done(POLL_INTERVAL):
        # Each update also lets Streamlit end this script after a click or a closed tab.
        done = job.work.epochs if job.work else 0
        text = f"{plan.title}: {plan.piece} {math.ceil(done):,} of {plan.epochs:,}"
        if plan.waits_for_torch:
            text = f"{plan.title}: loading torch, once for everyone"
        bar.progress(done / plan.epochs, text)
    place.empty()


def _stop(job: Job, key: Key) -> None:
    result = job.so_far()
    if result is not None and job.work:
        stopped = st.session_state.get(state.STOPPED, {})
        epochs = job.work.epochs
        _store().put((*key, "stopped", epochs), result)
        latest = dict(list(stopped.items())[1 - MAX_STOPPED :])
        st.session_state[state.STOPPED] = {**latest, key: epochs}


def resume(run: Run) -> None:
    """Forget that `run` was stopped, so that it trains to its end."""
    forget_stop(_key(run.variant, run.problem, run.settings))


def is_stopped(key: Key) -> bool:
    """Whether the job for `key` was stopped in this session."""
    return key in st.session_state.get(state.STOPPED, {})


def forget_stop(key: Key) -> None:
    """Forget that the job for `key` was stopped."""
    stopped = st.session_state.get(state.STOPPED, {})
    st.session_state[state.STOPPED] = {one: epochs for one, epochs in stopped.items() if one != key}


def _size(result: Run | Raised | Question | Diagnosis | Vector | list[Row]) -> int:
    """The bytes that a result takes: a run's history and points, an array, lines, or answers."""
    if isinstance(result, list):
        return sum(ROW_BYTES + 3 * len(row.link) for row in result)
    if isinstance(result, Diagnosis):
        return LINE_BYTES * result.given * (2 + len(result.others))
    if isinstance(result, np.ndarray):
        return result.nbytes
    if isinstance(result, Question):
        return sum(_size(run) for one in result.trials.values() for run in (one.right, one.wrong))
    run = result.before if isinstance(result, Raised) else result
    return run.history.to_numpy().nbytes + 2 * run.problem.x.nbytes + 4096
