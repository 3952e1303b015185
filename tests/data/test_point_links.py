from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.data import point_links
from gd.links import controls

floats = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(floats, floats), min_size=1, max_size=10))
def test_points_come_back_from_a_link(pairs):
    problem = gd.Problem(*zip(*pairs, strict=True))
    x, y = point_links.format_for_link(problem)
    url = parse_qs(urlencode({"x": x, "y": y}))
    again = point_links.parse_points(url["x"][0], url["y"][0])
    assert again.x.tobytes() == problem.x.tobytes()
    assert again.y.tobytes() == problem.y.tobytes()


@given(st.lists(floats, min_size=1, max_size=10))
def test_no_character_of_a_number_means_another_in_a_url(x):
    assert "+" not in point_links.format_points(gd.Problem(x, x))[0]


def test_the_default_points_are_written_as_the_sidebar_has_them():
    written = point_links.format_points(controls.default_problem())
    assert written == (controls.CONTROLS["x"].default, controls.CONTROLS["y"].default)


def test_a_link_carries_2000_characters_of_points():
    # x=1%2C+1 …: "x=" and "&y=", 1 character a number, 4 for each comma and space
    fitting = 200
    assert (
        5 + 2 * (5 * fitting - 4) <= point_links.MAX_LINK_LENGTH < 5 + 2 * (5 * (fitting + 1) - 4)
    )
    x, _ = point_links.format_for_link(gd.Problem([1] * fitting, [1] * fitting))
    assert x == ", ".join("1" * fitting)
    sentence = "The link takes up to 2,000 characters of points; it got 2007."
    with pytest.raises(gd.InputError, match=sentence):
        point_links.format_for_link(gd.Problem([1] * (fitting + 1), [1] * (fitting + 1)))
