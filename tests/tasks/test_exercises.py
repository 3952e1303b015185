"""Each exercise can be solved from scratch, is not solved to begin with, and says what is true."""

import re
from urllib.parse import urlencode

import numpy as np
import pytest

import gd
from gd.data.datasets import DATASETS
from gd.links.controls import CONTROLS
from gd.tasks import EXERCISES, decode, is_intact, reachable, replay
from gd.tasks.explanations import LINEAR, OFF_BALANCE

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
every = pytest.mark.parametrize("name", list(EXERCISES))


@every
def test_is_solved_from_scratch_with_its_open_controls_alone(name: str):
    exercise = EXERCISES[name]
    found = reachable(exercise.task, exercise.values)
    assert found.verdict == "reachable"
    assert found.values is not None
    changed = {one for one in CONTROLS if found.values[one] != exercise.values[one]}
    assert changed
    assert changed <= set(exercise.task.open)
    solution = gd.tasks.link(exercise.task, found.values)
    row = replay(f"https://example.org/{exercise.task.page}?{urlencode(solution)}")
    assert row.met
    assert not row.wrong
    assert not row.remarks


@every
def test_is_not_solved_to_begin_with_and_its_link_says_all(name: str):
    exercise = EXERCISES[name]
    assert decode(exercise.link) == exercise.task
    assert is_intact(exercise.link)
    row = replay(f"?{urlencode(exercise.link)}")
    assert row.values == exercise.values
    assert not row.wrong
    assert not row.met
    assert all(result.text for result in row.results)


@every
def test_is_short_and_in_words(name: str):
    exercise = EXERCISES[name]
    assert exercise.name == name
    assert len(exercise.task.question) <= 250
    assert len(set(exercise.prediction.choices)) >= 3
    text = exercise.explain()
    assert 100 < len(text) < 700
    assert not re.search(r"\bnan\b|\binf\b|[{}]|None", text)


def linear(rate: float = 0.01, epochs: int = 100, optimizer: str = "SGD") -> gd.Run:
    return gd.train(
        "torch_module",
        POINTS,
        gd.Settings(rate, epochs, LINEAR["w0"], LINEAR["b0"], optimizer=optimizer),
    )


def right(name: str) -> str:
    prediction = EXERCISES[name].prediction
    return prediction.choices[prediction.answer()]


def test_the_right_predictions():
    gradient = float(np.mean(2 * POINTS.x * (0 - POINTS.y)))
    assert gradient == -30
    assert float(right("first_step")) == pytest.approx(-0.01 * gradient)
    w = [gd.train("torch_autograd", POINTS, gd.Settings(2 / 15, n)).end[0] for n in (1, 2, 9)]
    assert w == pytest.approx([4, 0, 4], abs=1e-4)
    assert right("largest_rate").startswith("It jumps from side to side")
    longer = gd.train("torch_autograd", POINTS, gd.Settings(0.04)).history["w"]
    assert np.allclose(longer, gd.train("numpy_by_hand", POINTS, gd.Settings(0.01)).history["w"])
    assert right("sum_and_mean").startswith("Its steps are longer")
    assert float(right("break_it")) == pytest.approx(1 / float(POINTS.x @ POINTS.x), abs=1e-3)
    assert linear().predict_after(5) == pytest.approx(9.815, abs=1e-3)
    assert abs(10 - linear(epochs=400).predict_after(5)) > 0.01
    assert abs(10 - linear(epochs=1_100).predict_after(5)) < 0.01
    assert right("why_9_815") == "About 1,100"
    assert float(right("hurry_up")) == pytest.approx(linear(0.02).predict_after(5), abs=0.005)
    adam = linear(optimizer="Adam").predict_after(5)
    assert float(right("keep_rolling")) == pytest.approx(adam, abs=0.005)
    run = gd.train("torch_module", OFF_BALANCE, gd.Settings(0.004, 20))
    assert abs(run.end[0] - 2) < 0.01 < abs(run.end[1] - 5)
    assert right("wrong_bias") == "The slope w"
    years = DATASETS["co2"].problem.x
    ones = np.column_stack([years, np.ones(len(years))])
    limit = 2 / np.linalg.eigvalsh(2 * ones.T @ ones / len(years)).max()
    assert float(right("real_data")) == pytest.approx(limit, rel=0.02)
    first = gd.train("torch_optimizer", POINTS, gd.Settings(0.13, 1, optimizer="Adam")).end[0]
    assert float(right("adam_loses")) == pytest.approx(first, abs=1e-6)


def test_what_the_words_of_the_tasks_take_for_granted():
    assert pytest.approx(1 / np.mean(2 * POINTS.x**2)) == 1.0 / 15  # a rate of 1/15
    assert "0.185 short" in EXERCISES["why_9_815"].prediction.question
    assert 10 - linear().predict_after(5) == pytest.approx(0.185, abs=5e-4)
    assert np.allclose(OFF_BALANCE.y, 2 * OFF_BALANCE.x + 5)
    assert EXERCISES["wrong_bias"].task.values({})["x"] == ", ".join(
        f"{x:g}" for x in OFF_BALANCE.x
    )
    pair = [
        gd.train("torch_optimizer", POINTS, gd.Settings(0.13, optimizer=one))
        for one in ("SGD", "Adam")
    ]
    assert abs(pair[1].end[0] - 2) < abs(pair[0].end[0] - 2)  # at this rate, Adam ends lower
    raw = DATASETS["co2"].problem
    for rate in (2e-7, 2.5e-7, 2.51e-7):  # no rate does it with the years as they are
        run = gd.train("torch_module", raw, gd.Settings(rate, 100))
        assert gd.theory.loss(raw, *run.end) > 25
