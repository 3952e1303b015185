"""Units and precision: points standardised, rounded, or refused by a precision."""

import pytest

from .app import opened, reopened
from .points import DEFAULT_POINTS, PAGE, points, said

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("url", [{"x": "3,3", "y": "1,2"}, {"x": "3", "y": "1"}])
def test_points_that_leave_the_slope_open_cannot_be_standardised(url):
    app = opened(PAGE, standardise="true", **url)
    assert "To standardise: x takes two or more different numbers" in said(app.error)
    assert not app.exception


def test_float64_holds_what_float32_does_not():
    url = {"x": "1e39,2e39", "y": "1,2"}
    assert "largest that float32 holds" in said(opened(PAGE, **url).error)
    app = opened(PAGE, dtype="float64", **url)
    assert not app.error
    reopened(app, dtype="float32", **url)
    assert not app.exception
    assert "largest that float32 holds" in said(app.error)
    assert points(app) == DEFAULT_POINTS


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ({"x": "1e-310", "y": "1"}, "numbers of at least 1.401298e-45 in size"),
        ({"x": "5e-324", "y": "-1e-05", "dtype": "float64"}, "a largest number of 1e-75 or more"),
        ({"x": "1e-46,1", "y": "1,2"}, "x[0] takes 0, or numbers of at least 1.401298e-45 in size"),
        ({"x": "1700000000,1700000001", "y": "1,2"}, "x takes numbers that float32 tells apart"),
        ({"w0": "1e-46"}, "Start of w takes 0, or numbers of at least 1.401298e-45 in size"),
        (
            {"x": "1e309", "y": "1"},
            "Entry 1 of x takes numbers up to ±1.797693e+308; it got “1e309”",
        ),
    ],
)
def test_numbers_that_would_become_others_are_refused(url, sentence):
    app = opened(PAGE, **url)
    assert not app.exception
    assert len(app.error) == 1
    assert sentence in said(app.error)
    assert points(app) == DEFAULT_POINTS


def test_what_float32_does_not_hold_can_be_standardised():
    days = {"x": "1700000000,1700000001,1700000003", "y": "1e39,2e39,4e39"}
    app = opened("torch_module", standardise="true", test_x="1700000002", **days)
    assert not app.error
    assert points(app).y.tolist() == [1e39, 2e39, 4e39]
    reopened(app, standardise="false", **days)
    sentence = "x takes numbers that float32 tells apart, as float64 does; it got “1700000000 to 17"
    assert sentence in said(app.error)
    assert "Still showing the notebooks' points, 1 to 4." in said(app.error)
    assert len(app.error) == 1
    assert points(app) == DEFAULT_POINTS


def test_points_that_cannot_be_standardised_stay_as_they_are_if_they_can():
    for x, stay in (("3,3", "The points stay in their own units."), ("1e39,1e39", "Still showing")):
        app = opened(PAGE, standardise="true", x=x, y="1,2")
        assert not app.exception
        assert "To standardise: x takes two or more different numbers" in said(app.error)
        assert stay in said(app.error)


def test_points_that_float32_blurs_are_told():
    url = {"x": "1700000000,1700000100,1700000200", "y": "1,2,3"}
    word = "float32 rounds these numbers by up to 28.0% of their range."
    app = opened(PAGE, **url)
    assert word in said(app.sidebar.caption)
    for other in ({"dtype": "float64"}, {"dtype": "float32", "standardise": "true"}):
        assert "of their range" not in said(reopened(app, **url, **other).sidebar.caption)


@pytest.mark.parametrize("page", ["torch_module", "learning_rate"])
@pytest.mark.parametrize(
    ("size", "standardise", "fits"),
    [
        ("1e74", "false", True),
        ("1e74", "true", True),
        ("1e76", "false", False),
        ("1e-74", "false", True),
        ("1e-74", "true", True),
        ("1e-76", "false", False),
    ],
)
def test_sizes_at_the_ends_of_float64(page, size, standardise, fits):
    url = {"x": f"{size},-{size},0", "y": f"0,{size},1"}
    app = opened(page, dtype="float64", standardise=standardise, epochs="3", test_x="0", **url)
    assert not app.exception
    assert bool(app.error) != fits
