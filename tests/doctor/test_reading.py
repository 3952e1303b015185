"""What is read from printed logs."""

import pytest

from gd.doctor import read_log
from gd.documents import RUNS


@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run.document[:3]} {run.variant}")
def test_each_training_of_the_notebooks_is_read_and_reprinted(run):
    log = read_log("\n".join(run.lines))
    printed = [line for line in run.lines if line.lower().startswith("epoch")]
    assert [row.lines[0][1] for row in log.rows] == printed
    assert log.first_epoch == run.first
    assert not log.other
    for row in log.rows:
        values = {role: figure.value for role, figure in row.figures().items()}
        assert set(values) == {"loss", "w"}
        assert [again for _, _, again in row.reprint(values)] == [text for _, text in row.lines]
        assert row.reprint({"loss": row.loss.value * 1.5 + 1})[0][1:] != 2 * (row.lines[0][1],)
