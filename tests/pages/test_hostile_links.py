"""Links that nobody means well with."""

import pytest

from gd.data import point_links
from gd.errors import InputError
from gd.links.controls import CONTROLS
from gd.ui.inputs.link import PARSERS

from .app import charts, opened, reopened
from .points import DEFAULT_POINTS, PAGE, points, said, sidebar_alone

pytestmark = pytest.mark.slow

NASTY = [
    "", " ", "NaN", "-nan", "inf", "-Infinity", "1e39", "-1e39", "1e999", "1e-320", "-0", "0x10",
    "1_000", "1,5", "1;2", "1,,2", ",", "1 2", "١٢", "½", "∞", "−1", "true", "None", "null",
    "undefined", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "**bold**",
    "[a](https://b.de)", "$x^2$", ":red[b]", "# h", "`c`", "=1+1", "@SUM(A1)", "' OR 1=1 --",
    "; DROP TABLE points", "../../etc/passwd", "%00", "\x00", "a\x00b", "\r\nSet-Cookie: a=b",
    "\u202eabc", "\ud7ff", "😀" * 50, "9" * 400, "1," * 3000, "x" * 20_000, "{}", "[]", "[1,2]",
    "1e5" * 20, "__import__('os')",
]  # fmt: skip
GROUPS = [
    ("x",),
    ("y",),
    ("lr", "epochs", "w0", "b0", "seed", "test_x"),
    ("data", "slope", "intercept", "noise", "number", "noise_seed", "standardise", "dtype"),
    ("gradient", "arithmetic", "optimizer", "mistake", "quiz", "<b>unknown</b>"),
]


def test_there_are_200_hostile_links():
    assert len(NASTY) * len(GROUPS) >= 200


def refusal(name: str, text: str) -> str:
    """Words of the sentence that a value of a link calls for, empty if it is one to take."""
    if name not in PARSERS:
        return "The link sets"
    if name in ("x", "y"):
        other = {"x": CONTROLS["x"].default, "y": CONTROLS["y"].default} | {name: text}
        try:
            point_links.parse_points(**other).arrays("float32")
        except InputError as error:
            return error.field
        return ""
    try:
        PARSERS[name](text)
    except InputError as error:
        return f"In the link: {error.field} takes"
    return ""


@pytest.fixture(scope="module", params=GROUPS, ids=lambda names: names[0])
def linked(request):
    names: tuple[str, ...] = request.param
    return names, sidebar_alone()


@pytest.fixture(scope="module")
def paged():
    return opened(PAGE)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text)[:20])
def test_a_hostile_link_is_refused_in_sentences(linked, text):
    names, app = linked
    reopened(app, **{str(name): text for name in names})
    assert not app.exception
    messages = said([*app.warning, *app.error])
    refusals = [refusal(name, text) for name in names]
    for words in refusals:
        assert words in messages
    assert len(messages) < 600 * len(names)
    if all(refusals):
        assert len(app.warning) + len(app.error) == len(names)
        assert points(app) == DEFAULT_POINTS


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text)[:20])
def test_a_page_stands_whatever_its_link_says(paged, text):
    app = reopened(paged, **{name: text for names in GROUPS for name in names})
    assert not app.exception
    assert app.title[0].value
    assert charts(app)


def test_repeated_and_very_many_parameters():
    many = {f"p{n}": "1" for n in range(900)}
    app = opened(PAGE, **many, x=["1,2", "1,2,3"], data=["q", "z"])
    assert not app.exception
    assert "897 more" in said(app.warning)
    assert "it got “z”" in said(app.warning)
    assert "y takes as many numbers as x, which has 3; it got 4." in said(app.error)
    # Streamlit itself ignores an address with more than 1,000 of them.
    app = opened(PAGE, **{f"p{n}": "1" for n in range(10_000)})
    assert not app.exception
    assert points(app) == DEFAULT_POINTS
