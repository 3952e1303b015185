"""The charts of a run: set by hand, read by hovering, one at a time on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

import gd
from gd import theory

from .conftest import expect_written, written
from .scrubber import CHARTS, DEFAULT, charts, expect_at, open_page, set_number, slider, told


def test_a_fit_by_hand_moves_the_charts_and_descent_beats_it(page: Page, server: str):
    sent = open_page(page, f"{server}/torch_module?lr=0.1&epochs=100")
    page.get_by_role("button", name="Fit by hand").click()
    row = page.locator("[data-part=hand]")
    row.get_by_label("w by hand").fill("1.5")
    row.get_by_label("b by hand").fill("0.25")
    w, b = (float(row.get_by_label(f"{name} by hand").input_value()) for name in "wb")
    loss = theory.loss(DEFAULT, w, b)
    expect(row.locator("output")).to_have_text(f"your loss {loss:.3g}; best possible 0")
    at_hand = [float(part) for part in written(page, "hand").split(",")]
    assert at_hand == pytest.approx([w, b, loss])
    row.get_by_role("button", name="Let descent beat it").click()
    run = gd.train("torch_module", DEFAULT, gd.Settings(learning_rate=0.1, epochs=100))
    best = theory.loss(DEFAULT, *run.end)
    expect(row.locator("output")).to_have_text(
        f"Descent wins. gradient descent: {best:.3g} after 100 updates; you: {loss:.3g}"
    )
    expect_at(page, 100)
    assert not sent
    row.get_by_role("button", name="Start from here").click()
    expect(page).to_have_url(re.compile(rf"w0={w:g}.*b0={b:g}"))
    slider(page).press("Home")
    start = f"start: loss {loss:.3g}, w {w:g}, b {b:g}"
    expect(told(page)).to_have_text(start)
    page.get_by_role("button", name="Fit by hand").click()
    expect_written(page, "hand", "")
    expect(row).to_be_hidden()


def test_a_press_on_the_landscape_previews_and_then_sets_the_start(page: Page, server: str):
    sent = open_page(page, f"{server}/torch_module?w0=0&seed=3")
    page.evaluate("""() => {
      window.asked = [];
      document.addEventListener("gd:preview", ({detail}) => window.asked.push(detail));
    }""")
    plot = charts(page).nth(1).locator(".role-frame.root > g > path.background").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.press("Escape")
    page.mouse.up()
    asked = page.evaluate("window.asked")
    assert asked[-1] is None
    # the landscape's centre is the optimum, to the pixel
    assert asked[-2]["start"] == pytest.approx([2, 0], abs=0.03)
    assert asked[0]["start"][0] < 2 < asked[0]["start"][0] + 4
    assert asked[0]["start"][1] > 0
    assert not sent
    page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"[?&]w0=(1\.9\d|2)"))
    expect(page).not_to_have_url(re.compile("seed"))
    expect(told(page)).to_have_text(re.compile(r"start: loss \S+, w (1\.9\d|2|2\.0\d),"))


def test_a_phone_shows_one_chart_at_a_time(page: Page, server: str):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{server}/torch_module")
    for at, name in enumerate(("Line", "Landscape", "Loss", "Weights")):
        page.get_by_role("button", name=name, exact=True).click()
        for other in range(CHARTS):
            chart = page.locator(".st-key-views").get_by_test_id("stVegaLiteChart").nth(other)
            expect(chart).to_be_visible(visible=other == at)
        expect(charts(page).nth(at)).to_be_in_viewport()
    set_number(page, "Epochs", "10")
    expect(told(page)).to_have_text(re.compile("start"))
    expect(page.get_by_role("button", name="Weights", pressed=True)).to_be_visible()
    page.set_viewport_size({"width": 1400, "height": 900})
    expect(page.get_by_role("button", name="Weights", exact=True)).to_be_hidden()
    for at in range(CHARTS):
        expect(charts(page).nth(at)).to_be_visible()


def test_hovering_shows_the_numbers_of_the_state(page: Page, server: str):
    open_page(page, f"{server}/numpy_by_hand?epochs=3&lr=0.013")
    for at in range(1, CHARTS):
        ring = charts(page).nth(at).locator('.mark-symbol path[stroke-width="2.5"]').last
        ring.hover(force=True)
        expect(page.locator("#vg-tooltip-element")).to_contain_text("epoch")
        page.mouse.move(0, 0)


def test_no_chart_warns_of_missing_data(page: Page, server: str):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_page(page, f"{server}/numpy_by_hand?epochs=12")
    assert not [text for text in said if "WARN" in text]
