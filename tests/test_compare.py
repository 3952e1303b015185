import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gd
from gd import rounding, theory
from gd.compare import compare, stages
from gd.differences import traits
from gd.settings import ARITHMETICS, OPTIMIZERS

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def run(variant: str, problem: gd.Problem = POINTS, **changes) -> gd.Run:
    return gd.train(variant, problem, gd.Settings(**changes))


singles = st.floats(-(2.0**127), 2.0**127, width=32)


@given(singles, st.integers(0, 40), st.sampled_from([-np.inf, np.inf]))
def test_ulps_count_the_steps_of_nextafter(value, steps, direction):
    other = np.float32(value)
    for _ in range(steps):
        other = np.nextafter(other, np.float32(direction))
    assume(np.isfinite(other))
    assert rounding.ulps(value, float(other)) == steps
    assert rounding.ulps(float(other), value) == steps


@given(st.floats(2.0**-90, 2.0**90, width=32), st.integers(1, 30))
def test_ulps_are_units_of_spacing(value, units):
    other = np.float32(value) + units * np.spacing(np.float32(value))
    assume(np.spacing(other) == np.spacing(np.float32(value)))
    assert rounding.ulps(value, float(other)) == units


def test_both_zeros_are_one_and_what_float32_cannot_tell_apart_is_none():
    assert rounding.ulps(0.0, -0.0) == 0
    assert rounding.ulps(0.1, float(np.float32(0.1))) == 0
    assert rounding.ulps(-1e-45, 1e-45) == 2


tame = st.floats(-4, 4, width=16)
problems = st.lists(st.tuples(tame, tame), min_size=1, max_size=8).map(
    lambda points: gd.Problem(*zip(*points, strict=True))
)
# the same mathematics twice: who computes, whose rules of rounding and the precision may differ
SAME = [
    *itertools.combinations(
        [
            ("torch_autograd", {}),
            ("torch_optimizer", {}),
            ("torch_autograd", {"dtype": "float64"}),
            *(("numpy_by_hand", {"gradient": "mean", "arithmetic": name}) for name in ARITHMETICS),
        ],
        2,
    ),
    *itertools.combinations(
        [("numpy_by_hand", {"gradient": "sum", "arithmetic": name}) for name in ARITHMETICS], 2
    ),
    (("torch_module", {}), ("torch_module", {"dtype": "float64"})),
]


def limit(problem: gd.Problem, variant: str, gradient: str) -> float:
    found = theory.rates(problem, gd.VARIANTS[variant].has_bias, gradient).divergent
    return min(max(found, 1e-6), 1e6)


@settings(max_examples=40)
@given(st.sampled_from(SAME), problems, st.floats(1e-3, 1.5), tame, tame, st.integers(1, 60))
def test_the_same_mathematics_differs_by_no_more_than_rounding(pair, problem, part, w0, b0, epochs):
    """Converging and diverging runs alike: the bound is proven, not fitted."""
    (one, its), (other, others) = pair
    rate = part * limit(problem, one, its.get("gradient", "mean"))
    both = {"learning_rate": rate, "w0": w0, "b0": b0, "epochs": epochs}
    found = compare(run(one, problem, **both, **its), run(other, problem, **both, **others))
    assert not found.reasons
    assert (found.by_epoch[["w", "b"]].max(axis=1) <= found.by_epoch["rounding"]).all()
    assert "same" in found.verdict


@settings(max_examples=20)
@given(st.integers(1, 300), st.floats(0.001, 0.999))
def test_the_bound_is_not_far_above_what_it_bounds(epochs, part):
    """Some units in the last place, times 1/(1 - factor)."""
    rate = part * limit(POINTS, "torch_autograd", "mean")
    one = run("numpy_by_hand", epochs=epochs, learning_rate=rate, gradient="mean")
    reach, factor = rounding.bound(one, one), abs(1 - rate * 15)
    assert reach.max() <= 200 * float(np.spacing(np.float32(4))) / (1 - factor)


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
    assert not found.remark
    assert found.w.size > found.by_epoch["rounding"].iloc[0]


def test_with_one_point_the_sum_is_the_mean():
    one = gd.Problem([3], [5])
    found = compare(run("numpy_by_hand", one), run("numpy_by_hand", one, gradient="mean"))
    assert not found.reasons
    assert "same" in found.verdict
    assert found.remark == "With one point, the sum of the gradients is their mean."


def test_differences_that_cancel_are_the_same_and_said_to_be_without_effect():
    """N times the learning rate makes up for the mean."""
    found = compare(run("numpy_by_hand"), run("torch_autograd", learning_rate=0.04))
    assert "are the same" in found.verdict
    assert found.remark == (
        "Here the gradient (sum against mean) and the learning rate (0.01 against 0.04) together "
        "have no effect that exceeds rounding."
    )


def test_a_bias_that_nothing_pulls_at_has_no_effect():
    level = gd.Problem([-2, -1, 1, 2], [-4, -2, 2, 4])
    found = compare(run("torch_optimizer", level), run("torch_module", level))
    assert "same" in found.verdict
    assert "the bias (none against one) has no effect" in found.remark


def test_momentum_has_no_effect_in_the_first_epoch():
    one, other = (run("torch_optimizer", epochs=1, optimizer=n) for n in ("SGD", "momentum"))
    assert compare(one, other).verdict == "are the same, bit for bit"


def test_an_absent_bias_counts_as_zero():
    without, within = run("torch_optimizer"), run("torch_module")
    found = compare(without, within)
    assert found.bias is not None
    assert found.bias.size == within.history["b"].abs().max()
    assert found.bias.ulps == rounding.ulps(0.0, within.history["b"][found.bias.epoch - 1])


def test_the_largest_difference_is_found_with_its_epoch():
    a, b = run("numpy_by_hand"), run("torch_autograd")
    apart = (a.history["w"] - b.history["w"]).abs()
    found = compare(a, b)
    assert found.w.size == apart.max()
    assert found.w.epoch == apart.argmax() + 1


def test_diverged_runs_are_compared_while_both_last():
    a = run("torch_autograd", epochs=300, learning_rate=5.0)
    b = run("numpy_by_hand", epochs=300, learning_rate=5.0, gradient="mean")
    found = compare(a, b)
    assert found.epochs == min(len(a.history), len(b.history)) < 300
    assert "same" in found.verdict
    assert found.w.size > 1  # in numbers large enough for that to be rounding


def test_runs_without_an_epoch_in_common():
    far = gd.Problem([3e38], [-3e38])
    found = compare(run("numpy_by_hand", far), run("torch_autograd", far))
    assert found.verdict == "have no epoch in common"
    assert found.w.epoch == 0


def test_refuses_runs_on_other_points():
    with pytest.raises(gd.InputError, match="takes the points of the first"):
        compare(run("numpy_by_hand"), run("numpy_by_hand", gd.Problem([1], [2])))


trainings = st.tuples(
    st.sampled_from(list(gd.VARIANTS)),
    st.builds(
        gd.Settings,
        learning_rate=st.sampled_from([0.01, 0.02]),
        epochs=st.sampled_from([1, 2]),
        w0=st.sampled_from([0.0, 1.0]),
        b0=st.sampled_from([0.0, -1.0]),
        seed=st.sampled_from([None, 9]),
        gradient=st.sampled_from(["sum", "mean"]),
        arithmetic=st.sampled_from(ARITHMETICS),
        optimizer=st.sampled_from(OPTIMIZERS),
        dtype=st.sampled_from(["float32", "float64"]),
    ),
)


@settings(max_examples=100)
@given(trainings, trainings)
def test_stages_turn_on_one_difference_at_a_time(a, b):
    found = stages(a, b)
    assert found[0][1:] == a
    assert traits(*found[-1][1:]) == traits(*b)
    assert len(found) == 1 or found[-1][1:] == b
    for before, after in itertools.pairwise(found):
        assert after.difference is not None
        one, other = traits(*before[1:]), traits(*after[1:])
        assert [name for name in one if one[name] != other[name]] == [after.difference.name]


@settings(max_examples=15)
@given(trainings, trainings)
def test_every_stage_can_be_trained(a, b):
    for stage in stages(a, b):
        assert len(gd.train(stage.variant, POINTS, stage.settings).history) > 0


def test_from_numpys_sum_to_adam_with_a_seed():
    found = stages(
        ("numpy_by_hand", gd.Settings()),
        ("torch_module", gd.Settings(optimizer="Adam", seed=9)),
    )
    assert [(str(stage.difference), stage.variant) for stage in found[1:]] == [
        ("gradient (sum against mean)", "numpy_by_hand"),
        ("who computes (NumPy against torch.optim)", "torch_optimizer"),
        ("optimizer (SGD against Adam)", "torch_optimizer"),
        ("bias (none against one)", "torch_module"),
        ("start (w = 0 against seed 9)", "torch_module"),
    ]
