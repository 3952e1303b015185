"""The zones and the ends of the dial of the learning rate."""

import math

import pytest

import gd
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.rate_dial import rate_zones, sections

ZONES = {"converges": 0.06, "oscillates": 0.12, "diverges": math.inf}


def inputs(x=(1.0, 2.0, 3.0, 4.0), **settings) -> Inputs:
    points = gd.Problem(x, [2 * one for one in x])
    return Inputs(points, gd.Settings(**settings), 5.0, {}, points, 5.0, None)


def test_the_zones_of_a_page_end_at_the_limits_of_its_variant():
    zones = rate_zones(["torch_autograd"], inputs())
    assert zones == pytest.approx({"converges": 1 / 15, "oscillates": 2 / 15, "diverges": math.inf})
    summed = rate_zones(["numpy_by_hand"], inputs(gradient="sum"))
    assert summed["oscillates"] == pytest.approx(1 / 30)


def test_with_several_variants_the_first_to_leave_a_zone_ends_it():
    zones = rate_zones(gd.FOUR_WAYS, inputs(gradient="sum"))
    assert zones == pytest.approx(
        {"all converge": 1 / 60, "some oscillate": 1 / 30, "some diverge": math.inf}
    )


@pytest.mark.parametrize(
    ("variants", "changed"),
    [
        (["torch_module"], {"optimizer": "Adam"}),
        (gd.FOUR_WAYS, {"optimizer": "momentum"}),
        (["torch_autograd"], {"x": (0.0, 0.0)}),
    ],
)
def test_there_are_none_where_no_limit_is_known(variants: list[str], changed: dict):
    assert rate_zones(variants, inputs(**changed)) == {}


def test_an_optimizer_that_the_page_does_not_use_does_not_count():
    assert rate_zones(["numpy_by_hand"], inputs(optimizer="Adam"))


@pytest.mark.parametrize("limit", [1e-12, 2e-6, 1e-3, 0.12, 9.0, 30.0, 1e9])
@pytest.mark.parametrize("rate", [MIN_RATE, 0.01, MAX_RATE])
def test_the_sections_hold_the_rate_and_follow_each_other(limit: float, rate: float):
    zones = {"converges": limit / 2, "oscillates": limit, "diverges": math.inf}
    found = sections(rate, zones)
    assert MIN_RATE <= found[0]["least"] <= rate <= found[-1]["most"] <= MAX_RATE
    assert all(one["least"] < one["most"] for one in found)
    assert [one["most"] for one in found[:-1]] == [one["least"] for one in found[1:]]
    assert sum(one["share"] for one in found) == pytest.approx(1)
    for one in found:
        middle = math.sqrt(one["least"] * one["most"])
        assert one["word"] == next(word for word, end in zones.items() if middle <= end)


def test_the_sections_show_what_matters_around_the_limits():
    found = sections(0.01, ZONES)
    assert [one["word"] for one in found] == list(ZONES)
    assert [one["most"] for one in found[:2]] == [0.06, 0.12]
    assert found[0]["least"] == pytest.approx(6e-5)
    assert found[-1]["most"] == pytest.approx(0.6)


def test_without_zones_there_is_one_section_around_the_default():
    (one,) = sections(0.01, {})
    assert one["least"] < gd.Settings().learning_rate < one["most"]
    assert one["share"] == 1
