"""Two codes side by side: what is marked, what is left out, and that text stays text."""

import re

from gd.ui.panels.code_html import GAP, Line, code_line, two_codes


def cells(right: list[str], wrong: list[str]) -> list[list[tuple[str, str]]]:
    found = two_codes(*([Line(text) for text in side] for side in (right, wrong)))
    rows = re.findall("<tr>(.*?)</tr>", found)
    pairs = [re.findall("<td(?: class=(gd-.))?>(.*?)</td>", row) for row in rows]
    return [[(kind, re.sub("<.*?>", "", text)) for kind, text in row] for row in pairs]


def test_the_lines_that_differ_are_marked_each_beside_its_own():
    assert cells(["a", "b", "c"], ["a", "B", "c"]) == [
        [("", "a"), ("", "a")],
        [("gd-a", "b"), ("gd-b", "B")],
        [("", "c"), ("", "c")],
    ]


def test_a_line_that_one_code_lacks_has_an_empty_place_there():
    assert cells(["a", "b"], ["a"]) == [[("", "a"), ("", "a")], [("gd-a", "b"), ("", "")]]
    assert cells(["a"], ["a", "b"])[1] == [("", ""), ("gd-b", "b")]


def test_what_is_alike_before_the_loop_is_left_out_but_after_what_differs():
    before = ["a", "b", "c", "d", "e", "for _ in range(epochs):", "    f"]
    wrong = [*before[:2], "C", *before[3:]]
    lines = [row[0][1].strip() for row in cells(before, wrong)]
    assert lines == [GAP, "c", "d", GAP, "for _ in range(epochs):", "f"]
    assert next(row[0][1].strip() for row in cells(before, before)) == GAP


def test_code_is_text_and_its_line_keeps_its_number():
    line = code_line('    x = "<b>&"  # <i>', 7)
    assert "&lt;b&gt;&amp;" in line
    assert "<i># &lt;i&gt;</i>" in line
    assert "data-line=7" in line
    assert "--indent: 4ch" in line
    assert "data-line" not in code_line("x")
