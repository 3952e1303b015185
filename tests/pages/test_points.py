"""Each source of points; files, tables and links that are refused."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gd
from gd import theory
from gd.data import datasets, point_links, scaling
from gd.errors import InputError
from gd.ui.inputs import table_input
from gd.ui.inputs.controls import CONTROLS, SOURCES
from tests.data.malformed import MALFORMED

from .app import metric, opened, reopened

PAGE = "torch_autograd"
GOOD = "x;y\n1,5;3\n2,5;5\n4;8\n"
SEMICOLONS = "Zeit;Ort;Länge;Preis\n1;a;1,5;9\n2;b;2,5;7\n3;c;4,5;8\n"


def said(elements) -> str:
    return "\n".join(element.value for element in elements).replace("\\", "").replace("\u2060", "")


def choose(app, source: str):
    return app.sidebar.selectbox(key="data").set_value(source).run()


def upload(app, data: bytes, name: str = "a.csv"):
    return app.sidebar.file_uploader[0].set_value((name, data, "text/csv")).run()


def paste(app, text: str):
    return app.sidebar.text_area[0].set_value(text).run()


def edit(app, table: int = 0, **state):
    edits = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | state
    app.session_state[f"table editor {PAGE} {table}"] = edits
    return app.run()


def goal(problem: gd.Problem, x: float = 5, bias: bool = False) -> str:
    w, b = theory.optimum(problem, bias)
    return f"{w * x + b:.3f}"


def _sidebar_alone() -> None:
    import streamlit as st  # noqa: PLC0415 - a script of its own

    from gd.ui.inputs.sidebar import sidebar  # noqa: PLC0415
    from gd.ui.menu import ENTRIES  # noqa: PLC0415

    problem = sidebar(ENTRIES[2]).points
    st.metric("points", f"{problem.x.tolist()} {problem.y.tolist()}")


def sidebar_alone(**url: str | list[str]) -> AppTest:
    """The sidebar with the points that it hands over, without a page: many times as fast."""
    app = AppTest.from_function(_sidebar_alone, default_timeout=60)
    for name, value in url.items():
        app.query_params[name] = value
    return app.run()


GOOD_POINTS = "[1.5, 2.5, 4.0] [3.0, 5.0, 8.0]"
DEFAULT_POINTS = "[1.0, 2.0, 3.0, 4.0] [2.0, 4.0, 6.0, 8.0]"


@pytest.fixture(scope="module")
def uploading():
    """A sidebar that reads a file: three points, 1.5 to 4."""
    return upload(choose(sidebar_alone(), "file"), GOOD.encode())


@pytest.fixture(scope="module")
def pasting():
    return paste(choose(sidebar_alone(), "pasted"), GOOD)


@pytest.mark.parametrize("source", list(SOURCES))
def test_each_source_opens_by_its_name_in_the_link(source):
    app = opened(PAGE, data=source)
    assert not app.exception
    assert not app.error
    assert app.sidebar.selectbox(key="data").value == source
    if source in datasets.DATASETS:
        assert metric(app, "least squares") == goal(datasets.DATASETS[source].problem)


def test_a_data_set_comes_with_its_source_and_terms():
    app = opened(PAGE, data="norris")
    captions = said(app.sidebar.caption)
    assert datasets.DATASETS["norris"].source in captions
    assert datasets.DATASETS["norris"].terms in captions
    assert "36 points: x from 0.2 to 999, y from 0.1 to 998.5." in captions


def test_a_link_carries_the_parameters_of_synthetic_data():
    url = {"slope": "-1.5", "intercept": "4", "noise": "0.5", "number": "20", "noise_seed": "7"}
    app = opened("torch_module", data="made", **url)
    assert not app.error
    assert metric(app, "least squares") == goal(datasets.synthetic(-1.5, 4, 0.5, 20, 7), bias=True)
    app.sidebar.number_input(key="number").set_value(2.5).run()
    assert "Number of points takes a whole number; it got 2.5." in said(app.error)


def test_a_file_gives_its_first_columns_of_numbers_or_those_chosen():
    app = upload(choose(opened(PAGE), "file"), SEMICOLONS.encode("cp1252"))
    assert not app.error
    assert [app.sidebar.selectbox[n].value for n in (1, 2)] == ["Zeit", "Länge"]
    assert metric(app, "least squares") == goal(gd.Problem([1, 2, 3], [1.5, 2.5, 4.5]))
    app.sidebar.selectbox[2].set_value("Preis").run()
    assert metric(app, "least squares") == goal(gd.Problem([1, 2, 3], [9, 7, 8]))
    app.sidebar.selectbox[2].set_value("Ort").run()
    assert "row 2, column “Ort” takes a number; it got “a”." in said(app.error)
    assert metric(app, "least squares") == goal(gd.Problem([1, 2, 3], [9, 7, 8]))


# The page would take the two other columns of this one.
FILES = [row for row in MALFORMED if row[0] != "an empty column"]
TEXTS = [row for row in FILES if row[1].isascii() and 0 < len(row[1].strip()) < 1000]


@pytest.mark.parametrize(
    ("data", "sentence"), [row[1:] for row in FILES], ids=[row[0] for row in FILES]
)
def test_a_malformed_file_is_refused_and_the_last_points_stay(uploading, data, sentence):
    app = upload(uploading, data)
    assert not app.exception
    assert len(app.error) == 1
    assert sentence in said(app.error)
    assert metric(app, "points") == GOOD_POINTS


@pytest.mark.parametrize(
    ("data", "sentence"),
    [row[1:] for row in TEXTS],
    ids=[row[0] for row in TEXTS],
)
def test_malformed_text_is_refused_and_the_last_points_stay(pasting, data, sentence):
    app = paste(pasting, data.decode())
    assert not app.exception
    assert metric(app, "points") == GOOD_POINTS
    if not data.startswith((b"PK", b"%PDF")):  # signs of a file, which text has none of
        assert sentence in said(app.error)


def test_a_file_taken_away_is_asked_for_again(uploading):
    app = upload(uploading, GOOD.encode())
    app.sidebar.file_uploader[0].set_value(None).run()
    assert not app.error
    assert "No points yet." in said(app.info)
    assert "Carry the points in the link" not in [button.label for button in app.button]


def test_edited_cells_and_rows_are_the_points():
    app = edit(
        opened(PAGE, data="table"),
        edited_rows={0: {"y": 3.0}},
        added_rows=[{"x": 5.0, "y": 11.0}, {}],
        deleted_rows=[3],
    )
    edited = gd.Problem([1, 2, 3, 5], [3, 4, 6, 11])
    assert not app.error
    assert metric(app, "least squares") == goal(edited)
    choose(app, "norris")
    choose(app, "table")
    assert metric(app, "least squares") == goal(edited)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"edited_rows": {1: {"y": None}}}, "row 2, column “y” takes a number; it got “”."),
        ({"added_rows": [{"y": 3.0}]}, "row 5, column “x” takes a number; it got “”."),
        ({"deleted_rows": [0, 1, 2, 3]}, "The table takes at least one row of numbers; it got 0."),
        ({"edited_rows": {0: {"x": 1e39}}}, "x[0] takes numbers up to"),
    ],
)
def test_a_table_with_gaps_is_refused(state, sentence):
    app = edit(opened(PAGE, data="table"), **state)
    assert not app.exception
    assert sentence in said(app.error)
    assert metric(app, "least squares") == "10.000"


def test_many_edits_become_the_table_and_further_ones_count_from_it():
    app = opened(PAGE, data="table")
    rng = np.random.default_rng(0)
    pasted = rng.normal(10, 3, (4_000, 2))
    rows = [dict(zip("xy", row, strict=True)) for row in pasted.tolist()]
    edit(app, edited_rows={0: {"y": 3.0}}, deleted_rows=[1], added_rows=[*rows, {"y": None}])
    expected = np.vstack([[1, 3], [3, 6], [4, 8], pasted])
    assert not app.error
    assert "4,003 points" in said(app.sidebar.caption)
    assert metric(app, "least squares") == goal(gd.Problem(*expected.T))
    # Streamlit has nothing left to apply.
    assert app.session_state["table base"].equals(app.session_state["table"])
    expected[1] = 5, 70
    edit(app, table=1, edited_rows={1: {"x": 5.0, "y": 70.0}}, deleted_rows=[4003])
    assert metric(app, "least squares") == goal(gd.Problem(*expected.T))
    choose(app, "norris")
    choose(app, "table")
    assert metric(app, "least squares") == goal(gd.Problem(*expected.T))


def test_few_edits_and_many_make_the_same_table():
    state = {
        "edited_rows": {1: {"x": None}, 3: {"x": 7.5, "y": -1.0}},
        "deleted_rows": [0, 1],
        "added_rows": [{"x": 1.0, "y": 2.0}, {"x": 3.0}, {}, {"_index": 4, "y": 5.0, "x": 6.0}],
    }
    app = edit(opened(PAGE, data="table"), **state)
    base, made = app.session_state["table base"], app.session_state["table"]
    at_once = table_input._with_edits(base, state)
    assert np.array_equal(at_once.to_numpy(), made.to_numpy(np.float64), equal_nan=True)


def test_nothing_is_lost_between_sources_and_pages():
    app = opened(PAGE)
    app.sidebar.text_input(key="y").set_value("3, 6, 9, 12").run()
    edit(choose(app, "table"), edited_rows={0: {"y": 30.0}})
    paste(choose(app, "pasted"), "1 7\n2 14\n")
    upload(choose(app, "file"), GOOD.encode())
    choose(app, "made").sidebar.number_input(key="slope").set_value(4.0).run()
    for page in ("documents", "torch_optimizer"):
        app.switch_page(f"pages/{page}.py").run()
    assert app.sidebar.number_input(key="slope").value == 4
    assert metric(choose(app, "typed"), "least squares") == "15.000"
    assert metric(choose(app, "pasted"), "least squares") == "35.000"
    choose(app, "file")
    assert "In use: “a.csv”" in said(app.sidebar.caption)
    assert metric(app, "least squares") == goal(gd.Problem([1.5, 2.5, 4], [3, 5, 8]))
    table = gd.Problem([1, 2, 3, 4], [30, 6, 9, 12])
    assert metric(choose(app, "table"), "least squares") == goal(table)
    assert not app.exception


def test_points_of_a_file_go_into_the_link():
    app = upload(opened(PAGE, data="file"), GOOD.encode())
    app.sidebar.button[-1].click().run()
    assert app.sidebar.selectbox(key="data").value == "typed"
    assert app.sidebar.text_input(key="x").value == "1.5, 2.5, 4"
    x, y = point_links.format_for_link(gd.Problem([1.5, 2.5, 4], [3, 5, 8]))
    assert metric(opened(PAGE, x=x, y=y), "least squares") == metric(app, "least squares")


def test_a_link_that_cannot_carry_the_points_says_so():
    app = paste(choose(opened(PAGE), "pasted"), "1,2\n" * 500)
    assert "A link cannot carry these points. The link takes up to" in said(app.sidebar.caption)
    assert [button.label for button in app.sidebar.button] == ["Reset to defaults"]


def test_a_link_to_a_table_or_a_file_says_that_it_carries_none():
    for source, what in (("file", "Upload a CSV file"), ("pasted", "Paste text")):
        sentence = f"{what} in the sidebar; a link does not carry it. Until then you see the "
        app = opened(PAGE, data=source)
        assert f"{sentence}notebooks' points, 1 to 4." in said(app.info)
        choose(choose(app, "norris"), source)
        assert f"{sentence}last valid points." in said(app.info)
    assert "do not travel in a link" in said(opened(PAGE, data="table").warning)


# Units, rates, precision


def test_standardised_points_train_and_speak_in_the_units_of_the_points():
    app = opened(
        "torch_module", data="co2", standardise="true", dtype="float64", lr="0.3", test_x="2030"
    )
    problem = datasets.DATASETS["co2"].problem
    scale = scaling.standardise(problem)
    run = gd.train("torch_module", scale.problem, gd.Settings(0.3, dtype="float64"))
    w, b = scale.original(*run.end)
    assert metric(app, "f(2030) after") == f"{w * 2030 + b:.3f}"
    assert metric(app, "least squares") == goal(problem, 2030, bias=True)
    table = next(block.value for block in app.main.markdown if "R²" in block.value)
    best = theory.optimum(problem, bias=True)
    assert f"| w | {w:.9g} | {best[0]:.9g} |" in table
    assert "| w, standard | " in table
    assert "Trained on standardised points" in said(app.info)


def test_a_rate_that_cannot_fit_is_told_and_helped():
    app = opened("torch_module", data="cars", epochs="2")
    assert "Stay below 0.00376." in said(app.warning)
    labels = {button.label: button for button in app.main.button}
    labels["Set the learning rate to 0.0019 and the epochs to 100"].click().run()
    assert not app.warning
    assert not app.main.button
    assert app.sidebar.number_input(key="epochs").value == 100
    app = opened("torch_module", data="co2", epochs="2")
    labels = {button.label: button for button in app.main.button}
    assert "Set the learning" not in " ".join(labels)
    labels["Standardise x and y, set the learning rate to 0.5"].click().run()
    assert not app.warning
    assert not app.main.button
    assert app.sidebar.checkbox(key="standardise").value


@pytest.mark.parametrize("url", [{"x": "3,3", "y": "1,2"}, {"x": "3", "y": "1"}])
def test_a_slope_that_the_points_leave_open_is_told(url):
    assert "do not determine the slope" in said(opened(PAGE, **url).info)
    app = opened(PAGE, standardise="true", **url)
    assert "To standardise: x takes two or more different numbers" in said(app.error)
    assert not app.exception


def test_float64_holds_what_float32_does_not():
    url = {"x": "1e39,2e39", "y": "1,2"}
    assert "largest that float32 holds" in said(opened(PAGE, **url).error)
    app = opened(PAGE, dtype="float64", **url)
    assert not app.error
    app.sidebar.radio(key="dtype").set_value("float32").run()
    assert not app.exception
    assert "largest that float32 holds" in said(app.error)
    assert metric(app, "least squares") == "10.000"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ({"x": "1e-310", "y": "1"}, "numbers of at least 1.401298e-45 in size"),
        ({"x": "5e-324", "y": "-1e-05", "dtype": "float64"}, "a largest number of 1e-75 or more"),
        ({"x": "1e-46,1", "y": "1,2"}, "x[0] takes 0, or numbers of at least 1.401298e-45 in size"),
        ({"x": "1700000000,1700000001", "y": "1,2"}, "x takes numbers that float32 tells apart"),
        ({"w0": "1e-46"}, "Start of w takes 0, or numbers of at least 1.401298e-45 in size"),
        (
            {"x": "1e309", "y": "1"},
            "Entry 1 of x takes numbers up to ±1.797693e+308; it got “1e309”",
        ),
    ],
)
def test_numbers_that_would_become_others_are_refused(url, sentence):
    app = opened(PAGE, **url)
    assert not app.exception
    assert len(app.error) == 1
    assert sentence in said(app.error)
    assert metric(app, "f(5) before") == "0.000"
    assert metric(app, "least squares") == "10.000"


def test_what_float32_does_not_hold_can_be_standardised():
    days = {"x": "1700000000,1700000001,1700000003", "y": "1e39,2e39,4e39"}
    app = opened("torch_module", standardise="true", test_x="1700000002", **days)
    assert not app.error
    assert metric(app, "least squares") == "3e+39"
    app.sidebar.checkbox(key="standardise").uncheck().run()
    sentence = "x takes numbers that float32 tells apart, as float64 does; it got “1700000000 to 17"
    assert sentence in said(app.error)
    assert "Still showing the notebooks' points, 1 to 4." in said(app.error)
    assert len(app.error) == 1
    assert metric(app, "least squares") == "3.4e+09"


def test_points_that_cannot_be_standardised_stay_as_they_are_if_they_can():
    for x, stay in (("3,3", "The points stay in their own units."), ("1e39,1e39", "Still showing")):
        app = opened(PAGE, standardise="true", x=x, y="1,2")
        assert not app.exception
        assert "To standardise: x takes two or more different numbers" in said(app.error)
        assert stay in said(app.error)


def test_points_that_float32_blurs_are_told():
    url = {"x": "1700000000,1700000100,1700000200", "y": "1,2,3"}
    word = "float32 rounds these numbers by up to 28.0% of their range."
    app = opened(PAGE, **url)
    assert word in said(app.sidebar.caption)
    for other in ({"dtype": "float64"}, {"dtype": "float32", "standardise": "true"}):
        assert "of their range" not in said(reopened(app, **url, **other).sidebar.caption)


@pytest.mark.parametrize("page", ["torch_module", "learning_rate"])
@pytest.mark.parametrize(
    ("size", "standardise", "fits"),
    [
        ("1e74", "false", True),
        ("1e74", "true", True),
        ("1e76", "false", False),
        ("1e-74", "false", True),
        ("1e-74", "true", True),
        ("1e-76", "false", False),
    ],
)
def test_sizes_at_the_ends_of_float64(page, size, standardise, fits):
    url = {"x": f"{size},-{size},0", "y": f"0,{size},1"}
    app = opened(page, dtype="float64", standardise=standardise, epochs="3", test_x="0", **url)
    assert not app.exception
    assert bool(app.error) != fits


# Hostile links

NASTY = [
    "", " ", "NaN", "-nan", "inf", "-Infinity", "1e39", "-1e39", "1e999", "1e-320", "-0", "0x10",
    "1_000", "1,5", "1;2", "1,,2", ",", "1 2", "١٢", "½", "∞", "−1", "true", "None", "null",
    "undefined", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "**bold**",
    "[a](https://b.de)", "$x^2$", ":red[b]", "# h", "`c`", "=1+1", "@SUM(A1)", "' OR 1=1 --",
    "; DROP TABLE points", "../../etc/passwd", "%00", "\x00", "a\x00b", "\r\nSet-Cookie: a=b",
    "\u202eabc", "\ud7ff", "😀" * 50, "9" * 400, "1," * 3000, "x" * 20_000, "{}", "[]", "[1,2]",
    "1e5" * 20, "__import__('os')",
]  # fmt: skip
GROUPS = [
    ("x",),
    ("y",),
    ("lr", "epochs", "w0", "b0", "seed", "test_x"),
    ("data", "slope", "intercept", "noise", "number", "noise_seed", "standardise", "dtype"),
    ("gradient", "arithmetic", "optimizer", "<b>unknown</b>"),
]


def test_there_are_200_hostile_links():
    assert len(NASTY) * len(GROUPS) >= 200


def refusal(name: str, text: str) -> str:
    """Words of the sentence that a value of a link calls for, empty if it is one to take."""
    if name not in CONTROLS:
        return "The link sets"
    if name in ("x", "y"):
        other = {"x": CONTROLS["x"].default, "y": CONTROLS["y"].default} | {name: text}
        try:
            point_links.parse_points(**other).arrays("float32")
        except InputError as error:
            return error.field
        return ""
    try:
        CONTROLS[name].parse(text)
    except InputError:
        return f"In the link: {CONTROLS[name].label} takes"
    return ""


@pytest.fixture(scope="module", params=GROUPS, ids=lambda names: names[0])
def linked(request):
    names: tuple[str, ...] = request.param
    return names, sidebar_alone()


@pytest.fixture(scope="module")
def paged():
    return opened(PAGE)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text)[:20])
def test_a_hostile_link_is_refused_in_sentences(linked, text):
    names, app = linked
    reopened(app, **{str(name): text for name in names})
    assert not app.exception
    messages = said([*app.warning, *app.error])
    refusals = [refusal(name, text) for name in names]
    for words in refusals:
        assert words in messages
    assert len(messages) < 600 * len(names)
    if all(refusals):
        assert len(app.warning) + len(app.error) == len(names)
        assert metric(app, "points") == DEFAULT_POINTS


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text)[:20])
def test_a_page_stands_whatever_its_link_says(paged, text):
    app = reopened(paged, **{name: text for names in GROUPS for name in names})
    assert not app.exception
    assert app.title[0].value
    assert metric(app, "least squares")


def test_repeated_and_very_many_parameters():
    many = {f"p{n}": "1" for n in range(900)}
    app = opened(PAGE, **many, x=["1,2", "1,2,3"], data=["q", "z"])
    assert not app.exception
    assert "897 more" in said(app.warning)
    assert "it got “z”" in said(app.warning)
    assert "y takes as many numbers as x, which has 3; it got 4." in said(app.error)
    # Streamlit itself ignores an address with more than 1,000 of them.
    app = opened(PAGE, **{f"p{n}": "1" for n in range(10_000)})
    assert not app.exception
    assert metric(app, "least squares") == "10.000"


def test_the_points_of_every_data_set_can_be_trained_on_every_page():
    for name, dataset in datasets.DATASETS.items():
        app = opened("overview", data=name, epochs="2", standardise="true")
        assert not app.exception
        assert not app.error
        assert np.isfinite(scaling.standardise(dataset.problem).problem.x).all()
