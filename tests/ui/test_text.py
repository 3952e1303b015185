import re

from hypothesis import given
from hypothesis import strategies as st

from gd.ui.text import figure, plain


@given(st.text())
def test_plain_escapes_all_punctuation_and_nothing_else(text):
    escaped = plain(text).replace("\u2060", "")
    assert re.sub(r"\\(.)", r"\1", escaped, flags=re.DOTALL) == text.replace("\u2060", "")
    for place, character in enumerate(escaped):
        if character in "`*_{}[]()#+-.!|<>~$:\"'&":
            assert escaped[place - 1] == "\\"


def test_figures():
    assert [figure(value) for value in (2.0, 0.1, 1.0000004, 123456.0, 3.2e-9)] == [
        "2",
        "0.1",
        "1",
        "1.235e+05",
        "3.2e-09",
    ]
