"""Trials of mistakes and questions of the quiz, as the app computes them: as the engine does."""

import pytest

import gd
from gd.mistakes import run_trial
from gd.mistakes.quiz import draw
from gd.ui.serving import computing
from gd.ui.serving.torch_loader import TorchLoader
from gd.ui.serving.trying import asked, tried


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ["sum_for_mean", "new_weight", "large_units"])
@pytest.mark.parametrize("epochs", [100, 600])
def test_a_trial_is_the_engines_and_is_kept(name, epochs, doubling):
    settings = gd.Settings(epochs=epochs)
    trial, engines = tried(name, doubling, settings), run_trial(name, doubling, settings)
    assert trial.reason == engines.reason
    assert trial.outcome == engines.outcome
    assert trial.right.history.equals(engines.right.history)
    assert trial.run.history.equals(engines.run.history)
    assert tried(name, doubling, settings).wrong is trial.wrong


def test_a_mistake_in_numpy_does_not_wait_for_torch(doubling, monkeypatch):
    monkeypatch.setattr(computing, "TORCH", TorchLoader())  # not loaded, and nobody loads it
    settings = gd.Settings(epochs=123)
    assert len(tried("sum_for_mean", doubling, settings).run.history) == 123
    assert not computing.TORCH._begun


def test_a_question_of_the_quiz_is_the_engines_and_is_kept():
    question = asked(5)
    assert question.log == draw(5).log
    assert asked(5) is question
    assert asked(6).log != question.log
