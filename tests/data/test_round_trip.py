"""What programs write is read back, bit for bit."""

import csv
import io
import json

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gd
from gd.data.table import read_table, to_csv

pytestmark = pytest.mark.slow

floats = st.floats(allow_nan=False, allow_infinity=False)
middling = st.floats(-1e300, 1e300)  # that fewer digits do not make infinite
pairs = st.lists(st.tuples(floats, floats), min_size=1, max_size=20)

middling_pairs = st.lists(st.tuples(middling, middling), min_size=1, max_size=20)


def same_bits(found: gd.Problem, points: list[tuple[float, float]]) -> bool:
    x, y = np.array(points).T
    return found.x.tobytes() == x.tobytes() and found.y.tobytes() == y.tobytes()


DIALECTS = st.sampled_from(
    [(";", ","), (";", "."), (",", "."), ("\t", ","), ("\t", "."), ("|", "."), (" ", ".")]
)
NAMES = st.text(st.characters(codec="cp1252", categories=["L", "P", "Sm", "Zs"]), min_size=1)


@given(
    dialect=DIALECTS,
    points=st.lists(st.tuples(floats, floats), min_size=1, max_size=8),
    names=st.tuples(NAMES, NAMES),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    lines=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_reads_what_pandas_writes(dialect, points, names, encoding, quoting, lines):
    delimiter, decimal = dialect
    # Names that no reader could take for something else: letters first, two of them.
    frame = pd.DataFrame(points, columns=[f"first{names[0]}", f"second{names[1]}"])
    text = frame.to_csv(
        sep=delimiter, decimal=decimal, index=False, quoting=quoting, lineterminator=lines
    )
    data = text.encode(encoding)
    # Bytes that are other text in UTF-8, as cp1252's "Â\xa0" is, are read as that: nobody can tell.
    read = data.decode("utf-8", "replace")
    assume(encoding != "cp1252" or read == text or "\ufffd" in read)
    table = read_table(data, "pandas.csv")
    assert table.problem(0, 1) == gd.Problem(frame.iloc[:, 0], frame.iloc[:, 1])
    assert table.numeric == table.columns
    assert table.columns == tuple(" ".join(name.split()) for name in frame.columns)


@pytest.mark.parametrize("decimal", [",", "."])
@given(
    cells=st.lists(
        st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 99)), min_size=2, max_size=6
    )
)
def test_reads_thousands_as_pandas_does(decimal, cells):
    group = "." if decimal == "," else ","
    written = [f"{whole:,}.{rest:02}" for whole, rest in cells]
    swap = str.maketrans(",.", group + decimal)
    text = "x;y\n" + "".join(f"{cell.translate(swap)};1\n" for cell in written)
    expected = pd.read_csv(io.StringIO(text), sep=";", decimal=decimal, thousands=group)
    assert read_table(text, "text").problem("x", "y").x.tolist() == expected["x"].tolist()


@given(st.lists(st.tuples(floats, floats), min_size=1, max_size=20))
def test_points_come_back_from_csv(points):
    problem = gd.Problem(*zip(*points, strict=True))
    text = to_csv(problem)
    for data in (text, text.encode()):
        again = read_table(data, "points.csv").problem("x", "y")
        assert again.x.tobytes() == problem.x.tobytes()
        assert again.y.tobytes() == problem.y.tobytes()


@given(pairs)
def test_a_spreadsheet_in_a_country_with_decimal_commas(points):
    """As Excel saves "CSV UTF-8" there: a mark, semicolons, decimal commas, \\r\\n."""
    cells = [[repr(cell).replace(".", ",").replace("e", "E") for cell in row] for row in points]
    text = "\r\n".join(map(";".join, [["Länge", "Höhe"], *cells, [""]]))
    table = read_table(text.encode("utf-8-sig"), "excel.csv")
    assert same_bits(table.problem("Länge", "Höhe"), points)
    tabs = "\n".join(map("\t".join, cells))  # and as one copies the cells
    assert same_bits(read_table(tabs, "pasted text").problem(0, 1), points)


def _r(number: float) -> str:
    """As R writes a number: up to 15 significant digits, 1e+05."""
    return f"{number:.15g}"


@given(middling_pairs, st.sampled_from([",", " ", "\t"]), st.booleans(), st.integers(0, 20))
def test_what_r_writes(points, delimiter, counted, missing):
    """`write.table` and `write.csv`: quoted names of rows and columns, NA, 15 digits."""
    rows = [(_r(x), _r(y)) for x, y in points]
    read = [(float(x), float(y)) for x, y in rows]
    rows.insert(min(missing, len(rows)), ("NA", "1"))
    names = [f'"{n}"' if counted else f'"row {n} a"' for n in range(1, len(rows) + 1)]
    header = ['""', '"x"', '"y"'] if delimiter == "," else ['"x"', '"y"']
    lines = [header, *([name, *row] for name, row in zip(names, rows, strict=True))]
    table = read_table("\n".join(map(delimiter.join, lines)) + "\n", "r.txt")
    assert table.default == ("x", "y")
    assert same_bits(table.problem("x", "y"), read)
    assert "1 row left out" in table.note("x", "y")


@given(pairs)
def test_what_pandas_writes_with_its_index_and_missing_cells(points):
    frame = pd.DataFrame(points, columns=["a", "b"])
    frame.loc[len(frame)] = np.nan, 1.0
    table = read_table(frame.to_csv(), "pandas.csv")
    assert table.default == ("a", "b")
    assert same_bits(table.problem("a", "b"), points)
    assert table.left_out("a", "b") == (len(points),)


@given(pairs)
def test_json_and_code(points):
    x, y = map(list, zip(*points, strict=True))
    records = [{"x": a, "y": b} for a, b in points]
    for text in (json.dumps({"x": x, "y": y}), json.dumps(records), f"x = {x}\ny = np.array({y})"):
        assert same_bits(read_table(text, "text").problem("x", "y"), points)


@given(middling_pairs)
def test_a_workbook(points):
    book = openpyxl.Workbook()
    for row in [("x", "y"), *points]:
        book["Sheet"].append(row)
    file = io.BytesIO()
    book.save(file)
    found = read_table(file.getvalue(), "a.xlsx").problem("x", "y")
    # openpyxl writes 16 digits
    assert found.x.tolist() == pytest.approx([x for x, _ in points], rel=1e-15, abs=1e-323)


@given(st.lists(floats, min_size=3, max_size=10))
def test_two_long_rows(numbers):
    text = "\n".join(" ".join(map(repr, row)) for row in (numbers, numbers[::-1]))
    found = read_table(text, "text").problem("x", "y")
    assert same_bits(found, list(zip(numbers, numbers[::-1], strict=True)))
