"""The page of the notebooks."""

import pytest

from gd.documents import RUNS
from gd.ui.inputs import controls
from gd.ui.pages.explanations import QUESTIONS

from .app import metric, opened


def test_says_how_many_lines_match():
    app = opened("documents")
    assert metric(app, "printed lines that match") == "154 of 154"
    assert metric(app, "predictions that match") == "18 of 18"
    assert len(app.dataframe[0].value) == 12


@pytest.mark.parametrize("place", range(len(RUNS)))
def test_shows_each_training_line_by_line(place):
    app = opened("documents")
    app.selectbox(key="document run").set_value(place).run()
    assert not app.exception
    table = app.dataframe[1].value
    assert tuple(table["printed"]) == RUNS[place].lines
    assert tuple(table["computed"]) == RUNS[place].lines
    assert table["same"].all()
    assert (table["off by, in the last digit"] == 0).all()


def test_answers_every_question():
    app = opened("documents")
    assert [expander.label for expander in app.expander] == list(QUESTIONS)
    answers = {expander.label: expander.markdown[0].value for expander in app.expander}
    assert all(len(answer) > 100 for answer in answers.values())
    exact = answers["Is backpropagation “not as exact”?"]
    assert "1 unit in the last place" in exact
    assert "the two runs are the same, bit for bit" in exact
    shapes = answers["What is wrong with (N, 1) minus (N,)?"]
    assert "the loss of that table is 10 instead of 0" in shapes
    assert "comes to w = 0 and b = 5:" in shapes


@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run.document[:3]}-{run.variant}")
def test_a_trainings_link_opens_its_variant_with_exactly_its_settings(run):
    app = opened(run.variant, **controls.full_link(run.problem, run.settings))
    assert not app.warning
    assert not app.error
    predictions = [line.rpartition(" ")[2] for line in run.lines if line.startswith("Prediction")]
    for moment, printed in zip(("before", "after"), predictions, strict=False):
        if len(predictions) == 2:
            assert metric(app, f"f(5) {moment}") == printed
    shown = app.dataframe[-1].value
    assert len(shown) == run.settings.epochs


def test_a_link_from_page_to_page_sets_defaults_too():
    app = opened("torch_module", lr="0.3", epochs="7", seed="3", optimizer="Adam")
    app.switch_page("pages/documents.py").run()
    run = next(run for run in RUNS if run.variant == "torch_module")
    for name, value in controls.full_link(run.problem, run.settings).items():
        app.query_params[name] = value
    app.switch_page("pages/torch_module.py").run()
    assert metric(app, "f(5) before") == "-3.745"
    assert metric(app, "f(5) after") == "9.815"
