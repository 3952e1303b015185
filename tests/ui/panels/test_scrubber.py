"""What the scrubber sends to the browser, and where the server knows it to be."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import streamlit

import gd
from gd.analysis.states import states
from gd.charts.linked_layers import PLACES
from gd.ui.panels import scrubber
from tests.pages.app import html, opened


def sent(app) -> Any:
    return next(
        one.proto for one in app.get("bidi_component") if one.proto.component_name == "scrubber"
    )


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_a_run_of_100_epochs_is_sent_in_4_kilobytes(optimizer):
    app = opened("torch_module", epochs="100", w0="-1.2345678", optimizer=optimizer)
    message = sent(app)
    assert message.ByteSize() < 4000
    problem = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    settings = gd.Settings(epochs=100, w0=-1.2345678, optimizer=optimizer)
    expected = states(gd.train("torch_module", problem, settings))
    found = json.loads(message.json, parse_constant=refuse)
    for name, values in {"loss": found["loss"], **found["weights"]}.items():
        assert values == [float(f"{value:.3g}") for value in expected[name]]


def test_a_long_run_names_its_stops():
    message = sent(opened("numpy_by_hand", epochs="5000", lr="0.001"))
    found = json.loads(message.json, parse_constant=refuse)
    assert found["epochs"][:31] == list(range(31))
    assert found["epochs"][-1] == 5000
    assert len(found["epochs"]) == len(found["loss"]) == len(found["weights"]["w"]) <= 440
    assert "b" not in found["weights"]


@pytest.mark.parametrize("lr", ["10", "0.1"])
def test_a_run_that_overflows_ends_at_its_last_finite_state(lr):
    message = sent(opened("numpy_by_hand", epochs="500", lr=lr))
    found = json.loads(message.json, parse_constant=refuse)
    assert found["end"] == "the last finite"


@pytest.mark.parametrize(
    ("at", "step"),
    [
        ("8", "Step 9:"),
        ("20", "Step 20"),
        ("99999", "Step 20"),
        ("-1", "Step 1:"),
        ("²", "Step 1:"),
    ],
)
def test_what_is_worked_out_is_at_the_state_of_the_link(at, step):
    assert f"<h2>{step}" in html(opened("torch_module", at=at, tab="This step"))


def test_the_scrubber_is_told_where_it_is_only_while_something_follows_it():
    for tab, follow in {"This step": 8, "Four ways": 8, "Code": None}.items():
        message = sent(opened("torch_module", at="8", tab=tab))
        assert json.loads(message.json)["follow"] == follow


def test_the_places_to_which_charts_are_bound_are_in_every_page_before_any_chart():
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    ids = re.findall(r'<div id="(\w+)">', page.read_text("utf-8"))
    assert {f"#{one}" for one in ids} | {"html", "body"} >= set(PLACES.values())
    script = (Path(scrubber.__file__).parent / "places.js").read_text("utf-8")
    assert re.findall(r"^  (\w+): document\.", script, re.MULTILINE) == list(PLACES)
