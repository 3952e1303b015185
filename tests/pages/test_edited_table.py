"""The table that is edited on the page."""

import numpy as np
import pytest

import gd
from gd.ui.inputs import table_editor

from .points import DEFAULT_POINTS, choose, edit, points, said, sidebar_alone


def test_edited_cells_and_rows_are_the_points():
    app = edit(
        sidebar_alone(data="table"),
        edited_rows={0: {"y": "3"}},
        added_rows=[{"x": "5", "y": "11"}, {}],
        deleted_rows=[3],
    )
    edited = gd.Problem([1, 2, 3, 5], [3, 4, 6, 11])
    assert not app.error
    assert points(app) == edited
    choose(app, "norris")
    choose(app, "table")
    assert points(app) == edited


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("typed", "number"),
    [("7,5", 7.5), ("2.5", 2.5), (".07", 0.07), ("−3", -3), ("1 234,5", 1234.5), ("1e-3", 0.001)],
)
def test_no_number_changes_on_its_way_in(typed, number):
    app = edit(sidebar_alone(data="table"), edited_rows={1: {"x": typed}})
    assert not app.error
    assert points(app) == gd.Problem([1, number, 3, 4], [2, 4, 6, 8])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"edited_rows": {1: {"y": "abc"}}}, "row 2, column “y” takes a number; it got “abc”."),
        (
            {"edited_rows": {0: {"x": "1.5"}, 1: {"x": "2,5"}}},
            "row 2, column “x” takes a number "
            "with a decimal point, as most of the column; it got “2,5”.",
        ),
        ({"edited_rows": {1: {"y": "1,234"}}}, "numbers that read only one way (not 1234 or 1.23"),
        ({"deleted_rows": [0, 1, 2, 3]}, "The table takes at least one row of numbers; it got 0."),
        ({"edited_rows": {0: {"x": "1e39"}}}, "x[0] takes numbers up to"),
    ],
)
def test_what_is_no_number_is_refused_and_the_points_stay(changes, sentence):
    app = edit(sidebar_alone(data="table"), **changes)
    assert not app.exception
    assert sentence in said(app.error)
    assert points(app) == DEFAULT_POINTS


def test_a_row_that_is_half_filled_is_left_out_and_named():
    app = edit(sidebar_alone(data="table"), added_rows=[{"x": "7"}])
    assert not app.error
    assert points(app) == DEFAULT_POINTS
    assert "1 row left out (row 5)." in said(app.sidebar.caption)


def test_many_edits_become_the_table_and_further_ones_count_from_it():
    app = sidebar_alone(data="table")
    pasted = np.random.default_rng(0).normal(10, 3, (4_000, 2))
    rows = [dict(zip("xy", map(repr, row), strict=True)) for row in pasted.tolist()]
    edit(app, edited_rows={0: {"y": "3"}}, deleted_rows=[1], added_rows=[*rows, {"y": None}])
    expected = np.vstack([[1, 3], [3, 6], [4, 8], pasted])
    assert not app.error
    assert points(app) == gd.Problem(*expected.T)
    # Streamlit has nothing left to apply.
    assert app.session_state["table base"].equals(app.session_state["table"])
    expected[1] = 5, 70
    edit(app, 1, edited_rows={1: {"x": "5", "y": "70"}}, deleted_rows=[4003])
    assert points(app) == gd.Problem(*expected.T)
    choose(app, "norris")
    choose(app, "table")
    assert points(app) == gd.Problem(*expected.T)


def test_few_edits_and_many_make_the_same_table():
    changes = {
        "edited_rows": {1: {"x": None}, 3: {"x": "7,5", "y": "-1"}},
        "deleted_rows": [0, 1],
        "added_rows": [{"x": "1", "y": "2"}, {"x": "3"}, {}, {"_index": 4, "y": "5", "x": "6"}],
    }
    app = edit(sidebar_alone(data="table"), **changes)
    base, made = app.session_state["table base"], app.session_state["table"]
    at_once = table_editor.with_edits(base, changes)
    assert at_once.fillna("").to_numpy().tolist() == made.fillna("").to_numpy().tolist()
