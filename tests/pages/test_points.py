"""Each source of points, and the links that carry them."""

import numpy as np
import pytest

import gd
from gd.data import datasets, point_links, scaling
from gd.links.controls import SOURCES
from gd.ui import state
from gd.ui.inputs import source_picker

from .app import opened
from .points import (
    DEFAULT_POINTS,
    GOOD,
    GOOD_POINTS,
    PAGE,
    choose,
    edit,
    paste,
    points,
    said,
    sidebar_alone,
    upload,
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("source", list(SOURCES))
def test_each_source_opens_by_its_name_in_the_link(source):
    app = opened(PAGE, data=source)
    assert not app.exception
    assert not app.error
    assert app.sidebar.selectbox(key="data").value == source
    if source in datasets.DATASETS:
        assert points(app) == datasets.DATASETS[source].problem


def test_a_data_set_comes_with_its_source_and_terms():
    captions = said(sidebar_alone(data="norris").sidebar.caption)
    assert datasets.DATASETS["norris"].source in captions
    assert datasets.DATASETS["norris"].terms in captions


def test_a_link_carries_the_parameters_of_synthetic_data():
    url = {"slope": "-1.5", "intercept": "4", "noise": "0.5", "number": "20", "noise_seed": "7"}
    app = sidebar_alone(data="made", **url)
    assert not app.error
    assert points(app) == datasets.synthetic(-1.5, 4, 0.5, 20, 7)
    app.sidebar.number_input(key="number").set_value(2.5).run()
    assert "Number of points takes a whole number; it got 2.5." in said(app.error)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("1.5, 2.5, 4", "3, 5, 8"),
        ("[1.5, 2.5, 4]", "[3, 5, 8]"),
        ("1.5 2.5 4", "3 5 8"),
        ("1.5;2.5;4", "3;5;8"),
        ("1,5; 2,5; 4", "3; 5; 8"),
        ("1.5, 2.5, 4,", "(3, 5, 8)"),
    ],
)
def test_lists_of_numbers_are_typed_in_many_ways(x, y):
    app = sidebar_alone(x=x, y=y)
    assert not app.error
    assert points(app) == GOOD_POINTS


def test_x_and_y_are_called_what_their_source_calls_them():
    names = []
    app = sidebar_alone()
    for source in ("typed", "cars", "made"):
        choose(app, source)
        names.append(app.session_state[state.LAST_VALID_NAMES])
    paste(choose(app, "pasted"), 'date,salary\n2024-01-05,"$1,000"\n2024-01-06,$900\n')
    names.append(app.session_state[state.LAST_VALID_NAMES])
    assert names == [
        ("x", "y"),
        ("speed (mph)", "stopping distance (ft)"),
        ("x", "y"),
        ("date (days from 5 January 2024)", "salary ($)"),
    ]
    paste(app, "nothing")
    assert app.session_state[state.LAST_VALID_NAMES] == names[-1]  # as long as its points stay


def test_points_that_nobody_named_are_x_and_y():
    assert source_picker.names_of("table") == ("x", "y")
    for name, dataset in datasets.DATASETS.items():
        assert source_picker.names_of(name) == dataset.axes


@pytest.mark.slow
def test_nothing_is_lost_between_sources_and_pages():
    app = opened(PAGE)
    app.sidebar.text_input(key="y").set_value("3, 6, 9, 12").run()
    edit(choose(app, "table"), edited_rows={0: {"y": "30"}})
    paste(choose(app, "pasted"), "1 7\n2 14\n")
    upload(choose(app, "file"), GOOD.encode())
    choose(app, "made").sidebar.number_input(key="slope").set_value(4.0).run()
    for page in ("documents", "torch_optimizer"):
        app.switch_page(f"pages/{page}.py").run()
    assert app.sidebar.number_input(key="slope").value == 4
    assert points(choose(app, "typed")) == gd.Problem([1, 2, 3, 4], [3, 6, 9, 12])
    assert points(choose(app, "pasted")) == gd.Problem([1, 2], [7, 14])
    assert points(choose(app, "file")) == GOOD_POINTS
    assert "In use: “a.csv”" in said(app.sidebar.caption)
    assert points(choose(app, "table")) == gd.Problem([1, 2, 3, 4], [30, 6, 9, 12])
    assert not app.exception


def carry(app):
    return next((one for one in app.sidebar.button if one.label.startswith("Carry the")), None)


def test_points_of_a_file_go_into_the_link():
    app = upload(sidebar_alone(data="file"), GOOD.encode())
    button = carry(app)
    assert button
    button.click().run()
    assert app.sidebar.selectbox(key="data").value == "typed"
    assert app.sidebar.text_input(key="x").value == "1.5, 2.5, 4"
    x, y = point_links.format_for_link(GOOD_POINTS)
    assert points(sidebar_alone(x=x, y=y)) == points(app) == GOOD_POINTS


def test_a_link_that_cannot_carry_the_points_says_so():
    app = paste(choose(sidebar_alone(), "pasted"), "1,2\n" * 500)
    assert "A link cannot carry these points. The link takes up to" in said(app.sidebar.caption)
    assert carry(app) is None


def test_a_link_to_a_table_or_a_file_says_that_it_carries_none():
    for source, what in (("file", "Upload a file"), ("pasted", "Paste text")):
        sentence = f"{what} in the sidebar; a link does not carry it. Until then you see the "
        app = sidebar_alone(data=source)
        assert f"{sentence}notebooks' points, 1 to 4." in said(app.info)
        assert points(app) == DEFAULT_POINTS
        choose(choose(app, "norris"), source)
        assert f"{sentence}last valid points." in said(app.info)
    assert "do not travel in a link" in said(sidebar_alone(data="table").warning)


def test_the_points_of_every_data_set_can_be_trained_on_every_page():
    for name, dataset in datasets.DATASETS.items():
        app = opened("overview", data=name, epochs="2", standardise="true")
        assert not app.exception
        assert not app.error
        assert np.isfinite(scaling.standardise(dataset.problem).problem.x).all()
