"""The quiz: its questions can be answered from what they show, and are the same for everybody."""

import re
from collections import Counter

import numpy as np
import pytest

from gd.mistakes import Raised
from gd.mistakes.quiz import CHOICES, draw

MANY = pytest.param(range(200), marks=pytest.mark.slow, id="many")


def readings(trial, x) -> np.ndarray:
    """All figures of a log, as a person reads them: three digits of each."""
    numbers = re.findall(r"= (-?[\d.]+)", "\n".join(trial.wrong_log(x)))
    return np.array([float(f"{float(number):.3g}") for number in numbers])


# The few are questions that would have two such choices, were not one of them passed over.
@pytest.mark.parametrize("seeds", [pytest.param((8, 13, 15, 35), id="few"), MANY])
def test_no_two_choices_print_the_same_figures(seeds):
    for seed in seeds:
        question = draw(seed)
        assert len(question.trials) == CHOICES
        logs = [readings(trial, question.x) for trial in question.trials.values()]
        for place, one in enumerate(logs):
            for other in logs[:place]:
                assert len(one) != len(other) or (one != other).any(), seed
        assert not any(isinstance(trial.wrong, Raised) for trial in question.trials.values())
        assert all(trial.run.problem == question.problem for trial in question.trials.values())


def test_a_seed_draws_one_question_and_another_draws_another():
    one, again, other = draw(11), draw(11), draw(12)
    assert one.log == again.log
    assert list(one.trials) == list(again.trials)
    assert one.log != other.log
    assert f"f({one.x:g})" in one.log[0]


def test_the_largest_seed_of_a_link_draws_a_question():
    assert draw(2**53 - 1).log


@pytest.mark.slow
def test_no_place_and_no_mistake_is_favoured():
    questions = [draw(seed) for seed in range(200)]
    places = Counter(list(question.trials).index(question.answer) for question in questions)
    assert min(places.values()) > 30  # of 50; fewer than 31 would be 3 standard deviations
    answers = Counter(question.answer for question in questions)
    assert len(answers) >= 14
    assert max(answers.values()) < 40
