"""Files and pasted text: their columns, their first row, the rows left out, what is refused."""

import pytest

import gd
from tests.data.malformed import MALFORMED

from .points import GOOD, GOOD_POINTS, choose, column, paste, points, said, sidebar_alone, upload

SEMICOLONS = "Zeit;Ort;Länge;Preis\n1;a;1,5;9\n2;b;2,5;7\n3;c;4,5;8\n"


@pytest.fixture(scope="module")
def uploading():
    """A sidebar that reads a file: three points, 1.5 to 4."""
    return upload(choose(sidebar_alone(), "file"), GOOD.encode())


@pytest.fixture(scope="module")
def pasting():
    return paste(choose(sidebar_alone(), "pasted"), GOOD)


def test_a_file_gives_its_first_columns_of_numbers_or_those_chosen():
    app = upload(choose(sidebar_alone(), "file"), SEMICOLONS.encode("cp1252"))
    assert not app.error
    assert (column(app, "x").value, column(app, "y").value) == ("Zeit", "Länge")
    assert points(app) == gd.Problem([1, 2, 3], [1.5, 2.5, 4.5])
    column(app, "y").set_value("Preis").run()
    assert points(app) == gd.Problem([1, 2, 3], [9, 7, 8])
    column(app, "y").set_value("Ort").run()
    assert "row 2, column “Ort” takes a number; it got “a”." in said(app.error)
    assert points(app) == gd.Problem([1, 2, 3], [9, 7, 8])


def test_a_column_that_counts_the_rows_is_not_offered_first():
    app = paste(choose(sidebar_alone(), "pasted"), '"","speed","dist"\n"1",4,2\n"2",7,10\n')
    assert (column(app, "x").value, column(app, "y").value) == ("speed", "dist")


def test_the_first_row_is_names_or_data_as_one_says():
    app = paste(choose(sidebar_alone(), "pasted"), "2001,2011\n12.5,13\n11,12\n")
    first = next(one for one in app.sidebar.radio if one.label == "First row")
    assert first.value == "names"
    assert points(app) == gd.Problem([12.5, 11], [13, 12])
    first.set_value("data").run()
    assert points(app) == gd.Problem([2001, 12.5, 11], [2011, 13, 12])
    paste(app, "1,2\n3,4\n5,6\n")  # another text is judged anew
    first = next(one for one in app.sidebar.radio if one.label == "First row")
    assert first.value == "data"
    first.set_value("names").run()
    assert points(app) == gd.Problem([3, 5], [4, 6])
    assert (column(app, "x").value, column(app, "y").value) == ("1", "2")


def test_lists_in_code_have_no_first_row_to_ask_for():
    app = paste(choose(sidebar_alone(), "pasted"), "a = [1, 2]\nb = [3, 5]")
    assert points(app) == gd.Problem([1, 2], [3, 5])
    assert "First row" not in [one.label for one in app.sidebar.radio]


def test_what_was_taken_for_what_and_the_rows_left_out_are_shown():
    text = "day;pay\n1;1,5 €\n2;NA\n3;2,5 €\n;4 €\n"
    app = paste(choose(sidebar_alone(), "pasted"), text)
    assert points(app) == gd.Problem([1, 3], [1.5, 2.5])
    said_once = "pay: decimal comma, in €; 2 rows left out (row 3 first)."
    assert said_once in said(app.sidebar.caption)
    assert not app.sidebar.dataframe
    app.sidebar.toggle[0].set_value(True).run()
    (frame,) = app.sidebar.dataframe
    assert frame.value.to_numpy().tolist() == [[3, "2", "NA"], [5, "", "4 €"]]


# The page would take the two other columns of this one.
FILES = [row for row in MALFORMED if row[0] != "an empty column"]
TEXTS = [row for row in FILES if row[1].isascii() and 0 < len(row[1].strip()) < 1000]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("data", "sentence"), [row[1:] for row in FILES], ids=[row[0] for row in FILES]
)
def test_a_malformed_file_is_refused_and_the_last_points_stay(uploading, data, sentence):
    app = upload(uploading, data)
    assert not app.exception
    assert len(app.error) == 1
    assert sentence in said(app.error)
    assert points(app) == GOOD_POINTS


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("data", "sentence"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS]
)
def test_malformed_text_is_refused_and_the_last_points_stay(pasting, data, sentence):
    app = paste(pasting, data.decode())
    assert not app.exception
    assert points(app) == GOOD_POINTS
    if not data.startswith(b"PK"):  # the sign of a file, which text has none of
        assert sentence in said(app.error)


def test_a_file_taken_away_is_asked_for_again(uploading):
    app = upload(uploading, GOOD.encode())
    app.sidebar.file_uploader[0].set_value(None).run()
    assert not app.error
    assert "No points yet." in said(app.info)
    assert "Carry the points in the link" not in [button.label for button in app.button]
