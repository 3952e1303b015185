import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd import documents
from gd.data.datasets import DATASETS, synthetic

REAL = ["norris", "co2", "cars", "hubble"]


def fit(problem: gd.Problem, degree: int = 1) -> list[float]:
    return np.polynomial.Polynomial.fit(problem.x, problem.y, degree).convert().coef.tolist()


def test_the_notebooks_points_are_those_of_their_runs():
    used = {run.problem for run in documents.RUNS}
    assert used == {DATASETS["doubling_4"].problem, DATASETS["doubling_5"].problem}


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_a_data_set_says_what_it_is(dataset):
    assert DATASETS[dataset.name] is dataset
    texts = (dataset.title, dataset.x, dataset.y, dataset.description, dataset.source)
    assert all(texts)
    assert dataset.terms
    assert dataset.description.endswith(".")
    assert dataset.problem is dataset.problem  # read once
    dataset.problem.arrays("float32")


def test_norris_has_the_coefficients_that_nist_certifies():
    """https://www.itl.nist.gov/div898/strd/lls/data/Norris.shtml"""
    problem = DATASETS["norris"].problem
    assert len(problem.x) == 36
    b, w = fit(problem)
    assert b == pytest.approx(-0.262323073774029, rel=1e-11)
    assert w == pytest.approx(1.00211681802045, rel=1e-13)
    residuals = problem.y - w * problem.x - b
    assert np.sqrt(residuals @ residuals / 34) == pytest.approx(0.884796396144373, rel=1e-11)


def test_cars_has_the_coefficients_that_r_prints():
    """lm(dist ~ speed, cars), and summary() of it, in R's own documentation and tutorials."""
    problem = DATASETS["cars"].problem
    assert len(problem.x) == 50
    b, w = fit(problem)
    assert (round(b, 4), round(w, 4)) == (-17.5791, 3.9324)
    residuals = problem.y - w * problem.x - b
    assert round(float(np.sqrt(residuals @ residuals / 48)), 2) == 15.38


def test_hubble_has_the_slopes_that_are_published():
    """454 km/s a million parsecs; through the origin 424 (the Data and Story Library has it)."""
    problem = DATASETS["hubble"].problem
    assert len(problem.x) == 24
    b, w = fit(problem)
    assert (round(w, 1), round(b, 1)) == (454.2, -40.8)
    assert round(float(problem.x @ problem.y / (problem.x @ problem.x))) == 424


def test_carbon_dioxide_is_the_record_of_noaa():
    """Each year once, each higher than the one before, as NOAA reports it; a few by value."""
    problem = DATASETS["co2"].problem
    assert problem.x.tolist() == list(range(1959, 2026))
    assert (np.diff(problem.y) > 0).all()
    by_year = dict(zip(problem.x, problem.y, strict=True))
    known = {1959: 315.98, 1987: 349.31, 2000: 369.71, 2016: 404.41, 2024: 424.61, 2025: 427.35}
    assert {year: by_year[year] for year in known} == known


@given(
    slope=st.floats(-100, 100),
    intercept=st.floats(-100, 100),
    number=st.integers(2, 50),
    seed=st.integers(0, 2**53),
    spacing=st.sampled_from(["even", "random"]),
)
def test_without_noise_the_points_lie_on_the_line(slope, intercept, number, seed, spacing):
    problem = synthetic(slope, intercept, 0, number, seed, -3, 7, spacing)
    assert len(problem.x) == number
    assert problem.x.min() >= -3
    assert problem.x.max() <= 7
    np.testing.assert_allclose(problem.y, slope * problem.x + intercept, atol=1e-9)


def test_even_points_are_evenly_spread():
    assert synthetic(1, 0, 1, 5, seed=0, low=2, high=4).x.tolist() == [2, 2.5, 3, 3.5, 4]


@pytest.mark.parametrize("spacing", ["even", "random"])
def test_the_noise_has_the_size_asked_for_and_least_squares_finds_the_line(spacing):
    problem = synthetic(3, -2, 0.5, 100_000, seed=1, spacing=spacing)
    b, w = fit(problem)
    assert (w, b) == (pytest.approx(3, abs=0.01), pytest.approx(-2, abs=0.02))
    assert np.std(problem.y - 3 * problem.x + 2) == pytest.approx(0.5, rel=0.01)


def test_the_same_seed_makes_the_same_points():
    assert synthetic(1, 2, 3, 9, seed=4, spacing="random") == synthetic(
        1, 2, 3, 9, 4, spacing="random"
    )
    assert synthetic(1, 2, 3, 9, seed=4) != synthetic(1, 2, 3, 9, seed=5)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"slope": np.nan}, "slope takes a number from"),
        ({"slope": "2"}, "slope takes a number from"),
        ({"intercept": 1e39}, "intercept takes a number from"),
        ({"noise": -0.1}, "noise takes a number of 0 or more; it got -0.1."),
        ({"noise": np.inf}, "noise takes a number from"),
        ({"number": 1}, "number takes a whole number from 2 to 100,000; it got 1."),
        ({"number": 100_001}, "number takes a whole number from 2 to 100,000; it got 100001."),
        ({"number": 2.5}, "number takes a whole number"),
        ({"seed": -1}, "seed takes a whole number from 0 to"),
        ({"seed": None}, "seed takes a whole number from 0 to"),
        ({"low": 10}, "high takes a number above low, which is 10; it got 10"),
        ({"high": -np.inf}, "high takes a number from"),
        ({"spacing": "odd"}, "spacing takes one of even, random; it got “odd”."),
    ],
)
def test_refuses_what_makes_no_points(change, sentence):
    arguments = {"slope": 1, "intercept": 0, "noise": 0.1, "number": 9, "seed": 0, **change}
    with pytest.raises(gd.InputError) as refusal:
        synthetic(**arguments)
    assert sentence in str(refusal.value)


def test_the_largest_numbers_still_make_points():
    largest = 3e38
    assert len(synthetic(largest, largest, largest, 9, 0, -largest, largest, "random").x) == 9
