"""Source edited by its syntax tree."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd.export import source

CHOICE = """\
# above
if kind == "a":
    # of a
    one = 1  # one
else:
    two = 2

    three = 3

if other > 3:
    four = 4
"""


def test_a_known_condition_leaves_the_branch_that_is_taken():
    rest = "\nif other > 3:\n    four = 4\n"
    assert source.specialised(CHOICE, {"kind": "a"}) == ("# above\n# of a\none = 1  # one\n" + rest)
    assert source.specialised(CHOICE, {"kind": "b"}) == ("# above\ntwo = 2\n\nthree = 3\n" + rest)
    assert source.specialised(CHOICE, {}) == CHOICE


def test_a_condition_that_fails_takes_its_lines_with_it():
    text = "for i in n:\n    a = 1\n    if k:\n        b = 2\n\n    c = 3"
    assert source.specialised(text, {"k": False}) == "for i in n:\n    a = 1\n\n    c = 3"


def test_nodes_are_replaced_where_they_stand_behind_letters_of_several_bytes():
    text = 'é = "ü"; ß = f(α, β)\n'
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)]
    edits = [(node, "γγ") for node in calls if node.id in "αβ"]
    assert source.edited(text, edits) == 'é = "ü"; ß = f(γγ, γγ)\n'


def test_lines_take_the_place_and_the_indentation_of_a_statement():
    text = "while a:\n    yield 1\n"
    (node,) = (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Expr))
    assert source.edited(text, [(node, "if b:\n    c")]) == "while a:\n    if b:\n        c\n"


def test_assignments_that_nothing_reads_go():
    text = "a, b = 1, 2\nc = 3\nd[0] = d\ne = c\n"
    assert source.without_unread(text, set()) == "c = 3\nd[0] = d\n"
    assert source.without_unread(text, {"b", "e"}) == text


def test_the_body_of_a_function_begins_after_its_docstring():
    text = 'def f():\n    """D.\n    """\n    # first\n    a = 1\n\n    return a\n\n\nb = 2\n'
    assert source.body(text, "f") == "# first\na = 1\n\nreturn a"
    with pytest.raises(LookupError):
        source.body(text, "g")


@given(st.floats(allow_nan=False), st.integers())
def test_an_f_string_writes_what_its_template_does(value, number):
    template = "epoch {n}: w = {w:.3f}, loss = {w:.8f}"
    text = source.f_string(template, n="number + 1", w="value")
    assert eval(text) == template.format(n=number + 1, w=value)
