"""The forms in which people have their data: read to these points, or refused in this sentence."""

import pytest

import gd
from tests.data.forms import FORMS


def default_points(data: str | bytes) -> gd.Problem:
    table = gd.read_table(data, "text")
    return table.problem(*table.default)


def test_there_are_sixty_forms():
    assert len({form[0] for form in FORMS}) == len(FORMS) >= 60


@pytest.mark.parametrize(
    ("data", "columns", "x", "y", "note"), [form[1:] for form in FORMS], ids=[f[0] for f in FORMS]
)
def test_each_form_gives_its_points_or_its_sentence(data, columns, x, y, note):
    if isinstance(columns, str):
        with pytest.raises(gd.InputError) as refusal:
            default_points(data)
        assert str(refusal.value).replace("“text”", "text") == columns
        return
    table = gd.read_table(data, "text")
    assert table.default == columns
    assert {len(table.rows)} == set(map(len, table.cells))
    problem = table.problem(*columns)
    assert (problem.x.tolist(), problem.y.tolist()) == (x, y)
    assert table.note(*columns) == note
