"""Exact arithmetic of a run's figures; the oracles are runs in float64 and their differences."""

import numpy as np
import pytest

import gd
from gd.documents.inverse import Figures, Inverse, parse_figures
from gd.problem import Vector

X = 1.5  # where f(x) before is printed
PROBLEM = gd.Problem([0.5, 1, 2, 3.5, -1, 0], [2, 1, 5, 6, -3, 0.5])
START = np.array([0.312345678912, -0.787654321987])
EPOCHS = (1, 2, 5, 30)


def numbers(start: Vector, epochs=EPOCHS, problem=PROBLEM, rate=0.11, dtype="float64") -> Vector:
    """What a run from `start` prints, in the order of `Figures`, with all digits."""
    settings = gd.Settings(rate, max(epochs), *start, dtype=dtype)
    run = gd.train("torch_module", problem, settings)
    rows = run.history.iloc[np.array(epochs) - 1]
    return np.array([*rows["w"], *rows["loss"], run.predict_before(X)])


def figures_of(printed: Vector, epochs=EPOCHS) -> Figures:
    n = len(epochs)
    texts = [f"{number:.16e}" for number in printed]
    return parse_figures([(epochs[k], texts[k], texts[n + k]) for k in range(n)], (X, texts[-1]))


def inverse_of(printed: Vector) -> Inverse:
    return Inverse(PROBLEM, gd.Settings(0.11, dtype="float64"), figures_of(printed))


@pytest.mark.parametrize(
    ("text", "value", "half"),
    [
        ("1.50", 1.5, 0.005),
        ("-3", -3, 0.5),
        ("2e-3", 0.002, 0.0005),
        ("1.2E+3", 1200, 50),
        ("0.00", 0.0025, 0.0025),
        ("-0.00", -0.0025, 0.0025),
    ],
)
def test_a_figure_is_known_to_half_a_unit_of_its_last_digit(text, value, half):
    figures = parse_figures([(1, "7.0", "9.0"), (3, text, "1")], (5.0, "2.25"))
    assert figures.epochs.tolist() == [1, 3]
    assert figures.values == pytest.approx([7, value, 9, 1, 2.25])
    assert figures.half_units == pytest.approx([0.05, half, 0.05, 0.5, 0.005])
    assert (figures.w.tolist(), figures.loss.tolist()) == ([7, pytest.approx(value)], [9, 1])
    assert figures.x == 5


@pytest.mark.parametrize(("text", "below"), [("0.00", False), ("-0.00", True)])
def test_a_printed_zero_has_a_sign(text, below):
    figures = parse_figures([(1, "1", "1")], (5.0, text))
    value, half = figures.values[-1], figures.half_units[-1]
    assert (value + half < 0) == below
    assert (value - half >= 0) != below


@pytest.mark.parametrize("start", [START, np.array([2.5, 4.0]), np.array([-30.0, 12.5])])
def test_the_residual_is_how_far_a_run_is_from_the_figures(start):
    printed = numbers(START)
    inverse = inverse_of(printed)
    off = (numbers(start) - printed) / inverse.tolerance
    expected = np.sqrt(np.mean(off**2))
    assert inverse.rms_residual(start) == pytest.approx(expected, rel=1e-9, abs=1)


@pytest.mark.parametrize("without", range(len(EPOCHS) + 1))
def test_a_line_that_is_left_out_does_not_count(without):
    printed = numbers(START)
    n = len(EPOCHS)
    wrong = printed.copy()
    wrong[[without, n + without] if without < n else [2 * n]] += 1e-3
    inverse = inverse_of(wrong)
    assert inverse.rms_residual(START) > 1e3
    assert inverse.rms_residual(START, without) < 1
    assert inverse.fit(without)[0] == pytest.approx(START, abs=1e-12)
    others = [one for one in range(n + 1) if one != without]
    assert min(inverse.rms_residual(inverse.fit(one)[0], one) for one in others) > 1e3


def test_the_fit_is_the_start_and_its_spread_that_of_least_squares():
    inverse = inverse_of(numbers(START))
    fit, spread = inverse.fit()
    assert fit == pytest.approx(START, abs=1e-13)
    # the figures are quadratic in the start, so that central differences are exact
    slopes = np.array([numbers(START + one) - numbers(START - one) for one in np.eye(2) / 8]).T * 4
    scaled = slopes / inverse.tolerance[:, None]
    assert spread @ spread.T == pytest.approx(np.linalg.inv(scaled.T @ scaled), rel=1e-9)


def test_where_the_figures_leave_a_direction_open_the_spread_is_wide_and_finite():
    """One epoch takes w to its optimum from anywhere, and f(0) before it says nothing of w."""
    problem, settings = gd.Problem([-2, 2], [1, 3]), gd.Settings(1 / 8, dtype="float64")
    lines = [(2, "0.5000", "1.0252"), (5, "0.5000", "0.1825")]
    fit, spread = Inverse(problem, settings, parse_figures(lines, (0.0, "0.6500"))).fit()
    assert fit == pytest.approx([0.5, 0.65], abs=2e-4)
    assert np.isfinite(spread).all()
    assert abs(spread[0]).max() > 10 > abs(spread[1]).max()


def drawn(seed: int) -> tuple[gd.Problem, float]:
    """Some points, and a rate below the limit."""
    if seed == 0:  # the run stalls: w and b are large, and what an epoch adds is rounded away
        return gd.Problem([2.24055157, 1.3805248], [-23.056029, 150.01765]), 0.19021919
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 30))
    x, y = rng.uniform(-3, 4, n) + rng.choice([0, 5]), rng.uniform(-5, 9, n) * rng.choice([1, 20])
    hessian = 2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]])
    return gd.Problem(x, y), float(rng.uniform(0.1, 0.95) * 2 / np.linalg.eigvalsh(hessian).max())


@pytest.mark.slow
def test_rounding_is_within_the_tolerance_and_fills_a_good_part_of_it():
    filled = []
    for seed in range(7):
        epochs = (1, 2, 5, 20, 100, 200 if seed else 1000)
        problem, rate = drawn(seed)
        start = np.random.default_rng(seed).uniform(-2, 2, 2).astype(np.float32).astype(float)
        printed = numbers(start, epochs, problem, rate, "float32")
        exact = numbers(start, epochs, problem, rate)
        inverse = Inverse(problem, gd.Settings(rate), figures_of(printed, epochs))
        filled.append(abs(printed - exact) / inverse.tolerance)
    w, loss, before = np.split(np.array(filled), [6, 12], axis=1)
    assert max(w.max(), loss.max(), before.max()) <= 1
    assert w[0, -1] > 0.3
    assert w.max(axis=0).min() > 0.01
    assert loss.max(axis=0).min() > 0.01
    assert before.max() > 0.1


def test_a_loss_below_what_the_run_resolves_is_within_the_tolerance():
    problem, epochs = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), (480, 520, 560)
    start = np.array([0.1, -0.3]).astype(np.float32).astype(float)
    printed = numbers(start, epochs, problem, 0.1, "float32")
    exact = numbers(start, epochs, problem, 0.1)
    inverse = Inverse(problem, gd.Settings(0.1), figures_of(printed, epochs))
    assert printed[4] == 0 < exact[4]
    assert np.all(abs(printed - exact) <= inverse.tolerance)
