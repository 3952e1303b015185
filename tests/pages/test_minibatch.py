"""The page of mini-batches: batches, schedules, points held out, the cloud, and comparing them."""

import json
import re

import numpy as np
import pyarrow as pa
import pytest

import gd
from gd.analysis.cloud import Cloud, cloud
from gd.data.holdout import hold_out
from gd.data.scaling import r_squared, standardise
from gd.theory.schedules import rates
from gd.ui.panels.strip import DIGITS
from gd.variants.batches import batch

from .app import charts, html_with, opened, reopened, strip, unfolded, verdict

DOUBLING = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
NOISY = {"x": "1,2,3,4,5,6", "y": "2,5,5,9,9,13"}
NOISY_POINTS = gd.Problem([1, 2, 3, 4, 5, 6], [2, 5, 5, 9, 9, 13])


def trained(problem: gd.Problem = DOUBLING, **settings) -> gd.Run:
    """The run that the page shows with these settings, whose own defaults are not the engine's."""
    settings = {"batch_size": 1, "shuffle": True, **settings}
    return gd.train("torch_minibatch", problem, gd.Settings(**settings))


def errors(app) -> list[str]:
    return [one.value.replace("\\", "") for one in app.error]


def drawn(app) -> list[dict[str, dict[str, list]]]:
    """The named tables of each chart: points, landscape, loss, weights."""
    return [
        {
            one.name: pa.ipc.open_stream(one.data.data).read_all().to_pydict()
            for one in chart.proto.datasets
        }
        for chart in charts(app)
    ]


def on_all(run: gd.Run, problem: gd.Problem) -> np.ndarray:
    w, b = (
        np.append(start, run.history[name]) for start, name in zip(run.start, "wb", strict=True)
    )
    return np.mean((np.outer(w, problem.x) + b[:, None] - problem.y) ** 2, axis=1)


def test_the_charts_go_by_update_and_show_both_losses():
    run, app = trained(epochs=3), opened("torch_minibatch", epochs="3")
    tables = drawn(app)
    loss = tables[2]["history"]
    assert [table["history"]["epoch"] for table in tables] == 4 * [list(range(13))]
    assert loss["loss"] == pytest.approx(on_all(run, DOUBLING))
    assert loss["batch"][:-1] == pytest.approx(list(run.history["loss"]))
    assert loss["batch"][-1] is None
    axes = [json.dumps(json.loads(one.proto.spec)) for one in charts(app)]
    assert all('"epoch:' not in axis for axis in axes)


def test_the_points_of_the_next_batch_are_marked():
    tables = drawn(opened("torch_minibatch", x="4,1,3,2", y="8,2,6,4", batch_size="3"))
    points, history = tables[0]["points"], tables[0]["history"]
    settings = gd.Settings(batch_size=3, shuffle=True)
    for update in (1, 2, 3, 40):
        taken = np.array([4, 1, 3, 2])[batch(settings, 4, update)]
        places = [int(place) for place in history["batch"][update - 1].split()]
        assert [points["x"][place] for place in places] == list(taken)
    assert history["batch"][40] == ""  # nothing comes after the last


def test_batches_of_all_points_in_order_are_the_module():
    app = opened("torch_minibatch", batch_size="4", shuffle="false")
    module = opened("torch_module")
    assert strip(app) == strip(module)
    assert [table["history"] for table in drawn(app)] == [
        table["history"] for table in drawn(module)
    ]


def test_a_batch_of_more_than_all_points_is_refused_in_a_sentence():
    app = opened("torch_minibatch", batch_size="9", shuffle="false")
    said = "Batch size takes a whole number from 1 to 4, the number of points; it got 9."
    assert errors(app) == [f"{said} Until then, each update takes all points."]
    assert strip(app) == strip(opened("torch_module"))
    app.sidebar.number_input(key="batch_size").set_value(2.0).run()
    assert not app.error
    two = strip(app)
    app.sidebar.number_input(key="batch_size").set_value(5.0).run()
    assert "it got 5. Still using the last valid values." in errors(app)[0]
    assert strip(app) == two


def test_too_many_updates_are_refused_in_a_sentence():
    app = opened("torch_minibatch", data="made", number="10000", epochs="21")
    (error,) = errors(app)
    assert error.startswith("Epochs takes at most 20 with 10,000 batches each, 200,000 updates")
    assert len(charts(app)) == 4


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("name", "text", "takes"),
    [
        ("batch_size", "0", "Batch size takes a number from 1 to 100000"),
        ("shuffle", "yes", "Shuffle takes true or false"),
        ("batch_seed", "-1", "Seed of the shuffling takes a number from 0"),
        ("schedule", "<b>", "Rate schedule takes one of constant, step, cosine, 1/t"),
        ("held_out", "0.95", "Held out takes a number from 0 to 0.9"),
    ],
)
def test_what_a_link_cannot_set_is_said(name, text, takes):
    app = opened("torch_minibatch", **{name: text})
    assert any(takes in one.value.replace("\\", "") for one in app.warning)
    assert strip(app) == strip(opened("torch_minibatch"))


def test_a_fraction_of_a_point_is_refused():
    app = opened("torch_minibatch", batch_size="1.5")
    assert "Batch size takes a whole number; it got 1.5." in errors(app)[0]


def test_points_held_out_have_a_loss_and_r_squared_of_their_own():
    app = opened("torch_minibatch", **NOISY, held_out="0.34")
    train, held = hold_out(NOISY_POINTS, 0.34)
    assert held is not None
    run = trained(train)
    tables = drawn(app)
    assert tables[0]["held"] == {"x": list(held.x), "y": list(held.y)}
    assert tables[2]["history"]["held"] == pytest.approx(on_all(run, held))
    share = r_squared(held, *run.end)
    assert strip(app)["held out"][0] == f"{share:.{DIGITS}g}"
    # of other pages they are points like all others
    app.switch_page("pages/torch_module.py").run()
    assert len(drawn(app)[0]["points"]["x"]) == 6


def test_standardised_points_are_those_of_the_training():
    app = opened("torch_minibatch", **NOISY, held_out="0.34", standardise="true")
    train, _ = hold_out(NOISY_POINTS, 0.34)
    drawn_points = drawn(app)[0]
    assert np.mean(drawn_points["points"]["x"]) == pytest.approx(0, abs=1e-6)
    expected = [(x - train.x.mean()) / train.x.std() for x in NOISY_POINTS.x if x not in train.x]
    assert drawn_points["held"]["x"] == pytest.approx(expected)


def test_one_point_cannot_be_held_out():
    app = opened("torch_minibatch", x="1", y="2", held_out="0.5")
    assert "Held out takes 0 where there is a single point" in errors(app)[0]
    assert len(charts(app)) == 4


@pytest.mark.sampled(3)
@pytest.mark.parametrize("page", ["torch_optimizer", "torch_module", "torch_minibatch"])
def test_a_rate_that_falls_is_drawn(page):
    app = opened(page, schedule="step", epochs="8")
    history = drawn(app)[2]["history"]
    settings = gd.Settings(schedule="step", epochs=8, batch_size=1, shuffle=True)
    expected = rates(gd.train(page, DOUBLING, settings))
    assert history["rate"][:-1] == pytest.approx(list(expected))
    assert "rate" not in drawn(opened(page, epochs="8"))[2]["history"]


def test_the_cloud_is_said_and_drawn():
    url = {**NOISY, "lr": "0.02", "epochs": "200", "batch_size": "2", "standardise": "true"}
    app = opened("torch_minibatch", **url)
    problem = standardise(NOISY_POINTS).problem
    run = trained(problem, learning_rate=0.02, epochs=200, batch_size=2)
    found = cloud(run)
    assert found is not None
    assert found.measured is not None
    assert found.predicted is not None
    measured, predicted = (Cloud.size(of)[0] for of in (found.measured, found.predicted))
    said = re.fullmatch(r"w wanders ±(.+), predicted ±(.+)", verdict(app))
    assert said is not None
    assert [float(number) for number in said.groups()] == pytest.approx(
        [measured, predicted], rel=0.06
    )
    frame = drawn(app)[1]["frame"]["v"]
    axes = np.array(frame[-4:]).reshape(2, 2)
    assert axes.T @ axes / 4 == pytest.approx(found.predicted)  # of 2 σ
    text = " ".join(one.value for one in unfolded(app, "verdict").main.markdown)
    assert "**The cloud**" in text
    assert "At half the rate" in text


def test_where_the_line_fits_exactly_there_is_no_cloud():
    app = opened("torch_minibatch", lr="0.05")
    plain = drawn(opened("torch_module"))[1]["frame"]["v"]
    assert len(drawn(app)[1]["frame"]["v"]) == len(plain)
    text = " ".join(one.value for one in unfolded(app, "verdict").main.markdown)
    assert "**No cloud**: the best line goes through every point" in text


def test_a_rate_at_which_the_noise_grows_is_unstable():
    assert verdict(opened("torch_minibatch", **NOISY, lr="0.05")).startswith("unstable")


def test_this_step_works_out_the_points_of_its_batch():
    app = opened("torch_minibatch", batch_size="2", at="2")
    (step,) = html_with(app, '<div class="gd-step">')
    assert "Step 3, batch 1 of epoch 2: from 2 updates to 3 updates" in step
    taken = 1 + batch(gd.Settings(batch_size=2, shuffle=True), 4, 3)
    assert re.findall(r'<th scope="row">(\d+)</th>', step) == [str(place) for place in taken]


def test_the_tabs_speak_of_updates():
    app = opened("torch_minibatch", tab="Table", epochs="2")
    assert list(app.main.dataframe[0].value) == ["update", "loss", "w", "b", "grad_w", "grad_b"]
    app = reopened(app, tab="Printed", epochs="2")
    assert app.main.number_input[0].label == "Print every k-th update, k ="
    assert "epoch 2, update 5: w = " in app.main.code[0].value


def test_compare_says_what_the_batches_are():
    runs = "torch_module..torch_minibatch--batch_size-2"
    app = opened("compare", **NOISY, runs=runs, lr="0.005")
    (verdicts,) = html_with(app, "<ul class='gd-verdicts'>")
    assert "differ, because of the batches (all points against 2 at a time" in verdicts
    assert "3 updates an epoch, each from 2 of 6 points; w will wander: predicted ±" in verdicts
    assert {one.key for one in app.sidebar.number_input} >= {"batch_size"}
    app = opened("compare")
    assert {one.key for one in app.sidebar.number_input} & {"batch_size"} == set()


def test_compare_refuses_a_batch_of_more_than_all_points():
    app = opened("compare", runs="torch_module..torch_minibatch--batch_size-7")
    (error,) = errors(app)
    assert error.startswith("B: Batch size takes a whole number from 1 to 4")
    assert "each from 1 of 4 points" in html_with(app, "<ul class='gd-verdicts'>")[0]


def test_the_zones_say_what_they_mean_in_batches():
    (expander,) = [
        one
        for one in unfolded(opened("learning_rate"), "zones").main.expander
        if "zones" in one.label
    ]
    assert "**In mini-batches** the zones hold for the average step" in expander.markdown[0].value
