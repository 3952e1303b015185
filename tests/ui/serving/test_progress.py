"""Progress while a page waits, the button that stops it, and what it leaves."""

from collections.abc import Callable

import pytest
import streamlit as st

import gd
from gd.ui.serving import computing
from gd.ui.serving.computing import resume, trained
from gd.ui.serving.jobs import Job
from gd.ui.serving.torch_loader import TorchLoader
from tests.ui.serving.waiting import wait_for

LONG = gd.Settings(epochs=50_000)


def stopped_after(epochs: int, problem: gd.Problem, settings: gd.Settings = LONG) -> gd.Run:
    """Stop a training by hand after `epochs`, as its button does; the run that the page gets."""
    work = gd.Training("torch_module", problem, settings)
    work.advance(epochs)
    job = Job(lambda: work, gd.Training.run)
    job.work = work
    computing._stop(job, computing._key("torch_module", problem, settings))
    return trained("torch_module", problem, settings)


def test_a_stopped_training_gives_the_run_so_far_until_it_is_resumed(doubling):
    settings = gd.Settings(epochs=600)
    run = stopped_after(30, doubling, settings)
    assert run.stopped_at == 30
    assert trained("torch_module", doubling, settings) is run
    resume(run)
    assert trained("torch_module", doubling, settings).stopped_at is None


def test_to_resume_one_run_leaves_the_others_stopped(doubling):
    one = stopped_after(30, doubling)
    other = stopped_after(40, doubling, gd.Settings(0.02, 50_000))
    resume(one)
    assert trained("torch_module", doubling, other.settings) is other


def test_a_stop_is_its_sessions_own(doubling, monkeypatch):
    settings = gd.Settings(epochs=600)
    stopped_after(30, doubling, settings)
    monkeypatch.setattr(st, "session_state", {})
    assert trained("torch_module", doubling, settings).stopped_at is None


def test_a_session_remembers_a_bounded_number_of_stops_and_no_runs(doubling, session):
    for number in range(20):
        stopped_after(5, doubling, gd.Settings(0.01 + number / 1000, 50_000))
    assert len(session["stopped"]) == computing.MAX_STOPPED
    assert set(session["stopped"].values()) == {5}


class Screen:
    """In the place of Streamlit: what a page would show of a job under way, in order."""

    def __init__(self) -> None:
        self.session_state: dict = {}
        self.shown: list[tuple[str, object]] = []
        self.on_progress: Callable[[], object] = lambda: None

    def empty(self) -> "Screen":
        return self

    def container(self, **_) -> "Screen":
        if not _:
            return self
        self.shown.append(("box", None))
        return self

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *_) -> None:
        return None

    def progress(self, share: float, text: str) -> "Screen":
        assert 0 <= share <= 1
        self.shown.append((text, share))
        self.on_progress()
        return self

    def button(self, _: str, **options) -> None:
        self.press = lambda: options["on_click"](*options["args"])

    def html(self, text: str) -> None:
        assert "stStatusWidget" in text


@pytest.fixture
def screen(monkeypatch) -> Screen:
    screen = Screen()
    monkeypatch.setattr(computing, "st", screen)
    monkeypatch.setattr(computing, "PROGRESS_DELAY", 0)
    monkeypatch.setattr(computing, "POLL_INTERVAL", 0.001)
    return screen


def test_progress_follows_the_training_until_the_run_is_there(doubling, screen, monkeypatch):
    jobs: list[Job] = []
    monkeypatch.setattr(computing._WORKER, "submit", jobs.append)
    screen.on_progress = lambda: jobs and jobs[0].advance()  # as far as that between two looks
    run = trained("numpy_by_hand", doubling, gd.Settings(epochs=1_000))
    assert len(run.history) == 1_000
    assert screen.shown[-4:] == [
        ("NumPy by hand", 0.0),
        ("NumPy by hand: epoch 256 of 1,000", 0.256),
        ("NumPy by hand: epoch 512 of 1,000", 0.512),
        ("NumPy by hand: epoch 768 of 1,000", 0.768),
    ]


def test_a_training_that_waits_for_torch_says_so(doubling, screen, monkeypatch):
    loader = TorchLoader()
    monkeypatch.setattr(computing, "TORCH", loader)
    monkeypatch.setattr(loader, "_load", lambda: None)  # until the page has said so
    screen.on_progress = lambda: (
        loader.loaded.done()
        or ("loading" in screen.shown[-1][0] and loader.loaded.set_result(None))
    )
    trained("torch_module", doubling, gd.Settings(epochs=600))
    assert ("nn.Linear module: loading torch, once for everyone", 0.0) in screen.shown


def test_the_button_below_the_progress_stops_the_training(doubling, screen):
    class Rerun(Exception):  # noqa: N818  (as Streamlit ends a script in which one has clicked)
        pass

    def click() -> None:
        if " epoch " in screen.shown[-1][0] and " epoch 0 " not in screen.shown[-1][0]:
            raise Rerun

    screen.on_progress = click
    with pytest.raises(Rerun):
        trained("torch_module", doubling, LONG)
    screen.press()
    run = trained("torch_module", doubling, LONG)
    assert run.stopped_at
    assert wait_for(lambda: not computing._WORKER._running)
