"""What is offered, against runs that are really trained."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gd
from gd.data.datasets import DATASETS
from gd.data.scaling import standardise
from gd.settings import DTYPES, GRADIENTS
from gd.theory.forecast import CLOSE
from gd.theory.offers import Offer, offers

from .test_forecast import ALLOWED, LINE, PLAIN, excess, forecast


def offered(names, problem: gd.Problem, settings: gd.Settings, standardised=False) -> list[Offer]:
    variants = [gd.VARIANTS[name] for name in names]
    return offers(variants, problem, settings, ALLOWED, standardised)


def keep(name: str, problem: gd.Problem, settings: gd.Settings, offer: Offer) -> None:
    """Follow an offer: it does what it says, and nothing is left to be said."""
    problem = standardise(problem).problem if offer.standardise else problem
    followed = replace(settings, learning_rate=offer.learning_rate, epochs=offer.epochs)
    assert followed != settings or offer.standardise
    found = forecast(name, problem, followed)
    assert found.suitable
    assert not found.diverges
    run = gd.train(name, problem, followed)
    assert run.diverged_at is None
    assert excess(name, run) <= CLOSE * (1 + 1e-6)


numbers = st.floats(-1, 1, width=16)


@pytest.mark.slow
@pytest.mark.parametrize("names", [["numpy_by_hand"], ["torch_autograd"], ["torch_module"], PLAIN])
@settings(max_examples=40)
@given(
    points=st.lists(st.tuples(numbers, numbers), min_size=2, max_size=6),
    size=st.sampled_from([0.01, 1, 30, 2000]),
    shift=st.sampled_from([0, 1, -60]),
    rate=st.floats(-6, 1),
    epochs=st.integers(1, 300),
    start=st.sampled_from([(0, 0), (1, -1), (1e4, 30), (1e38, 0)]),
    gradient=st.sampled_from(GRADIENTS),
    dtype=st.sampled_from(DTYPES),
)
def test_an_offer_keeps_its_promise(
    names, points, size, shift, rate, epochs, start, gradient, dtype
):
    x, y = np.array(points).T
    problem = gd.Problem(size * (x + shift), 3 * y)
    assume(np.ptp(x) > 0.01)
    assume(np.ptp(y) > 0.01)
    given_settings = gd.Settings(10**rate, epochs, *start, gradient=gradient, dtype=dtype)
    assume(not all(forecast(name, problem, given_settings).suitable for name in names))
    for offer in offered(names, problem, given_settings):
        if offer.epochs <= 1000:  # longer ones take long
            for name in names:
                keep(name, problem, given_settings, offer)


@pytest.mark.parametrize(
    ("name", "problem", "settings", "expected"),
    [
        # a rate past the limit; too few epochs for a small rate: 1/λmax, to two digits
        ("torch_module", LINE, gd.Settings(0.5), [Offer(0.06, 20, False)]),
        ("torch_autograd", LINE, gd.Settings(1e-4), [Offer(0.067, 20, False)]),
        ("numpy_by_hand", LINE, gd.Settings(0.5), [Offer(0.017, 20, False)]),
        # the flat direction needs more epochs than are set
        (
            "torch_module",
            DATASETS["cars"].problem,
            gd.Settings(),
            [Offer(0.5, 20, True), Offer(0.0019, 100, False)],
        ),
        # no rate is small enough, or moves anything
        ("torch_module", DATASETS["co2"].problem, gd.Settings(), [Offer(0.5, 20, True)]),
        ("torch_module", gd.Problem([5e-7, 6e-7], [1, 2]), gd.Settings(), [Offer(0.5, 20, True)]),
        # nothing that can be set helps where the start's loss is beyond float32
        ("numpy_by_hand", LINE, gd.Settings(w0=1e38), []),
        # the epochs that 0.5 takes for y ≈ 2·x are few, the rest is rounding in float32
        ("torch_module", gd.Problem([1e7, 1e7 + 1], [0, 1]), gd.Settings(), [Offer(0.5, 20, True)]),
    ],
)
def test_what_is_offered(name, problem, settings, expected):
    found = offered([name], problem, settings)
    assert found == expected
    for offer in found:
        keep(name, problem, settings, offer)


def test_what_is_offered_for_several_variants_suits_all():
    (offer,) = offered(PLAIN, LINE, gd.Settings(0.05))
    assert offer == Offer(0.017, 20, False)
    for name in PLAIN:
        keep(name, LINE, gd.Settings(0.05), offer)


def test_standardised_points_are_not_standardised_again():
    scaled = standardise(DATASETS["co2"].problem).problem
    assert offered(["torch_module"], scaled, gd.Settings(1e-4), True) == [Offer(0.5, 20, False)]
    far = gd.Settings(1e-4, w0=1e37)
    assert offered(["torch_module"], scaled, far, True) == []


def test_points_that_cannot_be_standardised_are_not_offered_it():
    problem = gd.Problem([1e-4, 1e-4], [1, 2])
    assert not forecast("torch_autograd", problem, gd.Settings()).suitable
    assert offered(["torch_autograd"], problem, gd.Settings()) == []


def test_no_rate_is_offered_that_takes_more_epochs_than_a_run_may_have():
    """Heights by age: 20 points, x from 19 to 70, y from 120 to 146."""
    x = np.linspace(19, 70, 20)
    problem = gd.Problem(x, 120 + 26 * (x - 19) / 51 + np.sin(x))
    given_settings = gd.Settings(0.0005, dtype="float64")
    scaled, own = offered(["torch_module"], problem, given_settings)
    assert 20 < own.epochs <= 50_000
    followed = replace(given_settings, learning_rate=own.learning_rate, epochs=own.epochs)
    assert forecast("torch_module", problem, followed).suitable
    assert not forecast("torch_module", problem, replace(followed, epochs=own.epochs // 4)).suitable
    keep("torch_module", problem, given_settings, scaled)


def test_no_rate_is_promised_where_rounding_may_spoil_it():
    problem = gd.Problem([1, 2, 3, 4], [1e6, 1e6 + 0.5, 1e6 + 1, 1e6 + 1.5])
    given_settings = gd.Settings(1e-5, 50)
    assert offered(["torch_module"], problem, replace(given_settings, dtype="float64"))
    found = offered(["torch_module"], problem, given_settings)
    assert [offer.standardise for offer in found] == [True]
