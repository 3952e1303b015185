"""The answers of a class as a job: shared, stopped by hand, and taken up where it was."""

from urllib.parse import urlencode

import pytest

import gd
from gd import tasks
from gd.tasks import Goal, Task, replaying
from gd.tasks.work import training
from gd.ui.serving import checking, computing
from gd.ui.serving.jobs import Job

TASK = Task("numpy_by_hand", "Serving", (Goal("w", (2, 0.01)),), ("lr",), {"epochs": 15})


def paste(*rates: float, task: Task = TASK) -> str:
    links = (urlencode(tasks.link(task, {"lr": rate})) for rate in rates)
    return "\n".join(f"https://e.org/{task.page}?{link}" for link in links)


def test_the_rows_are_those_of_the_engine_and_are_kept():
    text = paste(0.01, 0.001) + "\nbroken"
    rows, is_stopped = checking.checked(text)
    assert not is_stopped
    assert rows == tasks.Replay(text).finish()
    assert [tasks.state_of(row) for row in rows] == ["yes", "no", "unreadable"]
    assert checking.checked(text)[0] is rows


def test_what_counts_depends_on_the_task_that_was_asked():
    text, other = paste(0.01), Task("numpy_by_hand", "Another", TASK.goals, TASK.open, TASK.fixed)
    states = [tasks.state_of(checking.checked(text, task)[0][0]) for task in (None, TASK, other)]
    assert states == ["yes", "yes", "refused"]


def test_a_stop_keeps_what_was_replayed_and_then_it_goes_on_there(monkeypatch):
    text = paste(0.011, 0.0011, 0.012)
    work = checking._Work(text, None, checking._KNOWN)
    job = Job(lambda: work, checking._Work.result)
    while work.epochs < 2:
        job.advance()
    computing._stop(job, checking._key(text, None))
    rows, is_stopped = checking.checked(text)
    assert is_stopped
    assert [tasks.state_of(row) for row in rows] == ["yes", "no", "not replayed"]
    trained = []

    def noted(*args):
        trained.append(args)
        return training(*args)

    monkeypatch.setattr(replaying, "training", noted)
    checking.check_on(text, None)
    rows, is_stopped = checking.checked(text)
    assert not is_stopped
    assert [tasks.state_of(row) for row in rows] == ["yes", "no", "yes"]
    assert len(trained) == 1


def test_no_piece_is_long_so_that_other_sessions_go_on():
    task = Task("numpy_by_hand", "", TASK.goals, ("lr",), {"epochs": 5_000})
    work = checking._Work(paste(1e-6, 2e-6, task=task), None, {})
    pieces = 1
    while work.advance():
        pieces += 1
    assert pieces > 2 * 5_000 / 300


def test_too_many_lines_are_refused_before_a_job_begins():
    with pytest.raises(gd.InputError, match="1 to 500 lines"):
        checking.checked("x\n" * 501)


def test_the_size_of_what_is_kept_grows_with_the_links():
    rows = tasks.Replay(paste(0.01) + "&more=" + "a" * 5_000).finish()
    assert computing._size(rows) > 15_000
    assert computing._size(rows * 2) == 2 * computing._size(rows)
