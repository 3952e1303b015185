"""The noise of mini-batches against exact expectations: over every order of a few points."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd import theory
from gd.theory.noise import (
    forgets_start,
    gradient_covariance,
    mean_square_limit,
    stationary_covariance,
)

RNG = np.random.default_rng(8)
X = RNG.normal(0.5, 1, 60)
NOISY = gd.Problem(X, 1.5 * X - 1 + RNG.normal(0, 1, 60))
STEEPEST = theory.eigen(NOISY, bias=True)[0][-1]


def chosen(rate: float, size: int, shuffle: bool = True) -> gd.Settings:
    return gd.Settings(rate, batch_size=size, shuffle=shuffle)


def over_every_order(problem: gd.Problem, rate: float, size: int, bias: bool) -> np.ndarray:
    """E[δδᵀ], averaged over an epoch's updates, of all orders of the points; nothing neglected.

    For a δ that is independent of the order, an epoch's end is M·δ + v. Means and second moments
    of M and v over all orders give the equations that those of δ at the start of an epoch solve.
    """
    features = np.column_stack([problem.x, np.ones_like(problem.x)])[:, : 1 + bias]
    best = np.linalg.lstsq(features, problem.y, rcond=None)[0]
    k, count = features.shape[1], len(problem.x)
    hessians = 2 * features[:, :, None] * features[:, None, :]
    gradients = 2 * features * (features @ best - problem.y)[:, None]
    paths = []
    for order in permutations(range(count)):
        m, v, path = np.eye(k), np.zeros(k), []
        for place in range(0, count, size):
            of = list(order[place : place + size])
            step = np.eye(k) - rate * hessians[of].mean(axis=0)
            m, v = step @ m, step @ v - rate * gradients[of].mean(axis=0)
            path.append((m, v))
        paths.append(path)
    ends = [path[-1] for path in paths]
    mean = np.linalg.solve(
        np.eye(k) - np.mean([m for m, _ in ends], axis=0), np.mean([v for _, v in ends], axis=0)
    )

    def added(m: np.ndarray, v: np.ndarray) -> np.ndarray:
        cross = np.outer(m @ mean, v)
        return cross + cross.T + np.outer(v, v)

    moved = np.mean([np.kron(m, m) for m, _ in ends], axis=0)
    second = np.linalg.solve(
        np.eye(k * k) - moved, np.mean([added(m, v) for m, v in ends], axis=0).ravel()
    ).reshape(k, k)
    return np.mean(
        [[m @ second @ m.T + added(m, v) for m, v in path] for path in paths], axis=(0, 1)
    )


@pytest.mark.sampled(3)
@pytest.mark.parametrize("size", [1, 2, 4])
@pytest.mark.parametrize("rate", [0.01, 0.2, 0.45])
def test_where_every_point_has_the_same_curvature_shuffled_batches_are_exact(rate, size):
    """Even where the last batch is smaller: 6 points in batches of 4."""
    problem = gd.Problem([1, -1, 1, 1, -1, -1], [2.0, -1.0, 0.5, 4.0, 0.0, -3.0])
    exact = over_every_order(problem, rate, size, bias=False)
    found = stationary_covariance(problem, chosen(rate, size), bias=False)
    np.testing.assert_allclose(np.asarray(found), exact, rtol=1e-9)


@pytest.mark.parametrize("size", [1, 3])
def test_with_other_curvatures_they_are_near(size):
    x = np.array([0.6, -1.2, 1.1, 0.9, -0.8, 1.3])
    problem = gd.Problem(x, 2 * x + 1 + np.array([0.5, -0.7, 0.1, 0.6, -0.4, -0.3]))
    exact = over_every_order(problem, 0.05, size, bias=True)
    found = stationary_covariance(problem, chosen(0.05, size))
    assert found is not None
    np.testing.assert_allclose(np.sqrt(np.diag(found)), np.sqrt(np.diag(exact)), rtol=0.15)


def test_of_many_points_it_is_that_of_independent_batches():
    """Σ = E[(I - ηH_B) Σ (I - ηH_B)] + η²·C/B, by iterating it; here an epoch is
    500 time constants long, so that its end does not show."""
    x = RNG.normal(0.5, 1, 20_000)
    problem = gd.Problem(x, 1.5 * x - 1 + RNG.normal(0, 1, len(x)))
    rate, size = 0.1, 4
    features = np.column_stack([x, np.ones_like(x)])
    hessians = 2 * features[:, :, None] * features[:, None, :]
    hessian, noise = hessians.mean(axis=0), gradient_covariance(problem)
    squared = np.einsum("nij,nkl->ijkl", hessians, hessians) / len(x)
    sigma = np.zeros((2, 2))
    for _ in range(1000):
        step = np.eye(2) - rate * hessian
        spread = np.einsum("ijkl,jk->il", squared, sigma) - hessian @ sigma @ hessian
        sigma = step @ sigma @ step + rate**2 / size * (spread + noise)
    found = stationary_covariance(problem, chosen(rate, size))
    np.testing.assert_allclose(np.asarray(found), sigma, atol=2e-3 * sigma.max())


@pytest.mark.sampled(3)
@pytest.mark.parametrize("size", [2, 7, 25])
def test_in_order_it_is_that_of_the_cycle_that_a_run_ends_in(size):
    run = gd.train(
        "torch_minibatch",
        NOISY,
        gd.Settings(0.4 / STEEPEST, 25 * size, batch_size=size, dtype="float64"),
    )
    last = run.history[["w", "b"]].to_numpy()[-run.updates_per_epoch :]
    distance = last - theory.optimum(NOISY, bias=True)
    found = stationary_covariance(NOISY, run.settings)
    np.testing.assert_allclose(np.asarray(found), distance.T @ distance / len(distance), rtol=1e-8)


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("size", [1, 7, 30])
def test_half_the_rate_makes_a_smaller_cloud(size, shuffle):
    clouds = [
        stationary_covariance(NOISY, chosen(rate / STEEPEST, size, shuffle))
        for rate in (0.2, 0.1, 0.05)
    ]
    for larger, smaller in pairwise(clouds):
        assert (np.linalg.eigvalsh(np.asarray(larger) - np.asarray(smaller)) > 0).all()


@pytest.mark.parametrize("shuffle", [True, False])
def test_where_the_line_fits_every_point_there_is_no_cloud(shuffle, doubling):
    assert not gradient_covariance(doubling).any()
    for size in (1, 2, 3, 4):
        found = stationary_covariance(doubling, chosen(0.01, size, shuffle))
        assert found is not None
        assert not found.any()


def test_batches_of_all_points_make_none():
    for one in (chosen(0.1, 60), gd.Settings(0.1)):
        found = stationary_covariance(NOISY, one)
        assert found is not None
        assert not found.any()


def test_the_covariance_of_the_gradients():
    w, b = theory.optimum(NOISY, bias=True)
    error = w * NOISY.x + b - NOISY.y
    expected = np.cov(2 * error * NOISY.x, 2 * error, bias=True)
    np.testing.assert_allclose(gradient_covariance(NOISY), expected, rtol=1e-10)


@pytest.mark.parametrize("shuffle", [True, False])
def test_points_of_one_x_leave_the_slope_and_its_noise_alone(shuffle):
    """δ moves along (x, 1) only."""
    found = stationary_covariance(gd.Problem([2, 2, 2], [1, 4, 2]), chosen(0.05, 1, shuffle))
    assert found is not None
    assert found[0, 0] == pytest.approx(2 * found[0, 1]) == pytest.approx(4 * found[1, 1])
    assert found[0, 0] > 0


def test_with_all_points_the_limit_of_the_mean_square_is_the_stability_limit():
    rates = theory.learning_rates(NOISY, bias=True)
    assert mean_square_limit(NOISY, 60) == pytest.approx(rates.stability_limit)
    limits = [mean_square_limit(NOISY, size) for size in (1, 2, 8, 30, 60)]
    assert limits == sorted(limits)
    assert mean_square_limit(gd.Problem([0, 0], [1, 2]), 1, bias=False) == np.inf


@pytest.mark.parametrize("size", [1, 8])
def test_beyond_the_limit_there_is_no_covariance(size):
    limit = mean_square_limit(NOISY, size)
    assert stationary_covariance(NOISY, chosen(0.999 * limit, size)) is not None
    assert stationary_covariance(NOISY, chosen(1.001 * limit, size)) is None


def test_the_limit_of_single_points_along_one_weight():
    """E[(1 - η·2x²)²] = 1 for η = mean x²/mean x⁴."""
    found = mean_square_limit(NOISY, 1, bias=False)
    assert found == pytest.approx(np.mean(NOISY.x**2) / np.mean(NOISY.x**4))


def test_the_start_is_forgotten_once_a_tenth_of_the_cloud_is_left():
    one = chosen(0.1 / STEEPEST, 6)
    found = stationary_covariance(NOISY, one)
    assert found is not None
    start = (5.0, -4.0)
    updates = forgets_start(NOISY, one, start, found)
    curvature, axes = theory.eigen(NOISY, bias=True)
    size = np.sqrt(np.diag(axes.T @ found @ axes))
    left = [
        np.abs((1 - one.learning_rate * curvature) ** t * theory.from_optimum(NOISY, start, True))
        for t in (updates - 1, updates)
    ]
    assert (left[1] <= 0.1 * size).all()
    assert (left[0] > 0.1 * size).any()
    assert forgets_start(NOISY, one, theory.optimum(NOISY, bias=True), found) == 0
    assert forgets_start(NOISY, one, start, np.zeros((2, 2))) == np.inf


numbers = st.floats(-1e75, 1e75)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(numbers, numbers), min_size=1, max_size=6),
    st.floats(1e-12, 10),
    st.integers(1, 6),
    st.booleans(),
)
def test_whatever_the_points_it_is_finite_or_none(points, rate, size, shuffle):
    problem = gd.Problem(*zip(*points, strict=True))
    found = stationary_covariance(problem, chosen(rate, min(size, len(problem.x)), shuffle))
    if found is not None:
        assert np.isfinite(found).all()
        assert (np.diag(found) >= -1e-9 * np.abs(found).max()).all()
    assert mean_square_limit(problem, min(size, len(problem.x))) >= 0
