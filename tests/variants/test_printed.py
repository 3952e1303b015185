"""What the notebooks printed, for trainings that start at zero, to the last digit."""

import pytest

import gd
from gd import log

# Losses of epochs 1 to 8, learning rate 0.01, the gradient summed: the same notebook cell, run
# under three NumPys.
PRINTED_BY_NUMPY = {
    "numpy2": "30.00000000 4.80000067 0.76800019 0.12288000 0.01966083 0.00314574 0.00050332",
    "numpy1": "30.00000000 4.79999924 0.76800019 0.12288000 0.01966083 0.00314574 0.00050331",
    "numpy1-sequential": "30.00000000 4.79999924 0.76800019 0.12288000 0.01966083 0.00314570 "
    "0.00050332",
}
PRINTED_BY_TORCH = (
    "w = 0.300, loss = 30.00000000",
    "w = 0.555, loss = 21.67499924",
    "w = 0.772, loss = 15.66018772",
    "w = 0.956, loss = 11.31448650",
    "w = 1.113, loss = 8.17471695",
    "w = 1.246, loss = 5.90623236",
    "w = 1.359, loss = 4.26725292",
    "w = 1.455, loss = 3.08308983",
    "w = 1.537, loss = 2.22753215",
    "w = 1.606, loss = 1.60939169",
)
PRINTED_LATER_BY_TORCH = {
    11: "w = 1.665, loss = 1.16278565",
    21: "w = 1.934, loss = 0.04506890",
    31: "w = 1.987, loss = 0.00174685",
    41: "w = 1.997, loss = 0.00006770",
    51: "w = 1.999, loss = 0.00000262",
    61: "w = 2.000, loss = 0.00000010",
    71: "w = 2.000, loss = 0.00000000",
}


@pytest.mark.parametrize(("arithmetic", "losses"), PRINTED_BY_NUMPY.items())
def test_numpy_by_hand(arithmetic, losses, doubling):
    run = gd.train("numpy_by_hand", doubling, gd.Settings(epochs=20, arithmetic=arithmetic))
    printed = [f"{loss:.8f}" for loss in run.history["loss"]]
    assert printed[:7] == losses.split()
    assert printed[7:13] == [
        "0.00008053", "0.00001288", "0.00000206", "0.00000033", "0.00000005", "0.00000001",
    ]  # fmt: skip
    assert f"{run.predict_after(5):.3f}" == "10.000"


@pytest.mark.parametrize("name", ["torch_autograd", "torch_optimizer"])
def test_torch(name, doubling):
    run = gd.train(name, doubling, gd.Settings(epochs=100))
    lines = [line.partition(": ")[2] for line in log.lines(run)]
    assert tuple(lines[:10]) == PRINTED_BY_TORCH
    assert {epoch: lines[epoch - 1] for epoch in PRINTED_LATER_BY_TORCH} == PRINTED_LATER_BY_TORCH


def test_numpy_1_keeps_the_weight_in_double_precision(doubling):
    def weight(arithmetic: str) -> float:
        return gd.train(
            "numpy_by_hand", doubling, gd.Settings(epochs=3, arithmetic=arithmetic)
        ).history["w"][0]

    assert weight("numpy1") == 1.2
    assert weight("numpy2") == pytest.approx(1.2, rel=1e-7)
    assert weight("numpy2") != 1.2


def test_f5_after_three_epochs_at_0_013(doubling):
    """By a plain loop in Python's own floats."""
    w = 0.0
    for _ in range(3):
        w -= 0.013 * sum(2 * x * (w * x - 2 * x) for x in (1, 2, 3, 4))
    run = gd.train("numpy_by_hand", doubling, gd.Settings(learning_rate=0.013, epochs=3))
    assert f"{run.predict_after(5):.3f}" == f"{5 * w:.3f}" == "9.894"
