"""Runs of extreme but accepted numbers, for Hypothesis."""

from hypothesis import assume, reject
from hypothesis import strategies as st

import gd
from gd import theory
from gd.settings import OPTIMIZERS

numbers = st.one_of(
    st.floats(-1e38, 1e38),
    st.floats(-1e-30, 1e-30),
    st.sampled_from([0.0, 1.0, 1e38, -1e38, 1e19, 1e-38, 3e-45, 1e75, -1e75]),
)


@st.composite
def extreme_runs(draw: st.DrawFn) -> gd.Run:
    """A run of few points and epochs, which does not diverge in its first epoch."""
    points = draw(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4))
    try:
        settings = gd.Settings(
            learning_rate=draw(st.sampled_from([1e-6, 0.01, 10.0])),
            epochs=draw(st.sampled_from([1, 2, 30])),
            w0=draw(numbers),
            optimizer=draw(st.sampled_from(OPTIMIZERS)),
            dtype=draw(st.sampled_from(["float32", "float64"])),
        )
        variant = draw(st.sampled_from(["numpy_by_hand", "torch_module"]))
        problem = gd.Problem(*zip(*points, strict=True))
        for bias in (True, False):
            theory.optimum(problem, bias)
        run = gd.train(variant, problem, settings)
    except gd.InputError:
        reject()
    assume(len(run.history))
    return run
