"""A question is plain text: shown as it is, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.tasks.question import MAX_QUESTION, check_question


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "**bold** [a](http://b)", "$\\frac{1}{2}$", ":red[x]",
        "שלום, מה השעה?", "ما هي النسبة؟", "👩\u200d👩\u200d👧 E\u0301t\u00e9", "क्षत्रिय",
        "x" * MAX_QUESTION,
    ],
)  # fmt: skip
def test_any_writing_and_any_markup_is_kept_as_text(text: str):
    assert len(check_question(text)) >= len(text) - 1  # é as one letter


@pytest.mark.parametrize(
    "text",
    [
        "\u202eabc", "a\u2066b", "a\u200bb", "\x1b[31m", "a\x00", "\ue000", "a\u2028b",
        "\U000e0041", "e" + "\u0301\u0302" * 20, "a\n" * 20 + "a", "x" * 501, "x" * 10_000,
    ],
)  # fmt: skip
def test_what_hides_or_reverses_text_is_refused(text: str):
    with pytest.raises(gd.InputError) as refusal:
        check_question(text)
    assert str(refusal.value).startswith("The question takes")
    assert str(refusal.value).isprintable()


@given(st.text())
def test_what_is_kept_is_kept_for_good(text: str):
    try:
        once = check_question(text)
    except gd.InputError:
        return
    assert check_question(once) == once
    assert len(once) <= MAX_QUESTION
