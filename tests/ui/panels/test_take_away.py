"""The tab *Code*: what it shows, what it offers, and that it makes nothing before it is asked."""

import ast
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

import gd
from gd.data.datasets import DATASETS
from gd.data.scaling import standardise
from gd.export import Report, pictures
from gd.export.distributed import distributed
from gd.ui import state
from tests.pages.app import opened

LINE = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def code(app) -> str:
    assert not app.exception
    return app.code[0].value


def without_link(text: str) -> str:
    return re.sub(r"(?m)^(\w+)(\?.*)?\n\"\"\"$", '"""', text)


def link_of(app) -> dict[str, str]:
    """The settings in the link that the script holds."""
    (found,) = re.findall(r"(?m)^(\w+(?:\?.*)?)\n\"\"\"$", code(app))
    return dict(parse_qsl(urlsplit(found).query, strict_parsing="?" in found))


@pytest.fixture(scope="module")
def app():
    return opened("torch_module", lr="0.02", epochs="7", w0="0.5", b0="-1", test_x="3", tab="Code")


@pytest.fixture(scope="module")
def run():
    settings = gd.Settings(learning_rate=0.02, epochs=7, w0=0.5, b0=-1)
    return gd.train("torch_module", LINE, settings)


def test_the_script_comes_first_the_apps_own_file_is_a_click_away(app, run):
    assert without_link(code(app)) == gd.export.script(run, Report(test_x=3)).strip()
    choice = app.main.segmented_control(key=state.CODE)
    choice.set_value("Several machines").run()
    file = "torch_module-lr-0.02-epochs-7-distributed.py"
    assert f"torchrun --standalone --nproc-per-node 2 {file}" in code(app)
    expected = distributed(run, Report(test_x=3), file)
    assert code(app).partition("import numpy")[2] == expected.strip().partition("import numpy")[2]
    choice.set_value("The app's own file").run()
    assert code(app) == gd.VARIANTS["torch_module"].source.strip()
    choice.set_value("Script").run()


def test_the_programs_print_every_k_as_the_tab_printed_does(app, run):
    app.session_state[state.TAB] = "Printed"
    app.run()
    (interval,) = (one for one in app.main.number_input if "k-th" in one.label)
    interval.set_value(3).run()
    shown = app.code[0].value.splitlines()
    assert len(shown) == 1 + 3 + 1
    app.session_state[state.TAB] = "Code"
    app.run().run()  # of the tab *Printed* nothing is left on the page
    assert without_link(code(app)) == gd.export.script(run, Report(test_x=3, every=3)).strip()
    app.main.segmented_control(key=state.CODE).set_value("Several machines").run()
    assert "if epoch % 3 == 0:" in code(app)
    app.main.segmented_control(key=state.CODE).set_value("Script").run()


def test_the_link_in_the_script_has_the_settings(app):
    assert link_of(app) == {"lr": "0.02", "epochs": "7", "w0": "0.5", "b0": "-1", "test_x": "3"}


def test_a_refused_input_is_in_no_link_what_is_used_in_its_place_is(app):
    before = link_of(app)
    app.sidebar.text_input(key="x").set_value("1, 2, x").run()
    assert app.error
    assert link_of(app) == {**before, "x": "1, 2, 3, 4", "y": "2, 4, 6, 8"}
    assert "x = np.array([1.0, 2.0, 3.0, 4.0]" in code(app)
    app.sidebar.text_input(key="x").set_value("1, 2, 3, 4").run()
    assert link_of(app) == before


def test_standardised_points_stand_there_in_their_own_units():
    app = opened("torch_module", data="cars", standardise="true", test_x="9", tab="Code", lr="0.1")
    points = DATASETS["cars"].problem
    run = gd.train("torch_module", standardise(points).problem, gd.Settings(learning_rate=0.1))
    expected = gd.export.script(run, Report(points=points, test_x=9, names=DATASETS["cars"].axes))
    assert without_link(code(app)) == expected.strip()
    assert link_of(app) == {"data": "cars", "lr": "0.1", "standardise": "true", "test_x": "9"}


def test_of_many_points_it_says_where_they_are():
    app = opened("torch_module", data="made", number="201", tab="Code")
    assert any("`points.csv`" in caption.value for caption in app.caption)
    assert link_of(app) == {"data": "made", "number": "201"}
    assert not any("points.csv" in one.value for one in opened("torch_module", tab="Code").caption)


def test_the_points_of_a_table_are_written_into_the_link():
    app = opened("torch_module", data="table", tab="Code")
    assert not set(link_of(app)) - {"x", "y"}


def test_names_of_columns_are_no_code():
    app = opened("numpy_by_hand", data="pasted", tab="Code")
    hostile = 'a"""; raise SystemExit'
    app.text_area(key=state.PASTED).set_value(f"{hostile}\ty\n1\t2\n2\t4\n3\t7\n").run()
    assert "raise SystemExit" in code(app)  # it is shown
    (first, *others) = ast.parse(code(app)).body
    assert "raise SystemExit" in ast.unparse(first)  # within the docstring
    assert "SystemExit" not in "".join(map(ast.unparse, others))


def test_the_list_of_files_is_drawn_when_it_is_opened_and_no_picture_before_it_is_asked_for(
    monkeypatch,
):
    drawn = []
    monkeypatch.setattr(pictures, "render", lambda *_: drawn.append(1))
    app = opened("numpy_by_hand", tab="Code")
    assert not app.get("download_button")
    app.session_state[state.DOWNLOADS] = True
    app.run()
    assert not app.exception
    labels = [button.proto.label for button in app.get("download_button")]
    views = [
        f"{view} .{kind}"
        for view in ("Points", "Landscape", "Loss", "Weights")
        for kind in ("png", "svg")
    ]
    assert labels == [
        "Everything .zip",
        "Script .py",
        "Notebook .ipynb",
        "Several machines .py",
        "History .csv",
        "Points .csv",
        *views,
    ]
    assert all(button.proto.deferred_file_id for button in app.get("download_button"))
    app.session_state[state.CURVES] = "gradient"
    app.run()
    assert "Gradient .png" in [button.proto.label for button in app.get("download_button")]
    assert not drawn
