import copy
import pickle
import sys
import unicodedata

import pytest

import gd
from gd.errors import quote, visible


def refused(epochs: int) -> gd.InputError:
    try:
        gd.Settings(epochs=epochs)
    except gd.InputError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_an_error_comes_back_whole_from_a_copy(again):
    error = refused(-3)
    other = again(error)
    assert type(other) is gd.InputError
    assert (other.field, other.got, other.takes) == (error.field, error.got, error.takes)
    assert str(other) == str(error) == "epochs takes a whole number from 1 to 50,000; it got -3."


def test_nothing_invisible_is_in_a_sentence():
    characters = map(chr, range(sys.maxunicode + 1))
    invisible = [
        one for one in characters if unicodedata.category(one) in ("Cc", "Cf", "Zs", "Zl", "Zp")
    ]
    assert {"\ufeff", "\u200b", "\u202e", "\u2066", "\xad", "\x7f"} < set(invisible)
    for one in invisible:
        text = quote(f"a{one}b")
        assert text in ("“a b”", f"“a{visible(one)}b”")
        assert text.isprintable()
    assert quote("\ufeff5") == r"“\ufeff5”"


def test_a_sentence_is_short_whatever_was_given():
    assert quote("ab" * 500).endswith("… (1,002 characters)")  # the quotation marks, too
    assert len(quote("\u202e" * 500)) < 400
