"""The page that compares runs."""

import json
import re
from functools import cache

import pytest

import gd
from gd.analysis.comparison import compare
from gd.links import run_specs
from gd.ui import state

from .app import charts, html, no_numbers, opened, unfolded

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


@cache
def untouched():
    """The page as it opens; only looked at."""
    return opened("compare")


def said(app) -> str:
    """The verdicts, without their markup."""
    return re.sub("<.*?>", "", html(app))


def button(app, label: str):
    return next(button for button in app.main.button if button.label == label)


def variants(app) -> list[str]:
    return [box.value for box in app.main.selectbox if "Variant" in box.label]


def test_begins_with_numpys_sum_and_autograd_and_names_the_cause():
    app = untouched()
    found = compare(
        gd.train("numpy_by_hand", POINTS, gd.Settings()),
        gd.train("torch_autograd", POINTS, gd.Settings()),
    )
    assert "A and B differ, because of the gradient (sum against mean)." in said(app)
    assert f"w is up to {found.w.size:.4g} apart, in epoch {found.w.epoch}; rounding" in said(app)
    assert found.w.size == 1.125
    assert "Affects only the rounding: who computes (NumPy against torch autograd)." in said(app)
    assert len(charts(app)) == 2  # of three tabs, one is drawn
    assert "runs" not in app.query_params


@pytest.mark.parametrize(
    ("view", "drawn"), [(state.VIEWS[0], 2), (state.VIEWS[1], 1), (state.VIEWS[2], 1)]
)
def test_a_link_opens_a_view_and_only_the_open_one_is_computed(view, drawn):
    app = opened("compare", view=view)
    assert len(charts(app)) == drawn
    assert len(app.table) == (view == state.VIEWS[2])
    assert not app.warning
    refused = opened("compare", view="Numbers").warning[0].value.replace("\\", "")
    assert refused.startswith("In the link: View takes one of Loss and weights,")


def test_one_difference_at_a_time():
    table = opened("compare", view=state.VIEWS[2]).table[0].value
    assert list(table["turned on"]) == [
        "gradient: sum → mean",
        "who computes: NumPy → torch autograd",
    ]
    assert list(table["the runs before and after it"]) == ["differ", "are the same, to rounding"]


QUESTIONS = {
    "Why does NumPy converge faster?": "differ, because of the gradient (sum against mean)",
    "Is backpropagation less exact?": "are the same, to rounding",
    "Why does nn.Linear stop short?": "differ, because of the bias (none against one)",
    "What does Adam change?": "differ, because of the optimizer (SGD against Adam)",
    "Is the sum only a larger step?": "are the same, bit for bit",
}


def test_each_question_sets_runs_that_answer_it():
    app = opened("compare", optimizer="Adam", gradient="mean", epochs="9")
    for question, verdict in QUESTIONS.items():
        app.pills(key="preset").set_value(question).run()
        assert not app.exception
        assert app.pills(key="preset").value == question
        assert f"A and B {verdict}." in said(app), question
        assert app.sidebar.number_input(key="epochs").value == 9  # the pages share it
    app.pills(key="preset").set_value("Is backpropagation less exact?").run()
    assert app.session_state["view"] == "Distance from A"
    app.sidebar.radio(key="gradient").set_value("sum").run()
    assert app.pills(key="preset").value == "Is backpropagation less exact?"


def test_a_question_that_takes_more_epochs_offers_them():
    app = opened("compare", epochs="9")
    app.pills(key="preset").set_value("Why does nn.Linear stop short?").run()
    button(app, "That takes 100 epochs: set them").click().run()
    assert app.sidebar.number_input(key="epochs").value == 100
    assert not [one for one in app.main.button if "epochs" in one.label]


@pytest.mark.slow
def test_the_link_carries_the_comparison_and_the_controls_change_it():
    """One way through the page: it begins with a link, and each control leaves its mark."""
    link = "torch_autograd--lr-0.02..torch_module--optimizer-Adam..numpy_by_hand"
    app = opened("compare", runs=link, epochs="6")
    assert not app.warning
    assert variants(app) == ["torch_autograd", "torch_module", "numpy_by_hand"]
    labels = [box.label for box in app.main.selectbox]
    assert labels == ["Variant A, lr 0.02", "Variant B, optimizer Adam", "Variant C"]
    for letter in "ABC":
        unfolded(app, f"own settings {letter}")
    assert app.number_input(key="compared A lr").value == 0.02
    assert app.selectbox(key="compared B optimizer").value == "Adam"

    app.selectbox(key="compared B variant").set_value("torch_optimizer").run()
    app.selectbox(key="compared C gradient").set_value("mean").run()
    app.number_input(key="compared C lr").set_value(0.03).run()
    button(app, "Add a run").click().run()
    assert not app.exception
    now = "torch_autograd--lr-0.02..torch_optimizer--optimizer-Adam..numpy_by_hand"
    assert app.session_state["runs"] == f"{now}--gradient-mean--lr-0.03..torch_module"
    assert app.query_params["runs"] == app.session_state["runs"]
    assert "Add a run" not in [one.label for one in app.main.button]

    # to another page and back
    app.switch_page("pages/torch_module.py").run()
    assert not app.warning
    app.switch_page("pages/compare.py").run()
    assert app.session_state["runs"].endswith("..torch_module")
    for letter in "AC":
        unfolded(app, f"own settings {letter}")
    assert app.number_input(key="compared C lr").value == 0.03

    button(app, "Remove C").click().run()
    button(app, "Remove A").click().run()
    assert app.session_state["runs"] == "torch_optimizer--optimizer-Adam..torch_module"
    app.selectbox(key="compared A optimizer").set_value("").run()
    assert app.session_state["runs"] == "torch_optimizer..torch_module"
    for _ in range(2):  # the first press goes back to the link
        next(one for one in app.sidebar.button if one.label == "Reset").click().run()
    assert app.session_state["runs"] == run_specs.DEFAULT


def test_the_stages_lead_to_the_run_asked_for():
    runs = f"{run_specs.DEFAULT}..torch_module--optimizer-Adam"
    app = opened("compare", runs=runs, epochs="5", view=state.VIEWS[2])
    app.radio(key="stages to BC").set_value("C").run()
    assert [cell.partition(":")[0] for cell in app.table[0].value["turned on"]] == [
        "gradient",
        "who computes",
        "optimizer",
        "bias",
    ]


def test_the_same_run_twice():
    runs = "torch_optimizer..torch_optimizer--optimizer-SGD"
    app = opened("compare", runs=runs, epochs="5", view=state.VIEWS[2])
    assert "A and B are the same, bit for bit." in said(app)
    assert "apart" not in said(app)
    assert any("A and B are one training" in one.value for one in app.main.markdown)
    assert not app.table


def test_a_distance_of_a_single_epoch_is_a_dot():
    runs = "numpy_by_hand--gradient-mean..torch_autograd"
    app = opened("compare", runs=runs, view=state.VIEWS[1])
    layers = json.loads(charts(app)[0].proto.spec)["layer"]
    assert [layer["mark"]["type"] for layer in layers] == ["line", "line", "circle"]


def test_where_no_bound_is_proven_none_is_shown_and_no_run_is_the_same():
    adam = "torch_module--optimizer-Adam..torch_optimizer--optimizer-Adam"
    runs = f"{adam}..torch_module--optimizer-SGD"
    app = opened("compare", data="norris", runs=runs, epochs="9", view=state.VIEWS[2])
    assert "A and B differ, because of the bias (one against none)." in said(app)
    assert list(app.table[0].value["the runs before and after it"]) == ["differ"]
    assert "rounding explains" not in said(app)
    assert re.findall(r"([wb]) is up to", said(app)) == ["w", "b", "w", "b"]  # of B and of C
    assert "rounding explains up to" in said(untouched())


def test_small_differences_are_counted_in_float32_steps_too():
    found = compare(
        gd.train("numpy_by_hand", POINTS, gd.Settings(epochs=100, gradient="mean")),
        gd.train("torch_autograd", POINTS, gd.Settings(epochs=100)),
    )
    runs = "numpy_by_hand--gradient-mean..torch_autograd"
    assert f"({found.w.ulps} float32 step)" in said(opened("compare", runs=runs, epochs="100"))
    assert "float32 step" not in said(untouched())  # there are millions


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ({"lr": "5", "epochs": "300"}, "A diverges: the error grows 300-fold an epoch. It over"),
        ({"x": "3e38", "y": "-3e38", "w0": "3"}, "It overflows at epoch 1."),
    ],
)
def test_diverged_runs_are_compared_while_both_last(url, sentence):
    app = opened("compare", **url)
    assert not app.exception
    assert not app.error
    assert sentence in said(app)
    assert not no_numbers(app)


def test_what_grows_is_called_divergence_with_a_runs_own_rate():
    app = opened("compare", runs="torch_autograd--lr-0.2..torch_optimizer")
    assert "A diverges: the error grows 2-fold an epoch." in said(app)
    assert "B diverges" not in said(app)


@pytest.mark.slow
@pytest.mark.parametrize("url", [{"x": "0,0"}, {"x": "3"}, {"epochs": "1"}])
def test_odd_problems_have_their_page_too(url):
    size = len(url.get("x", "1,2,3,4").split(","))
    y = ",".join(["2", "4", "6", "8"][:size])
    for view in state.VIEWS:
        runs = f"{run_specs.DEFAULT}..torch_module"
        app = opened("compare", runs=runs, view=view, **{"y": y, **url})
        assert not app.exception
        assert not app.error


def test_a_refused_comparison_is_named_and_the_last_good_one_stays():
    app = opened("compare", runs="torch_autograd..torch_optimizer", epochs="3")
    app.query_params["runs"] = "**[a](http://b.de)**..torch_module"
    app.run()
    assert not app.exception
    assert app.warning[0].value.replace("\\", "").startswith("In the link: Runs")
    assert variants(app) == ["torch_autograd", "torch_optimizer"]
    app.selectbox(key="compared B variant").set_value("torch_module").run()
    assert not app.warning


def test_a_link_to_another_page_may_carry_a_comparison():
    app = opened("torch_autograd", runs="torch_autograd..torch_module--lr-0.05")
    assert not app.warning
    app.switch_page("pages/compare.py").run()
    assert unfolded(app, "own settings B").number_input(key="compared B lr").value == 0.05


def test_runs_of_one_variant_are_told_apart_in_the_legend():
    runs = "torch_optimizer--optimizer-SGD..torch_optimizer--optimizer-Adam--lr-0.5..torch_autograd"
    app = opened("compare", runs=runs)
    for chart in charts(app):
        layer = json.loads(chart.proto.spec)["layer"][0]
        assert layer["encoding"]["color"]["scale"]["domain"] == [
            "A torch optimizer, 0.01, SGD",
            "B torch optimizer, 0.5, Adam",
            "C torch autograd",
        ]
