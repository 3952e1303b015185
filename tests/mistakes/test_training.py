"""Training with a mistake, piece by piece, and what an error leaves."""

import threading
import warnings

import pytest
import torch

import gd
from gd.mistakes import Raised, WrongTraining, right_training, run_trial, train

SETTINGS = gd.Settings(0.01, 300)


def test_piece_by_piece_as_in_one_go(doubling):
    training = WrongTraining("no_zero_grad", doubling, SETTINGS)
    assert training.advance(3)
    assert training.epochs == 3
    so_far = training.result()
    assert isinstance(so_far, gd.Run)
    assert so_far.stopped_at == 3
    while training.advance():
        pass
    whole = train("no_zero_grad", doubling, SETTINGS)
    assert isinstance(whole, gd.Run)
    assert training.run().history.equals(whole.history)
    assert whole.history[:3].equals(so_far.history)
    right = right_training("no_zero_grad", doubling, SETTINGS)
    assert right.advance(1)
    assert right.run().history["w"].tolist() == whole.history["w"][:1].tolist()


def test_a_traceback_is_that_of_the_mistakes_file_alone(doubling):
    wrong = train("integer_inputs", doubling, SETTINGS)
    assert isinstance(wrong, Raised)
    lines = wrong.traceback.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1] == f'  File "integer_inputs.py", line {wrong.line}, in train'
    assert lines[2] == "    y_pred = model(inputs)"
    assert lines[-1] == f"RuntimeError: {wrong.message}"
    assert [line for line in lines if "File" in line and "integer_inputs.py" not in line] == []
    listing = gd.mistakes.MISTAKES["integer_inputs"].wrong_code
    assert listing.text.splitlines()[wrong.line - listing.first].strip() == wrong.code
    trial = run_trial("integer_inputs", doubling, SETTINGS)
    assert trial.wrong_log(5.0)[1:] == lines
    assert trial.wrong_log(5.0)[0].startswith("Prediction before training: f(5) =")


def test_warnings_are_data_and_the_filters_are_as_before(doubling):
    before = list(warnings.filters)
    wrong = train("row_of_targets", doubling, SETTINGS)
    assert isinstance(wrong, gd.Run)
    assert len(wrong.history) == 300
    assert len(wrong.warnings) == 1
    assert list(warnings.filters) == before


def test_those_that_warn_take_turns(doubling, monkeypatch):
    """Two threads that record warnings at once would leave the filters of one to the other."""
    together, barrier = [], threading.Barrier(2)

    def meet(*_args):
        try:
            barrier.wait(0.2)
            together.append(True)
        except threading.BrokenBarrierError:
            together.append(False)
        return False

    monkeypatch.setattr(gd.Training, "advance", meet)
    threads = [
        threading.Thread(target=WrongTraining("row_of_targets", doubling, SETTINGS).advance)
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [False, False]


def test_torch_is_left_as_it_was(doubling):
    torch.manual_seed(3)
    expected = torch.rand(1).item()
    torch.manual_seed(3)
    threads = torch.get_num_threads()
    train("shuffled_each_epoch", doubling, gd.Settings(0.01, 5))
    run_trial("shuffled_once", doubling, gd.Settings(0.01, 5, seed=4))
    assert torch.rand(1).item() == expected
    assert torch.get_num_threads() == threads


def test_an_accident_in_a_right_loop_is_no_answer(doubling, monkeypatch):
    def failing(*_args, **_kwargs):
        raise MemoryError
        yield

    monkeypatch.setattr("gd.variants.numpy_by_hand.train", failing)
    with pytest.raises(MemoryError):
        train("rate_too_large", doubling, SETTINGS)
