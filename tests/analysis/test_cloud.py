"""The cloud of real runs against its prediction."""

import numpy as np
import pytest

import gd
from gd import theory
from gd.analysis.cloud import MIN_UPDATES, Cloud, cloud
from gd.theory.noise import gradient_covariance, mean_square_limit


def random_case(seed: int) -> tuple[gd.Problem, dict]:
    """20 to 120 noisy points, a batch size and a rate of 0.05 to 0.3 of 1/λmax."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(20, 120))
    x = rng.normal(0.5, 1, count)
    problem = gd.Problem(x, 1.5 * x - 1 + rng.normal(0, 1, count))
    steepest = theory.eigen(problem, bias=True)[0][-1]
    size, rate = int(rng.integers(1, count // 3)), float(rng.uniform(0.05, 0.3) / steepest)
    return problem, {"learning_rate": rate, "batch_size": size, "shuffle": True}


def trained(problem: gd.Problem, updates: int, **chosen) -> gd.Run:
    batches = -(-len(problem.x) // chosen["batch_size"])
    settings = gd.Settings(epochs=-(-updates // batches), **chosen)
    return gd.train("torch_minibatch", problem, settings)


def assert_as_predicted(found: Cloud | None, updates: int) -> None:
    """Each number is within four standard errors, and 3 % (the theory's own error), of theory's."""
    assert found is not None
    assert found.predicted is not None
    assert found.measured is not None
    assert found.error is not None
    assert found.updates >= updates
    off = np.abs(found.measured - found.predicted)
    scale = np.sqrt(np.outer(np.diag(found.predicted), np.diag(found.predicted)))
    assert (off <= 4 * found.error + 0.03 * scale).all()
    # and it is measured well enough for that to mean something
    assert (np.diag(found.error) < 0.2 * np.diag(found.predicted)).all()


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_run_wanders_as_far_as_predicted(seed):
    problem, chosen = random_case(seed)
    assert_as_predicted(cloud(trained(problem, 2_500, **chosen)), 2_000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_ten_runs_wander_as_far_as_predicted(seed):
    problem, chosen = random_case(seed)
    assert_as_predicted(cloud(trained(problem, 10_000, **chosen)), 8_000)


@pytest.mark.slow
def test_what_independent_batches_would_do_is_another_cloud():
    """The errors are small enough to tell: a DataLoader's batches take back each other's noise."""
    problem, chosen = random_case(0)
    found = cloud(trained(problem, 2_500, **chosen))
    assert found is not None
    assert found.measured is not None
    assert found.error is not None
    size, rate = chosen["batch_size"], chosen["learning_rate"]
    # at small rates theirs solves H·Σ + Σ·H = η·C/B
    hessian, noise = theory.hessian(problem), gradient_covariance(problem)
    both = np.kron(hessian, np.eye(2)) + np.kron(np.eye(2), hessian)
    independent = np.linalg.solve(both, rate / size * noise.ravel()).reshape(2, 2)
    assert (np.diag(independent - found.measured) > 4 * np.diag(found.error)).all()


def test_the_size_of_a_cloud():
    assert Cloud.size(np.array([[4.0, 1.0], [1.0, 9.0]])) == (2.0, 3.0)


def test_a_run_that_is_too_short_measures_none():
    problem, chosen = random_case(1)
    found = cloud(trained(problem, MIN_UPDATES // 2, **chosen))
    assert found is not None
    assert found.predicted is not None
    assert found.measured is None
    assert found.updates < MIN_UPDATES


def test_beyond_the_limit_of_the_mean_square_there_is_none():
    problem, chosen = random_case(1)
    limit = mean_square_limit(problem, chosen["batch_size"])
    found = cloud(trained(problem, 500, **{**chosen, "learning_rate": 1.1 * limit}))
    assert found is not None
    assert found.predicted is None


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("torch_module", {}),
        ("torch_minibatch", {"batch_size": None}),
        ("torch_minibatch", {"optimizer": "Adam"}),
        ("torch_minibatch", {"schedule": "step"}),
    ],
)
def test_other_updates_have_no_known_cloud(name, changed):
    problem, chosen = random_case(1)
    assert cloud(gd.train(name, problem, gd.Settings(epochs=3, **{**chosen, **changed}))) is None
