"""The arithmetic of a step as it is shown: read back out of the HTML, and done again."""

import math
from xml.etree import ElementTree

import numpy as np
import pytest

import gd
from gd.analysis.step_arithmetic import explain_step
from gd.data import scaling
from gd.ui.panels.step_panel import step_html

POINTS = gd.Problem([1, 2, 3.5], [2, 3, 8])
PADDING = "\N{NO-BREAK SPACE}"
COLUMNS = ["x", "y", "prediction", "error", "error²", "2·x·error", "2·error"]


def shown(run: gd.Run, state: int) -> ElementTree.Element:
    return ElementTree.fromstring(step_html(run, state))


def rows(element: ElementTree.Element) -> list[list[str]]:
    return [[cell.text or "" for cell in row] for row in element.iter("tr")]


def number(cell: str) -> float:
    return float(cell.replace("−", "-"))


@pytest.mark.parametrize("name", gd.VARIANTS)
@pytest.mark.parametrize("state", [0, 7, 20])
def test_the_table_is_that_of_the_step_after_the_state(name, state):
    run = gd.train(name, POINTS, gd.Settings(w0=0.37, b0=-0.5, gradient="mean"))
    element = shown(run, state)
    head, *points, total, mean = rows(element)
    assert head == ["point", *COLUMNS[: 6 + run.has_bias]]
    table = np.array([[number(cell) for cell in row[1:]] for row in points])
    columns = dict(zip(head[1:], table.T, strict=True))
    assert columns["x"].tolist() == [1, 2, 3.5]
    assert columns["y"].tolist() == [2, 3, 8]
    start = run.start if state == 0 else run.history[["w", "b"]].to_numpy()[min(state, 19) - 1]
    assert columns["prediction"] == pytest.approx(start[0] * columns["x"] + start[1], rel=1e-5)
    assert columns["error"] == pytest.approx(columns["prediction"] - columns["y"], abs=1e-5)
    assert columns["error²"] == pytest.approx(columns["error"] ** 2, rel=1e-3)
    assert columns["2·x·error"] == pytest.approx(2 * columns["x"] * columns["error"], rel=1e-3)
    for place, column in enumerate(head):
        if column in COLUMNS[4:]:
            assert number(total[place]) == pytest.approx(columns[column].sum(), rel=1e-5, abs=1e-6)
            assert 3 * number(mean[place]) == pytest.approx(number(total[place]), rel=1e-5)
        elif place:
            assert total[place] == mean[place] == ""
    row = run.history.iloc[min(state, 19)]
    assert number(mean[5]) == pytest.approx(row["loss"], rel=1e-5)
    assert number(mean[6]) == pytest.approx(row["grad_w"], rel=1e-5)
    step = explain_step(run, min(state, 19) + 1)
    assert element.findtext("pre") == "\n".join([*step.gradients, *step.updates])


def test_decimal_points_stand_below_each_other():
    run = gd.train("torch_module", POINTS, gd.Settings(w0=0.37, b0=-0.5))
    columns = list(zip(*rows(shown(run, 10))[1:], strict=True))[1:]
    assert len(columns) == 7
    for column in columns:
        after = {len(cell) - len(cell.rstrip(PADDING).partition(".")[0]) for cell in column if cell}
        assert len(after) == 1
    assert any(PADDING in cell for column in columns for cell in column)


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (0, "Step 1: from 0 updates to 1 update"),
        (1, "Step 2: from 1 update to 2 updates"),
        (1999, "Step 2,000, the last: from 1,999 updates to 2,000 updates"),
        (2000, "Step 2,000, the last: from 1,999 updates to 2,000 updates"),
    ],
)
def test_the_title_says_which_step_it_is(state, title):
    run = gd.train("numpy_by_hand", POINTS, gd.Settings(epochs=2000))
    assert shown(run, state).findtext("h2") == title


def test_of_many_points_the_first_and_the_last_are_shown_and_all_are_added_up():
    xs = np.arange(1.0, 31.0)
    run = gd.train("torch_autograd", gd.Problem(xs, 2 * xs), gd.Settings(0.0001))
    labels, total = [row[0] for row in rows(shown(run, 0))], rows(shown(run, 0))[-2]
    assert labels == ["point", "1", "2", "3", "4", "5", "…", "28", "29", "30", "sum", "mean"]
    assert number(total[5]) == pytest.approx(math.fsum(4 * xs**2))
    run = gd.train("torch_autograd", gd.Problem(xs[:8], 2 * xs[:8]), gd.Settings(0.0001))
    assert len(rows(shown(run, 0))) == 1 + 8 + 2


def test_a_run_without_a_step_says_why():
    run = gd.train("numpy_by_hand", gd.Problem([3e38], [-3e38]), gd.Settings(w0=3.0))
    assert run.diverged_at == 1
    text = "".join(shown(run, 0).itertext())
    assert text == "The first update already overflows float32: no step has numbers to show."


def test_the_notebooks_sum_is_called_one():
    def text(**settings):
        run = gd.train("numpy_by_hand", POINTS, gd.Settings(**settings))
        return "".join(shown(run, 0).itertext())

    assert "adds up all 3 terms: the step is 3 times as long" in text(gradient="sum")
    assert "adds up" not in text(gradient="mean")


def test_a_gradient_that_is_only_rounding_is_explained():
    """Centred points: the errors of the bias cancel."""
    points = scaling.standardise(gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])).problem
    run = gd.train("torch_module", points, gd.Settings(learning_rate=0.3, epochs=30))
    texts = ["".join(shown(run, state).itertext()) for state in range(30)]
    said = ["less than a float32 step of the terms" in text for text in texts]
    assert said == ["with the rounding of float32" in text for text in texts]
    assert True in said
    assert False in said
