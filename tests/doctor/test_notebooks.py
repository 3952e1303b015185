"""The twelve trainings of the notebooks, pasted as they stand."""

from functools import cache

import pytest

import gd
from gd.doctor import Diagnosis, diagnose
from gd.documents import RUNS, DocumentRun

NAMES = [f"{run.document[:3]} {run.variant}" for run in RUNS]


# What a log alone cannot tell apart, digit for digit, is named among the others.
@cache
def diagnosed(run: DocumentRun) -> Diagnosis:
    return diagnose("\n".join(run.lines))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("run", RUNS, ids=NAMES)
def test_a_notebooks_training_is_found(run: DocumentRun) -> None:
    diagnosis = diagnosed(run)

    assert diagnosis.explained
    assert diagnosis.given == len(run.lines)
    assert diagnosis.problem == run.problem
    assert diagnosis.settings is not None
    assert diagnosis.settings.learning_rate == run.settings.learning_rate
    named = [diagnosis.best, *diagnosis.others]
    found = {
        (
            one.explanation.variant,
            one.explanation.settings.gradient,
            one.explanation.settings.arithmetic,
        )
        for one in named
        if one
    }
    assert (run.variant, run.settings.gradient, run.settings.arithmetic) in found
    by_hand = run.variant == "numpy_by_hand"
    assert by_hand == (diagnosis.variant == "numpy_by_hand")
    assert diagnosis.cause.startswith(
        f"Your gradient is the sum over {len(run.problem.x)} points"
        if by_hand
        else "This is the right"
    )


@pytest.mark.sampled(3)
@pytest.mark.parametrize("run", RUNS, ids=NAMES)
def test_the_settings_print_the_log_again(run: DocumentRun) -> None:
    diagnosis = diagnosed(run)
    assert diagnosis.variant is not None
    assert diagnosis.settings is not None

    ours = gd.train(diagnosis.variant, run.problem, diagnosis.settings).history

    epochs = [int(line.split(":")[0].split()[1]) for line in run.lines if line.startswith("epoch ")]
    for epoch, line in zip(
        epochs, [li for li in run.lines if li.startswith("epoch ")], strict=True
    ):
        row = ours.iloc[epoch - 1]
        assert run.write(epoch, float(row["loss"]), float(row["w"])) == line


def test_nearly_the_same_digits_tell_whose_arithmetic_it_was() -> None:
    causes = {}
    for index in (0, 2, 8):  # NumPy 1, NumPy 1 adding term by term, NumPy 2
        diagnosis = diagnosed(RUNS[index])
        assert diagnosis.settings is not None
        causes[diagnosis.settings.arithmetic] = diagnosis.cause

    assert set(causes) == {"numpy1", "numpy1-sequential", "numpy2"}
    assert "NumPy 1 printed this" in causes["numpy1"]
    assert "NumPy 1" not in causes["numpy2"]
