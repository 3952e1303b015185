from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd.analysis.comparison import compare
from gd.data.datasets import DATASETS
from gd.settings import OPTIMIZERS
from gd.theory import rounding

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def run(variant: str, problem: gd.Problem = POINTS, **changes) -> gd.Run:
    return gd.train(variant, problem, gd.Settings(**changes))


def test_torch_autograd_and_torch_optimizer_are_the_same_bit_for_bit():
    found = compare(run("torch_autograd"), run("torch_optimizer"))
    assert found.identical
    assert found.verdict == "are the same, bit for bit"
    assert [one.name for one in found.roundings] == ["who computes"]
    assert (found.w.size, found.w.ulps) == (0, 0)
    assert found.bias is None


def test_backpropagation_is_as_exact():
    found = compare(run("numpy_by_hand", gradient="mean"), run("torch_autograd"))
    assert found.verdict == "are the same, to rounding"
    assert 0 < found.w.size < 1e-6
    assert 0 < found.w.ulps < 10


DIFFERENT = {
    "schedule": (("torch_module", {}), ("torch_module", {"schedule": "step"})),
    "gradient": (("numpy_by_hand", {}), ("numpy_by_hand", {"gradient": "mean"})),
    "learning rate": (("torch_autograd", {}), ("torch_autograd", {"learning_rate": 0.0101})),
    "optimizer": (("torch_optimizer", {}), ("torch_optimizer", {"optimizer": "Adam"})),
    "bias": (("torch_optimizer", {}), ("torch_module", {})),
    "start": (("torch_module", {}), ("torch_module", {"seed": 3})),
}


@pytest.mark.parametrize("name", DIFFERENT)
@settings(max_examples=10)
@given(
    st.lists(st.floats(0.5, 4, width=16), min_size=2, max_size=6),
    st.floats(0.5, 3),
    st.integers(2, 30),
)
def test_each_difference_with_an_effect_is_called_one_and_named(name, x, slope, epochs):
    problem = gd.Problem(x, [slope * one + 1 for one in x])
    a, b = (run(v, problem, **{"epochs": epochs, **its}) for v, its in DIFFERENT[name])
    found = compare(a, b)
    assert [reason.name for reason in found.reasons] == [name]
    assert found.verdict.startswith(f"differ, because of the {name} (")
    assert found.remark == ""
    assert not found.within_rounding


def test_with_one_point_the_sum_is_the_mean():
    one = gd.Problem([3], [5])
    found = compare(run("numpy_by_hand", one), run("numpy_by_hand", one, gradient="mean"))
    assert not found.reasons
    assert "same" in found.verdict
    assert found.remark == "With one point, the sum of the gradients is their mean."
    assert compare(run("torch_autograd", one), run("torch_optimizer", one)).remark == ""


def test_differences_that_cancel_are_the_same_and_said_to_be_without_effect():
    """N times the learning rate makes up for the mean."""
    found = compare(run("numpy_by_hand"), run("torch_autograd", learning_rate=0.04))
    assert found.verdict == "are the same, bit for bit"
    assert found.remark == (
        "Here the gradient (sum against mean) and the learning rate (0.01 against 0.04) together "
        "have no effect."
    )
    found = compare(
        run("numpy_by_hand", gradient="mean"), run("torch_autograd", learning_rate=0.01 + 1e-9)
    )
    assert found.verdict == "are the same, to rounding"
    assert found.remark == (
        "Here the learning rate (0.01 against 0.010000001) has no effect that exceeds rounding."
    )


def test_a_bias_that_nothing_pulls_at_has_no_effect():
    level = gd.Problem([-2, -1, 1, 2], [-4, -2, 2, 4])
    found = compare(run("torch_optimizer", level), run("torch_module", level))
    assert "same" in found.verdict
    assert "the bias (none against one) has no effect" in found.remark


def test_momentum_has_no_effect_in_the_first_epoch():
    one, other = (run("torch_optimizer", epochs=1, optimizer=n) for n in ("SGD", "momentum"))
    found = compare(one, other)
    assert found.verdict == "are the same, bit for bit"
    assert found.remark == "Here the optimizer (SGD against momentum) has no effect."


NORRIS, CO2 = DATASETS["norris"].problem, DATASETS["co2"].problem
FAR = gd.Problem([1e7, 2e7, 3e7], [2e7, 4e7, 6e7])
# points, optimizer, learning rate, epochs, and the largest |Δb|, or what it is at least
BIASED = {
    "review": (NORRIS, "Adam", 0.01, 20, 0.197),
    "review, co2": (CO2, "RMSprop", 1.0, 500, 10.0),
    **{
        f"{name}, {optimizer}": (problem, optimizer, 0.1, 20, 1e-3)
        for name, problem in (("norris", NORRIS), ("co2", CO2))
        for optimizer in OPTIMIZERS
    },
    "far, Adam": (FAR, "Adam", 0.01, 20, 0.1),
    # rounding errors of w are far larger than b, but not those of b
    "far, SGD": (FAR, "SGD", 1e-6, 20, 7e10),
    "far, stable": (gd.Problem([1e6, 2e6, 3e6], [2, 4, 7]), "SGD", 1e-13, 50, 1e-13),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", BIASED)
def test_a_bias_that_moves_is_never_called_without_effect(name):
    problem, optimizer, rate, epochs, least = BIASED[name]
    chosen = {"optimizer": optimizer, "learning_rate": rate, "epochs": epochs}
    found = compare(*(run(one, problem, **chosen) for one in ("torch_optimizer", "torch_module")))
    assert found.verdict == "differ, because of the bias (none against one)"
    assert found.remark == ""
    assert found.bias is not None
    assert found.bias.size >= least
    assert (found.bias.bound is None) == (optimizer != "SGD")


def test_of_another_optimizer_with_the_same_mathematics_rounding_is_all_that_is_left():
    found = compare(
        *(run("torch_optimizer", dtype=one, optimizer="Adam") for one in ("float32", "float64"))
    )
    assert found.verdict == "differ by rounding alone"
    assert found.remark == ""
    assert found.bound is None
    assert found.by_epoch["rounding"].isna().all()


def test_an_absent_bias_counts_as_zero():
    without, within = run("torch_optimizer"), run("torch_module")
    found = compare(without, within)
    assert found.bias is not None
    assert found.bias.size == within.history["b"].abs().max()
    assert found.bias.ulps == rounding.ulp_distance(0.0, within.history["b"][found.bias.epoch - 1])


def test_the_largest_difference_is_found_with_its_epoch_and_its_bound():
    a, b = run("numpy_by_hand"), run("torch_module", b0=1.0)
    found = compare(a, b)
    bounds = [rounding.error_bound(one) for one in (a, b)]
    assert found.bias is not None
    assert found.bound is not None
    for field, largest, column in (("w", found.w, 0), ("b", found.bias, 1)):
        sizes = (a.history[field] - b.history[field]).abs()
        assert largest.size == sizes.max()
        place = int(sizes.argmax())
        assert largest.epoch == place + 1
        assert largest.bound == sum(one[place, column] for one in bounds if one is not None)
        assert largest.ulps == rounding.ulp_distance(
            a.history[field][place], b.history[field][place]
        )
    distance = np.hypot(a.history["w"] - b.history["w"], b.history["b"])
    assert np.array_equal(found.by_epoch["distance"], distance)
    assert np.array_equal(found.by_epoch["rounding"], np.hypot(*found.bound.T))
    assert list(found.by_epoch["epoch"]) == list(range(1, 21))


def test_starts_that_no_run_can_tell_apart_are_one():
    """-0 is 0; and beside a float32 run, 0.1 is the float32 of it."""
    single = float(np.float32(0.1))
    for w0, other in ((0.0, -0.0), (0.1, single)):
        assert not compare(run("torch_autograd", w0=w0), run("torch_autograd", w0=other)).reasons
    doubles = (run("torch_autograd", dtype="float64", w0=w0) for w0 in (0.1, single))
    assert [one.name for one in compare(*doubles).reasons] == ["start"]
    zero = compare(run("torch_autograd", w0=-0.0), run("torch_autograd", w0=1.0))
    assert zero.verdict == "differ, because of the start (w = 0 against w = 1)"
    # and another where float32 cannot hold it
    far = run("torch_autograd", gd.Problem([1e-9], [1]), dtype="float64", w0=1e300)
    assert compare(far, run("torch_autograd", gd.Problem([1e-9], [1]))).reasons[0].name == "start"


def test_a_comparison_can_be_kept_and_not_be_changed():
    found = compare(run("numpy_by_hand"), run("torch_autograd"))
    assert {found: 1, compare(found.a, found.b): 2}[found] == 1
    for one in (found, found.w):
        with pytest.raises(FrozenInstanceError):
            setattr(one, "size", 0)  # noqa: B010  (what a type checker forbids)


def test_all_reasons_are_listed_in_a_sentence():
    a = run("numpy_by_hand")
    b = run("torch_module", learning_rate=0.02, optimizer="Adam", seed=3, dtype="float64")
    found = compare(a, b)
    w, bias = b.start
    assert found.verdict == (
        "differ, because of the gradient (sum against mean), "
        "the learning rate (0.01 against 0.02), the optimizer (SGD against Adam), "
        "the bias (none against one) and "
        f"the start (w = 0 against w = {w:.7g}, b = {bias:.7g})"
    )
    assert [one.name for one in found.roundings] == ["who computes", "precision"]


def test_distances_beyond_float64_are_its_largest_number():
    """No infinity comes out of weights that are finite, and no warning."""
    still = gd.Problem([0], [0])
    a, b = (run("torch_autograd", still, dtype="float64", w0=w0) for w0 in (1.7e308, -1.7e308))
    found = compare(a, b)
    assert found.w.size == found.by_epoch["distance"].max() == np.finfo(float).max


def test_diverged_runs_are_compared_while_both_last():
    a = run("torch_autograd", epochs=300, learning_rate=5.0)
    b = run("numpy_by_hand", epochs=300, learning_rate=5.0, gradient="mean")
    found = compare(a, b)
    assert found.epochs == min(len(a.history), len(b.history)) < 300
    assert "same" in found.verdict
    assert found.w.size > 1  # in numbers large enough for that to be rounding
    assert found.within_rounding


def test_runs_without_an_epoch_in_common():
    far = gd.Problem([3e38], [-3e38])
    found = compare(run("numpy_by_hand", far), run("torch_autograd", far))
    assert found.verdict == "have no epoch in common"
    assert (found.w.size, found.w.epoch, found.w.ulps, found.w.bound) == (0, 0, 0, None)


def test_refuses_runs_on_other_points():
    with pytest.raises(gd.InputError, match="takes the points of the first"):
        compare(run("numpy_by_hand"), run("numpy_by_hand", gd.Problem([1], [2])))


def test_mini_batches_are_compared_at_the_end_of_each_epoch():
    batches = "differ, because of the batches (all points against 3 at a time, in order)"
    assert compare(run("torch_module"), run("torch_minibatch", batch_size=3)).verdict == batches
    full, mini = run("torch_module"), run("torch_minibatch", batch_size=2, epochs=7)
    found = compare(full, mini)
    assert found.by_epoch["epoch"].tolist() == list(range(1, 8))
    ends = mini.history["w"].to_numpy()[1::2]
    np.testing.assert_array_equal(found.by_epoch["w"], np.abs(full.history["w"][:7] - ends))
    assert found.w.size == found.by_epoch["w"].max()
    assert compare(full, run("torch_minibatch")).verdict == "are the same, bit for bit"
    shuffled = run("torch_minibatch", shuffle=True)
    assert compare(full, shuffled).verdict == "are the same, to rounding"
