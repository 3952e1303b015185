"""The page of the notebooks."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from gd.documents import RUNS, Line, explain
from gd.links import controls
from gd.mistakes import run_trial
from gd.ui.pages import documents_page
from gd.ui.pages.explanations import QUESTIONS, Moved

from .app import html, opened, strip, unfolded


def lines(app) -> list[list[str]]:
    """Of each row: whether the lines are the same, the printed and the computed one."""
    rows = re.findall("<tr>(<td>.*?)</tr>", html(app))
    return [[unescape(cell) for cell in re.findall("<td>(.*?)</td>", row)] for row in rows]


def test_says_how_many_lines_match():
    app = opened("documents")
    assert "**154 of 154** printed lines and **18 of 18** pred" in app.main.markdown[1].value
    assert not app.table
    table = unfolded(app, "all runs").table[0].value
    assert len(table) == 12
    assert sum(int(text.split(" of ")[0]) for text in table["lines that match"]) == 154


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(RUNS)))
def test_shows_each_training_line_by_line(place):
    app = opened("documents")
    app.selectbox(key="document run").set_value(place).run()
    assert not app.exception
    same, printed, computed = zip(*lines(app), strict=True)
    assert printed == computed == RUNS[place].lines
    assert set(same) == {"✓"}


def test_a_line_that_differs_is_marked():
    table = documents_page._replay_table([Line("loss = 0.3", "loss = 0.4", 1)], "")
    assert "<tr class=gd-red>" in table
    assert "1 in the last digit" in table


def test_answers_every_question_when_it_is_opened():
    app = opened("documents")
    labels = [one.label for one in app.main.expander]
    assert labels[1:] == list(QUESTIONS)
    assert not any(one.markdown for one in app.main.expander)
    for question in QUESTIONS:
        unfolded(app, f"answer to {question}")
    answers = {one.label: one.markdown[0].value for one in app.main.expander if one.markdown}
    assert list(answers) == list(QUESTIONS)
    assert all(len(answer) > 100 for answer in answers.values())
    exact = answers["Is backpropagation “not as exact”?"]
    assert "1 unit in the last place" in exact
    assert "the two runs are the same, bit for bit" in exact
    assert "adds to `w.grad`" in answers["What happens without zero_grad?"]
    assert RUNS[0].lines[0] in answers[next(one for one in answers if "notebook 000" in one)]


MOVED = {name: one for name, one in QUESTIONS.items() if isinstance(one, Moved)}


@pytest.mark.slow
@pytest.mark.parametrize("question", MOVED)
def test_an_answer_that_runs_elsewhere_opens_there_with_the_notebooks_numbers(question):
    moved = MOVED[question]
    app = unfolded(opened("documents"), f"answer to {question}")
    link = next(one.proto for one in app.main.get("page_link") if "Guess" in one.proto.label)
    assert link.page == "mistakes"
    url = dict(parse_qsl(link.query_string, keep_blank_values=True))
    assert url["mistake"] == moved.mistake
    app = opened("mistakes", **url)
    assert not app.warning
    next(one for one in app.main.button if one.label == "Show me").click().run()
    trial = run_trial(moved.mistake, explain.PROBLEM, moved.settings)
    assert trial.reason in [one.value for one in app.main.markdown]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run.document[:3]}-{run.variant}")
def test_a_trainings_link_opens_its_variant_with_exactly_its_settings(run):
    link = {**controls.full_link(run.problem, run.settings), "tab": "Table"}
    app = opened(run.variant, **link)
    assert not app.warning
    assert not app.error
    predictions = [line.rpartition(" ")[2] for line in run.lines if line.startswith("Prediction")]
    if len(predictions) == 2:
        assert shown(app) == [rounded(printed) for printed in predictions]
    assert app.dataframe[-1].value["epoch"].max() == run.settings.epochs


def shown(app) -> list[float]:
    """f(5) before and after, as the strip shows it."""
    return [float(text) for text in strip(app)["f(5)"][:-1]]


def rounded(printed: str) -> float:
    return float(f"{float(printed):.4g}")


def test_a_link_from_page_to_page_sets_defaults_too():
    app = opened("torch_module", lr="0.3", epochs="7", seed="3", optimizer="Adam")
    app.switch_page("pages/documents.py").run()
    run = next(run for run in RUNS if run.variant == "torch_module")
    for name, value in controls.full_link(run.problem, run.settings).items():
        app.query_params[name] = value
    app.switch_page("pages/torch_module.py").run()
    assert shown(app) == [-3.745, 9.815]
