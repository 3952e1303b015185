"""The two columns that a person would pick first."""

import pytest

from gd.data.table import read_table


@pytest.mark.parametrize(
    ("names", "rows", "picked"),
    [
        ("a b c", ["1 5 2", "2 6 4", "3 8 7"], "a b"),
        ("sex a b", ["0 5 2", "1 6 4", "0 8 7"], "a b"),  # two different numbers
        ("a rare b", ["1 9 2", "2 NA 4", "3 NA 5", "4 NA 7", "6 7 8", "7 8 9"], "a rare"),
        ("a rare b", ["1 9 2", "2 NA 4", "3 NA 5", "4 NA 7", "6 7 8", "7 NA 9"], "a b"),
        ("a rare b", ["1 9 2", "2 6 4", "3 5 5", "4 NA 7", "6 NA 8", "7 NA 9"], "a rare"),
        ("id a sex", ["7 1 0", "8 2 1", "9 4 1"], "a sex"),  # rather than an index
        ("id a name", ["7 1 A", "8 2 B", "9 4 C"], "id a"),  # rather than text
        ("name place a", ["A D 1", "B E 2", "C F 4"], "a name"),
        ("No. a b", ["7 1 5", "8 2 6", "9 4 8"], "a b"),
        ("sample_id a b", ["7 1 5", "8 2 6", "9 4 8"], "a b"),
        ("paid a b", ["7 1 5", "8 2 6", "9 4 8"], "paid a"),
        ("b a x", ["7 1 5", "8 2 6", "9 4 8"], "x b"),
        ("y a b", ["7 1 5", "8 2 6", "9 4 8"], "a y"),
        ("a b day", ["7 1 2024-01-05", "8 2 2024-01-06", "9 4 2024-01-08"], "day a"),
        ("a b seen", ["7 1 2024-01-05", "8 2 2024-01-06", "9 4 2024-01-08"], "seen a"),
        ("y Y", ["7 1", "8 2"], "y Y"),
        ("y x", ["7 1", "8 2"], "x y"),
    ],
)
def test_the_default(names, rows, picked):
    table = read_table("\n".join([names, *rows]), "text")
    assert table.default == tuple(picked.split())
