"""Training as a whole: histories, divergence, and every variant against outside oracles."""

import pickle
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.training import COLUMNS
from gd.variants import WEIGHT_AND_BIAS

ALL = list(gd.VARIANTS)
ONE_WEIGHT = [name for name in ALL if not gd.VARIANTS[name].has_bias]


@st.composite
def problems(draw) -> gd.Problem:
    """A few points of moderate size."""
    points = draw(
        st.lists(
            st.tuples(st.floats(-4, 4, width=16), st.floats(-9, 9, width=16)),
            min_size=1,
            max_size=8,
        )
    )
    return gd.Problem(*zip(*points, strict=True))


@pytest.mark.parametrize("name", ALL)
def test_history_has_a_row_an_epoch(name, doubling):
    run = gd.train(name, doubling, gd.Settings(epochs=600))
    assert tuple(run.history.columns) == COLUMNS
    assert (run.history.dtypes == np.float64).all()
    for column in ("epoch", "update"):
        assert run.history[column].tolist() == list(range(1, 601))
    assert run.epoch_ends["w"].tolist() == run.history["w"].tolist()
    assert run.updates == 600
    assert run.diverged_at is None
    assert run.stopped_at is None


@pytest.mark.parametrize("name", ALL)
def test_the_loss_is_that_before_the_update_and_the_weights_those_after_it(name, doubling):
    run = gd.train(name, doubling, gd.Settings(epochs=30, w0=0.5, b0=-1, dtype="float64"))
    w = np.array([run.start[0], *run.history["w"]])[:-1]
    b = np.array([run.start[1], *run.history["b"]])[:-1]
    error = np.outer(w, doubling.x) + b[:, None] - doubling.y
    np.testing.assert_allclose(run.history["loss"], (error**2).mean(axis=1), rtol=1e-12)


@pytest.mark.parametrize("name", ALL)
def test_plain_updates_are_learning_rate_times_gradient(name, doubling):
    rate = 0.003
    run = gd.train(name, doubling, gd.Settings(rate, 50, 0.5, 2.0, dtype="float64"))
    before = [run.start[0], *run.history["w"]][:-1]
    np.testing.assert_allclose(run.history["w"], before - rate * run.history["grad_w"], rtol=1e-13)
    before = [run.start[1], *run.history["b"]][:-1]
    np.testing.assert_allclose(run.history["b"], before - rate * run.history["grad_b"], rtol=1e-13)


@pytest.mark.parametrize("name", ALL)
@given(problem=problems(), w0=st.floats(-3, 3), b0=st.floats(-3, 3))
def test_gradient_agrees_with_finite_differences(name, problem, w0, b0):
    settings = gd.Settings(epochs=1, w0=w0, b0=b0, gradient="mean", dtype="float64")
    first = gd.train(name, problem, settings).history.iloc[0]
    w, b = w0, b0 if gd.VARIANTS[name].has_bias else 0.0
    step = 1e-5

    def mean_squared_error(w: float, b: float) -> float:
        return float(np.mean((w * problem.x + b - problem.y) ** 2))

    slope_w = (mean_squared_error(w + step, b) - mean_squared_error(w - step, b)) / (2 * step)
    assert first["grad_w"] == pytest.approx(slope_w, abs=1e-6, rel=1e-6)
    if gd.VARIANTS[name].has_bias:
        slope_b = (mean_squared_error(w, b + step) - mean_squared_error(w, b - step)) / (2 * step)
        assert first["grad_b"] == pytest.approx(slope_b, abs=1e-6, rel=1e-6)


@given(problem=problems(), w0=st.floats(-3, 3, width=16))
def test_the_sum_is_n_times_the_mean(problem, w0):
    def first(gradient: str) -> float:
        settings = gd.Settings(epochs=1, w0=w0, gradient=gradient, dtype="float64")
        return gd.train("numpy_by_hand", problem, settings).history["grad_w"][0]

    assert first("sum") == pytest.approx(len(problem.x) * first("mean"), rel=1e-14)


@given(problem=problems(), w0=st.floats(-3, 3, width=16), part=st.floats(0.01, 0.9))
def test_with_the_mean_gradient_the_one_weight_variants_agree_to_rounding(problem, w0, part):
    """Each step may round differently by a few units in the last place; below the largest
    stable rate such differences shrink, so they stay of the size of one step's rounding."""
    curvature = 2 * np.mean(problem.x**2)
    rate = min(1.0, part * 2 / curvature) if curvature else 1.0
    settings = gd.Settings(rate, 40, w0, gradient="mean")
    by_hand, *others = (gd.train(name, problem, settings).history for name in ONE_WEIGHT)
    size = max(1.0, abs(w0), by_hand["w"].abs().max(), np.abs(problem.y).max())
    shrink = 1 - abs(1 - rate * curvature)
    bound = 16 * np.finfo(np.float32).eps * size * (1 + rate * curvature * 8) / max(shrink, 0.025)
    for other in others:
        assert (by_hand["w"] - other["w"]).abs().max() <= bound


@pytest.mark.parametrize("name", ALL)
def test_reaches_the_least_squares_answer(name):
    rng = np.random.default_rng(3)
    x = rng.uniform(-2, 2, 30)
    problem = gd.Problem(x, 1.7 * x - 0.6 + rng.normal(0, 0.3, 30))
    rate = 0.1 if name != "numpy_by_hand" else 0.1 / 30
    run = gd.train(name, problem, gd.Settings(rate, 400, dtype="float64"))
    bias = gd.VARIANTS[name].has_bias
    columns = np.column_stack([x, np.ones(30)][: 2 if bias else 1])
    expected = np.linalg.lstsq(columns, problem.y, rcond=None)[0]
    np.testing.assert_allclose(run.end[: len(expected)], expected, rtol=1e-12)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_diverging_run_ends_with_its_last_finite_epoch(name, dtype, doubling):
    run = gd.train(name, doubling, gd.Settings(10.0, 5000, dtype=dtype))
    assert run.diverged_at is not None
    assert len(run.history) == run.diverged_at - 1 > 5
    assert np.isfinite(run.history.to_numpy()).all()
    assert run.stopped_at is None
    # one epoch fewer is finite all through
    fewer = gd.Settings(10.0, run.diverged_at - 1, dtype=dtype)
    assert gd.train(name, doubling, fewer).diverged_at is None


@pytest.mark.parametrize("name", ALL)
def test_a_run_may_diverge_in_its_first_epoch(name):
    run = gd.train(name, gd.Problem([3e38], [-3e38]), gd.Settings(w0=3.0))
    assert run.diverged_at == 1
    assert run.history.empty
    assert run.end == run.start == (3.0, 0.0)
    assert run.predict_after(1.0) == 3.0


@pytest.mark.parametrize("name", ALL)
def test_float64_keeps_digits_that_float32_does_not(name, doubling):
    def weight(dtype: str) -> float:
        return gd.train(name, doubling, gd.Settings(epochs=7, w0=0.1, dtype=dtype)).end[0]

    assert weight("float32") == float(np.float32(weight("float32")))
    assert weight("float64") != float(np.float32(weight("float64")))
    assert weight("float32") == pytest.approx(weight("float64"), rel=1e-6)


@pytest.mark.parametrize("name", ALL)
def test_columns_are_what_the_loop_yields(name, doubling):
    variant = gd.VARIANTS[name]
    x, y = doubling.arrays("float64")
    numbers = next(variant.train(x, y, **variant.arguments(gd.Settings())))
    assert len(numbers) == len(variant.columns)
    assert variant.has_bias == (variant.columns == WEIGHT_AND_BIAS)


@pytest.mark.parametrize(
    ("name", "optimizer", "has_bias", "is_plain"),
    [
        ("numpy_by_hand", "Adam", False, True),  # it has no optimizer to choose
        ("torch_autograd", "Adam", False, True),
        ("torch_optimizer", "SGD", False, True),
        ("torch_optimizer", "momentum", False, False),
        ("torch_module", "SGD", True, True),
        ("torch_module", "Adam", True, False),
    ],
)
def test_a_run_knows_what_it_trained(name, optimizer, has_bias, is_plain, doubling):
    run = gd.train(name, doubling, gd.Settings(optimizer=optimizer))
    assert (run.has_bias, run.is_plain) == (has_bias, is_plain)
    copy = pickle.loads(pickle.dumps(run))
    assert (copy.end, copy.has_bias, copy.is_plain) == (run.end, has_bias, is_plain)


def test_unknown_variant_is_refused(doubling):
    with pytest.raises(gd.InputError, match=r"variant takes one of numpy_by_hand, .*it got “jax”"):
        gd.train("jax", doubling, gd.Settings())


@pytest.mark.parametrize("name", ALL)
def test_points_beyond_the_precision_are_refused(name):
    with pytest.raises(gd.InputError, match=r"y\[0\]"):
        gd.train(name, gd.Problem([1], [1e39]), gd.Settings())


def test_a_training_can_be_looked_at_on_the_way(doubling):
    settings = gd.Settings(epochs=100)
    training = gd.Training("torch_module", doubling, settings)
    assert training.run().history.empty
    assert training.advance(30)
    part = training.run()
    assert part.stopped_at == 30
    while training.advance(30):
        pass
    whole = gd.train("torch_module", doubling, settings).history
    assert training.run().history.equals(whole)
    assert part.history.equals(whole[:30])


def test_predictions_are_made_with_the_weights_before_and_after(doubling):
    run = gd.train("torch_module", doubling, gd.Settings(0.01, 10, 0.25, -1.5, dtype="float64"))
    assert run.predict_before(3.0) == 0.25 * 3 - 1.5
    w, b = run.end
    assert run.predict_after(3.0) == w * 3 + b


def test_a_prediction_beyond_the_precision_is_infinite_without_a_warning(doubling):
    assert gd.train("numpy_by_hand", doubling, gd.Settings()).predict_after(3e38) == np.inf


def test_a_training_seen_from_another_thread_is_never_half_of_a_step(doubling):
    """`run` at every line of `advance`: the epoch of divergence and the rows belong together."""
    training = gd.Training("numpy_by_hand", doubling, gd.Settings(5.0, 300))
    seen = []

    def look(frame, event, _):
        if frame.f_code is gd.Training.advance.__code__ and event == "line":
            run = training.run()
            seen.append((run.diverged_at, len(run.history)))
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        while training.advance(10):
            pass
    finally:
        sys.settrace(before)
    assert len(seen) > 10
    last = training.run()
    assert last.diverged_at
    for diverged_at, rows in seen:
        assert diverged_at is None or (diverged_at, rows) == (last.diverged_at, len(last.history))


def test_the_default_piece_is_smaller_with_many_points():
    many = gd.Problem(np.linspace(0, 1, 100_000), np.linspace(0, 1, 100_000))
    training = gd.Training("numpy_by_hand", many, gd.Settings(1e-6, 100))
    training.advance()
    assert 40 < training.epochs < 60


def test_the_history_of_a_run_is_read_only(doubling):
    run = gd.train("numpy_by_hand", doubling, gd.Settings())
    with pytest.raises(ValueError, match="read-only"):
        run.history.loc[0, "w"] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        run.columns["w"][0] = 1.0
