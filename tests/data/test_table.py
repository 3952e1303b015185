import codecs
import time
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.data.decoding import MAX_BYTES
from gd.data.table import Table, read_table, to_csv
from tests.data.forms import UNNAMED
from tests.data.malformed import MALFORMED

floats = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(("name", "data", "words"), MALFORMED, ids=[case[0] for case in MALFORMED])
def test_refuses_what_is_no_points(name, data, words):
    begin = time.process_time()  # this process's own time, however busy the machine is
    with pytest.raises(gd.InputError) as refusal:
        read_table(data, f"{name}.csv").problem(0, 1)
    sentence = str(refusal.value)
    assert words in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400
    assert time.process_time() - begin < 2


@given(st.binary(max_size=60) | st.text('1.,;|\t \n\r"#xé−', max_size=40))
def test_any_bytes_and_any_text_make_points_or_a_sentence(data):
    sentence, problem = "", None
    try:
        problem = read_table(data, "text").problem(0, 1)
    except gd.InputError as refusal:
        sentence = str(refusal)
    assert problem or " takes " in sentence


XY = {"x": [1.5, -2.0, 30.0], "y": [0.25, 1000.0, 7.0]}


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n1.5,0.25\n-2,1000\n30,7\n",
        "x, y\n1.5, 0.25\n-2, 1000\n30, 7",
        "x;y\n1.5;0.25\n-2;1000\n30;7",
        "x;y\n1,5;0,25\n-2;1.000,0\n3,0e1;7",
        "x;y\r\n1,5;,25\r\n-2;1.000\r\n+30;7,0\r\n",
        "x\ty\r1.5\t0.25\r-2\t1000\r30\t7\r",
        "x\ty\n1,5\t0,25\n-2\t1000\n30\t7",
        "x|y\n1.5|0.25\n-2|1,000\n30|7.",
        "x y\n1.5 0.25\n-2 1000\n30 7",
        "   x      y\n 1.5   0.25\n\n  -2   1000\n  30      7\n\n",
        "x y\n1,5 0,25\n-2 1000\n30 7",
        "x\t  y\n1.5 \t0.25\n-2\t1000\n 30 7",
        '"x","y"\n"1.5","0.25"\n"-2","1,000.0"\n"30","7"',
        '"x", "y"\n"1,5", "0,25"\n"-2", "1000"\n"30", "7"',
        '"x" "y"\n"1.5" 0.25\n-2 "1000"\n30 7',
        "x,y\n1.5,.25\n−2,1E3\n3e+1,+7.0",
        "# from a sensor; in m, s\n# 2024\n\nx,y\n1.5,0.25\n-2,1000\n30,7",
        "x,y,\n1.5,0.25,\n-2,1000,\n30,7,\n",
        "x,y\n1.5,0.25,\n-2,1000,\n30,7\n",
        "x,y\n,\n1.5,0.25\n\n-2,1000\n,\n30,7\n,\n",
        "\ufeffx,y\n1.5,0.25\n-2,1000\n30,7",
    ],
)
@pytest.mark.parametrize("kind", ["pasted", "utf-8", "utf-8-sig", "utf-16"])
def test_reads_many_dialects(text, kind):
    data = text if kind == "pasted" else text.removeprefix("\ufeff").encode(kind)
    table = read_table(data, "points.csv")
    assert table.columns[:2] == ("x", "y")
    assert table.problem("x", "y") == table.problem(0, 1) == gd.Problem(XY["x"], XY["y"])


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("x;y\n1.234;5", 1.234),  # no word of a decimal comma
        ("x;y\n1.234;5,5", 1234),  # the other column has one
        ("x;y\n1,234;5,5", 1.234),
        ("x;y\n1,234;5.5", 1234),
        ("x;y\n1,234,567;5", 1234567),
        ("x;y\n0,123;5", 0.123),
        ("x;y\n1,2345;5", 1.2345),
        ("x;y\n1234,567;5", 1234.567),
        ("x;y;name\n1,234;5;a 5.5 b\n1,5;5;b", 1.234),
        ("x;y\n5e-324;1", 5e-324),  # subnormal
        ("x;y\n0e-400;1", 0),
        ("x;y\n-0,000;1", 0),
        ("x;y\n1e39;1", 1e39),  # beyond float32: that depends on the run
        ("x;y\n9007199254740993;1", 2**53),
    ],
)
def test_the_value_of_a_cell(text, x):
    assert read_table(text, "text").problem("x", "y").x[0] == x


def test_numbers_beyond_float32_are_refused_by_the_run():
    problem = read_table("x,y\n1e39,1\n", "text").problem("x", "y")
    with pytest.raises(gd.InputError, match=r"x\[0\] takes numbers up to"):
        gd.train("numpy_by_hand", problem, gd.Settings(dtype="float32"))


def test_columns_of_numbers_are_told_from_others():
    text = "name;a;b;c\nx;1;1,5;q\ny;2;2,5;3\n"
    table = read_table(text, "text")
    assert table.columns == ("name", "a", "b", "c")
    assert table.numeric == ("a", "b")
    assert table.cells[2] == ("1,5", "2,5")
    assert table.rows == (2, 3)


def test_without_a_header_columns_are_numbered():
    assert read_table("1;2\n3;4", "text") == Table(
        ("column 1", "column 2"), (("1", "3"), ("2", "4")), (1, 2)
    )


@pytest.mark.parametrize(
    "text",
    ["1,5 2,5\n3,5 4,5", "1,5;2,5\n3,5;4,5", "1.5, 2.5\n3.5, 4.5", "1,5\t2,5\n3,5\t4,5"],
)
def test_delimiters_are_told_from_decimal_commas_without_a_header(text):
    assert read_table(text, "text").problem(0, 1) == gd.Problem([1.5, 3.5], [2.5, 4.5])


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("line", ["sep={}\n", "SEP={}\r\n", '"sep={}"\r', "# a\n\nsep={}\n"])
def test_the_line_that_tells_excel_the_delimiter_is_no_header(mark, line):
    above = len(line.format(mark).splitlines())
    table = read_table(f"{line.format(mark)}x{mark}y\n1{mark}2\n3{mark}a", "text")
    assert table.columns == ("x", "y")
    with pytest.raises(
        gd.InputError, match=f"row {above + 3}, column “y” takes a number; it got “a”"
    ):
        table.problem("x", "y")


def test_the_delimiter_that_is_told_counts():
    assert read_table("sep=,\nx;a,y;b\n1,2\n", "text").columns == ("x;a", "y;b")


def test_of_two_delimiters_that_fit_as_well_the_first_in_the_list_is_taken():
    # By semicolons and by bars: two columns, in each row one number and one that is none.
    assert read_table("1;2|3\n4;5|6\n", "text").cells == (("1", "4"), ("2|3", "5|6"))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("rows", [1, 30_000])
@pytest.mark.parametrize("names", [("x" * 60_000, "y"), ("x, " * 400 + "x" * 60_000, "y" * 70_000)])
def test_names_of_any_length_leave_the_columns_as_they_are(names, rows):
    text = ";".join(names) + "\n" + "1,5;2\n" * rows
    table = read_table(text, "text")
    assert table.columns == names
    assert table.problem(0, 1) == gd.Problem([1.5] * rows, [2] * rows)


def test_long_rows_are_no_hindrance():
    row = ";".join(["1,5"] * 90)
    assert read_table(f"{row}\n" * 400, "text").problem(0, 89).y.tolist() == [1.5] * 400


def test_names_are_distinct_plain_text():
    table = read_table('x,,x,"x (2)","a\n  b",<b>$y$</b>,=cmd\n1,2,3,4,5,6,7', "text")
    names = ("x", "column 2", "x (2)", "x (2) (2)", "a b", "<b>$y$</b>", "=cmd")
    assert table.columns == names
    assert table.problem("x (2)", "=cmd") == gd.Problem([3], [7])


def test_what_is_invisible_in_names_and_cells_is_shown():
    table = read_table("\ufeff\ufeffx;\u202ey\u200b;a\xa0b\n1;\u200b5;6", "text")
    assert table.columns == (r"\ufeffx", r"\u202ey\u200b", "a b")
    with pytest.raises(gd.InputError) as refusal:
        table.problem(0, 1)
    assert str(refusal.value) == (
        r"row 2, column “\u202ey\u200b” takes a number; it got “\u200b5”."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_names_in_common_encodings(encoding):
    table = read_table("Größe;Länge µ\n1;2\n".encode(encoding), "points.csv")
    assert table.columns == ("Größe", "Länge µ")


def test_utf_16_of_both_byte_orders():
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert read_table(mark + "x,y\n1,2".encode(encoding), "a.csv").columns == ("x", "y")


@pytest.mark.parametrize("column", ["z", "", 2, -1, 10**9, 1.0, None])
def test_refuses_a_column_that_is_not_there(column):
    with pytest.raises(gd.InputError, match="y column takes one of “x”, “y”; it got"):
        read_table("x,y\n1,2", "text").problem("x", column)


def test_a_name_that_is_a_number_counts_as_the_name():
    # pandas, too, calls columns by their names first
    table = Table(("1", "0"), (("5",), ("6",)), (2,))
    assert table.problem("1", "0") == gd.Problem([5], [6])
    assert table.problem(1, 0) == gd.Problem([6], [5])


@pytest.mark.parametrize("name", ["a" * 500, "a\nb.csv", "<b>.csv"])
def test_a_strange_file_name_still_makes_a_sentence(name):
    with pytest.raises(gd.InputError) as refusal:
        read_table(b"", name)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize("data", [bytes(50_000_000), "1" * 50_000_000])
def test_50_million_bytes_are_refused_before_they_are_read(data):
    begin = time.process_time()
    with pytest.raises(gd.InputError, match=r"takes up to 5,000,000 .*; it got 50000000"):
        read_table(data, "large.csv")
    assert time.process_time() - begin < 0.1


@pytest.mark.slow
def test_100_000_rows_are_taken_quickly():
    numbers = np.random.default_rng(0).normal(size=(100_000, 2))
    text = to_csv(gd.Problem(numbers[:, 0], numbers[:, 1]))
    assert len(text) < MAX_BYTES
    begin = time.process_time()
    problem = read_table(text, "text").problem("x", "y")
    assert time.process_time() - begin < 3
    assert np.array_equal(np.column_stack([problem.x, problem.y]), numbers)


def test_a_column_of_dates_knows_its_first_day_and_its_label():
    table = read_table("day;pay\n7.1.2024;1 €\n5.1.2024;2 €\n;3 €\n", "text")
    assert table.first_date("day") == datetime(2024, 1, 5)
    assert table.problem("day", "pay").x.tolist() == [2, 0]
    assert table.first_date("pay") is None
    assert (table.label(0), table.label(1)) == ("day (days from 5 January 2024)", "pay (€)")


@pytest.mark.parametrize(
    ("first", "columns", "x"), [("names", ("1", "2"), [3]), ("data", UNNAMED, [1, 3])]
)
def test_the_first_row_is_what_one_says(first, columns, x):
    table = read_table("1,2\n3,4\n", "text", first)
    assert (table.columns, table.first) == (columns, first)
    assert table.problem(0, 1).x.tolist() == x
