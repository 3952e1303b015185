import re

from hypothesis import given
from hypothesis import strategies as st

from gd.analysis.formatting import format_number
from gd.ui.markdown import escape


@given(st.text())
def test_plain_escapes_all_punctuation_and_nothing_else(text):
    escaped = escape(text).replace("\u2060", "")
    assert re.sub(r"\\(.)", r"\1", escaped) == " ".join(text.replace("\u2060", "").split())
    for place, character in enumerate(escaped):
        if character in "`*_{}[]()#+-.!|<>~$:\"'&":
            assert escaped[place - 1] == "\\"


# What Streamlit's front end looks for in the text of a page, when all escapes are resolved.
SIGNS = ["<->", "->", "<-", "--", ">=", "<=", "~="]
REPLACED = [
    *(re.compile(rf"(^|\s){re.escape(sign)}(\s|$)") for sign in SIGNS),
    re.compile(r":[\w+-]+:"),
    re.compile(r"https?://", re.IGNORECASE),
    re.compile(r"www\.", re.IGNORECASE),
    re.compile(r"[-.\w+]+@[-\w]+"),
]


PARTS = [*SIGNS, *"ab <>-=~:_+.@/", "\n", "http://a", "WWW.a", ":smile:", ":material_home:"]


@given(st.lists(st.sampled_from(PARTS), max_size=6).map(" ".join) | st.text(" \n<>-=~:ab_+.@/"))
def test_nothing_is_left_that_streamlit_replaces(text):
    painted = re.sub(r"\\(.)", r"\1", escape(text))
    assert not any(pattern.search(painted) for pattern in REPLACED)
    assert painted.replace("\u2060", "") == " ".join(text.split())


def test_numbers_and_prose_are_copied_as_they_are():
    for text in ("-1.5e-3, 12:30; x[0] is 4 − 5", "Größe (m): a-b, c > d, e = f, g < h"):
        assert "\u2060" not in escape(text)


def test_figures():
    assert [format_number(value) for value in (2.0, -0.0, 0.1, 1.0000004, 123456.0, 3.2e-9)] == [
        "2",
        "0",
        "0.1",
        "1",
        "1.235e+05",
        "3.2e-09",
    ]
