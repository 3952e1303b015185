"""A diagnosis as a job: shared, and stopped by hand."""

import pytest

import gd
from gd.doctor import diagnose
from gd.ui.inputs.log_input import EXAMPLE
from gd.ui.serving import computing, diagnosing
from gd.ui.serving.jobs import Job

NOISE = "".join(f"epoch {n}: loss = {(7919 * n) % 1000 / 100:.2f}\n" for n in range(1, 9))


def test_a_diagnosis_is_that_of_the_engine_and_is_kept():
    source = (EXAMPLE, (), 0)
    found, is_stopped = diagnosing.diagnosed(source, None)
    assert not is_stopped
    expected = diagnose(EXAMPLE)
    assert (found.cause, found.lines) == (expected.cause, expected.lines)
    assert diagnosing.diagnosed(source, None)[0] is found


@pytest.mark.slow
def test_a_stopped_diagnosis_is_what_was_known_by_then_until_it_goes_on():
    source, problem = (NOISE, (), 0), gd.Problem([1, 2], [3, 5])
    work = diagnosing._Work(source, problem)
    job = Job(lambda: work, diagnosing._Work.result)
    job.advance()
    computing._stop(job, ("diagnosis", source, problem))
    found, is_stopped = diagnosing.diagnosed(source, problem)
    assert is_stopped
    assert found.given == 8
    diagnosing.resume_diagnosis(source, problem)
    assert not diagnosing.diagnosed(source, problem)[1]


def test_corrections_count():
    source = (EXAMPLE, (("w", "ignore"),), 0)
    work = diagnosing._Work(source, None)
    assert work.result().given == 10
    assert 0 <= work.epochs <= 100
