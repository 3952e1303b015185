"""Other people's text in a script stays text."""

import ast

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

import gd
from gd.export import Report
from gd.export.points import MAX_LITERALS

DOUBLING = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
RUN = gd.train("numpy_by_hand", DOUBLING, gd.Settings())
HOSTILE = st.text(
    st.one_of(
        st.sampled_from("\"'\\#{}\n\r\t\f\v\0\u2028\u2029\x85\u202e\ufeff\ud800Nu"), st.characters()
    )
)


def code(text: str) -> str:
    """The tree of a script without its docstring, which must be a string and nothing else."""
    tree = ast.parse(text)
    first = tree.body.pop(0)
    assert isinstance(first, ast.Expr)
    assert isinstance(first.value, ast.Constant)
    assert isinstance(first.value.value, str)
    return ast.dump(tree)


@given(HOSTILE, HOSTILE, HOSTILE)
@example('"""\nimport os\n"""', "\\", "\\")
@example('""', '"' * 7, 'http://a/"""\nimport os')
@example("\\" * 3 + '"""', "\\N{DASH}", "https://a/\\")
@example("\\x4", "\\u", "\\N{")
def test_names_and_links_change_nothing_but_the_docstring(x, y, link):
    text = gd.export.script(RUN, Report(names=(x, y), link=link))
    assert code(text) == code(gd.export.script(RUN))
    assert "\r" not in text
    docstring = ast.get_docstring(ast.parse(text), clean=False)
    assert docstring
    for line in text.partition('"""\n\n')[0].split("\n"):
        assert line.isprintable()
    text.encode()  # no half characters


def test_a_name_is_read_as_it_was_written():
    for name in ('a "quoted" one', "C:\\new\\x", 'three """ of them', "x²"):
        text = gd.export.script(RUN, Report(names=(name, "y")))
        assert f"\nx is “{name}”\ny is “y”\n" in (ast.get_docstring(ast.parse(text)) or "")


def test_a_link_leads_where_it_led():
    link = "https://example.org/numpy_by_hand?lr=0.01&x=1%2C2&data=pasted#a"
    assert f"\n{link}\n" in gd.export.script(RUN, Report(link=link))


finite = st.floats(allow_nan=False, allow_infinity=False)
POINTS = st.lists(st.tuples(finite, finite), min_size=1, max_size=MAX_LITERALS)


@given(POINTS, finite, st.floats(1e-300, 1e300), st.sampled_from(["float32", "float64"]))
def test_each_number_of_a_script_is_read_as_it_was(points, test_x, rate, dtype):
    """So none of them is nan or inf, which are no literals."""
    problem = gd.Problem(*zip(*points, strict=True))
    try:
        problem.arrays(dtype)
        settings = gd.Settings(rate, 3, dtype=dtype)
    except gd.InputError:
        return
    run = gd.Training("numpy_by_hand", problem, settings).run()  # before its first epoch
    read = {}
    for node in ast.parse(gd.export.script(run, Report(test_x=test_x))).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = (
                node.value.args[0]
                if isinstance(node.value, ast.Call) and node.value.args
                else node.value
            )
            try:
                read[node.targets[0].id] = ast.literal_eval(value)
            except ValueError:
                continue
    assert gd.Problem(read["x"], read["y"]) == problem
    assert (read["learning_rate"], read["test_x"]) == (settings.learning_rate, test_x)


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=9))
def test_the_file_of_points_is_read_as_they_were(points):
    problem = gd.Problem(*zip(*points, strict=True))
    head, *lines = gd.export.points_csv(problem).splitlines()
    assert head == "x,y"
    pairs = np.array([[float(number) for number in line.split(",")] for line in lines])
    assert gd.Problem(*pairs.T) == problem
