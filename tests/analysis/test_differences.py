import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd.analysis.differences import ablation, characteristics
from gd.settings import ARITHMETICS, OPTIMIZERS

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])

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
        schedule=st.sampled_from(["constant", "1/t"]),
        batch_size=st.sampled_from([None, 3]),
        shuffle=st.booleans(),
        batch_seed=st.sampled_from([0, 5]),
    ),
)


@settings(max_examples=100)
@given(trainings, trainings)
def test_stages_turn_on_one_difference_at_a_time(a, b):
    found = ablation(a, b)
    assert found[0][1:] == a
    assert characteristics(*found[-1][1:]) == characteristics(*b)
    assert len(found) == 1 or found[-1][1:] == b
    for before, after in itertools.pairwise(found):
        assert after.difference is not None
        one, other = characteristics(*before[1:]), characteristics(*after[1:])
        assert [name for name in one if one[name] != other[name]] == [after.difference.name]


@settings(max_examples=15)
@given(trainings, trainings)
def test_every_stage_can_be_trained(a, b):
    for stage in ablation(a, b):
        assert len(gd.train(stage.variant, POINTS, stage.settings).history) > 0


def test_from_numpys_sum_to_adam_with_a_seed():
    found = ablation(
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


def test_from_the_module_to_shuffled_batches_at_a_falling_rate():
    chosen = gd.Settings(schedule="cosine", batch_size=2, shuffle=True, batch_seed=4)
    found = ablation(("torch_module", gd.Settings()), ("torch_minibatch", chosen))
    assert [(str(stage.difference), stage.variant) for stage in found[1:]] == [
        ("schedule (constant against cosine)", "torch_module"),
        ("batches (all points against 2 at a time, shuffled by seed 4)", "torch_minibatch"),
    ]
