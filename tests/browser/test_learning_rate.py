"""Picking a learning rate from the sweep."""

import re

from playwright.sync_api import Page, expect


def test_a_click_on_the_sweep_sets_the_rate(page: Page, server: str):
    page.goto(server + "/learning_rate?epochs=40")
    sweep = page.get_by_test_id("stVegaLiteChart").nth(1)
    drawing = sweep.locator("canvas, svg").first
    expect(drawing).to_be_visible()
    sweep.scroll_into_view_if_needed()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    box = drawing.bounding_box()
    assert box
    place = box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4
    page.mouse.move(*place)
    page.mouse.click(*place)
    rate = page.get_by_role("spinbutton", name="Learning rate", exact=True)
    expect(rate).not_to_have_value("0.01")
    assert 0.0001 < float(rate.input_value()) < 0.01
    expect(page).to_have_url(re.compile(r"lr=0\.00"))
