"""The explanations' numbers, each against another way to it; and those that the prose rests on."""

import numpy as np
import pytest

import gd
import gd.theory
from gd.documents import RUNS, explain


def test_backpropagation_is_as_exact_as_the_formula():
    found = explain.by_hand_and_by_autograd()
    assert found.verdict == "are the same, to rounding"
    assert 0 < found.w.ulps <= 4
    assert found.epochs == 100
    # the loss that notebook 002 wonders about is the last that it prints within 20 epochs
    assert f"{found.b.history['loss'][18]:.3f}" == "0.086"


def test_n_times_the_learning_rate_is_the_sum():
    found = explain.sum_and_larger_rate()
    assert found.verdict == "are the same, bit for bit"
    assert f"{found.b.predict_after(5):.3f}" == "10.000"


@pytest.mark.parametrize(("document", "after"), [("001", "9.815"), ("004", "10.001")])
def test_both_directions_descend_as_theory_says(document, after):
    printed = next(
        r for r in RUNS if r.document.startswith(document) and r.variant == "torch_module"
    )
    run = gd.train("torch_module", printed.problem, printed.settings)
    assert f"{run.predict_after(5):.3f}" == after
    found = explain.directions(run)
    epochs = found.distance["epoch"]
    for name, factor in zip(("slow", "fast"), found.factor, strict=True):
        closed = found.distance[name][0] * abs(factor) ** epochs
        np.testing.assert_allclose(found.distance[name], closed, atol=2e-5)


def test_the_numbers_of_the_slow_direction():
    printed = next(run for run in RUNS if run.variant == "torch_module")
    found = explain.directions(gd.train("torch_module", printed.problem, printed.settings))
    assert found.curvature == (pytest.approx(0.2994, abs=1e-4), pytest.approx(16.70, abs=1e-2))
    assert found.condition_number == pytest.approx(55.8, abs=0.05)
    assert found.factor[0] ** 100 == pytest.approx(0.74, abs=0.005)
    hessian = gd.theory.hessian(explain.centred(printed.problem))
    assert np.linalg.cond(hessian) == pytest.approx(1.25)


def test_arithmetics_print_what_the_notebooks_did():
    table = explain.arithmetics().to_numpy().tolist()
    assert table[1] == [2, "4.80000067", "4.79999924", "4.79999924"]
    assert table[5] == [6, "0.00314574", "0.00314574", "0.00314570"]
    assert table[6] == [7, "0.00050332", "0.00050331", "0.00050332"]
