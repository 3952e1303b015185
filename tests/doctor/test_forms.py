"""The forms in which people print a log."""

import pytest

from gd.doctor import read_log
from tests.doctor.forms import FORMS


@pytest.mark.parametrize("name", FORMS)
def test_form(name):
    text, expected = FORMS[name]
    rows = [
        (row.epoch, *(figure and figure.value for figure in (row.loss, row.w, row.b)))
        for row in read_log(text).rows
    ]
    assert str(rows) == str(expected)  # as text: NaN is no equal of itself
