"""Scripts of whatever the app can reach, sampled: each line is the page's."""

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

import gd
from gd.analysis import log
from gd.data.scaling import standardise
from gd.export import Report
from gd.settings import ARITHMETICS, GRADIENTS, OPTIMIZERS

from ..extremes import numbers

usual = st.floats(-10, 10)
coordinates = st.one_of(usual, usual, st.floats(1e5, 2e5), numbers)
starts = st.one_of(st.just(0.0), usual, numbers)


@st.composite
def setups(draw: st.DrawFn) -> tuple[gd.Problem, gd.Settings]:
    pairs = draw(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=30))
    try:
        return gd.Problem(*zip(*pairs, strict=True)), gd.Settings(
            learning_rate=draw(st.one_of(st.floats(1e-12, 10), st.floats(0.001, 0.3))),
            epochs=draw(st.integers(1, 60)),
            w0=draw(starts),
            b0=draw(starts),
            seed=draw(st.none() | st.integers(0, 2**64 - 1)),
            gradient=draw(st.sampled_from(GRADIENTS)),
            arithmetic=draw(st.sampled_from(ARITHMETICS)),
            optimizer=draw(st.sampled_from(OPTIMIZERS)),
            dtype=draw(st.sampled_from(["float32", "float64"])),
        )
    except gd.InputError:
        reject()


@pytest.mark.slow
@settings(
    max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@pytest.mark.parametrize("standard", [False, True])
@pytest.mark.parametrize("variant", gd.VARIANTS)
@given(setups(), st.one_of(usual, numbers), st.none() | st.integers(1, 20), st.booleans())
def test_prints_what_the_page_prints(variant, standard, programs, setup, test_x, every, stopped):
    points, chosen = setup
    try:
        scaled = standardise(points) if standard else None
        training = gd.Training(variant, scaled.problem if scaled else points, chosen)
    except gd.InputError:
        reject()
    training.advance(chosen.epochs // 2 if stopped else chosen.epochs)
    run = training.run()
    text = gd.export.script(
        run, Report(test_x=test_x, every=every, points=points if standard else None)
    )
    every = every or log.usual_every(run)
    assert programs.lines(text) == log.printed(run, test_x, every, scaled)
