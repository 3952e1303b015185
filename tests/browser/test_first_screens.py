"""What the pages around the variants show without scrolling, and how early on a phone."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

WIDE, PHONE = {"width": 1400, "height": 900}, {"width": 375, "height": 800}


def opened(chromium: Browser, url: str, viewport) -> Page:
    page = chromium.new_page(viewport=viewport)
    page.goto(url)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def drawn(page: Page, place: int) -> Locator:
    """A chart, once it is painted."""
    chart = page.get_by_test_id("stVegaLiteChart").nth(place)
    expect(chart.locator("svg, canvas").first).to_be_visible()
    return chart


def edges(part: Locator) -> tuple[float, float]:
    expect(part).to_be_visible()
    box = part.bounding_box()
    assert box
    return box["y"], box["y"] + box["height"]


SCREENS = {
    "": lambda page: [page.locator(".gd-steps"), drawn(page, 0)],
    "?lr=0.5": lambda page: [
        page.locator(".gd-steps"),
        page.get_by_role("button", name="Set the learning rate to 0.017"),
        drawn(page, 0),
    ],
    "learning_rate": lambda page: [drawn(page, 0), drawn(page, 1)],
    "compare": lambda page: [
        page.get_by_role("combobox", name="Variant A"),
        page.get_by_role("combobox", name="Variant B"),
        page.locator(".gd-verdicts"),
        drawn(page, 0),
        drawn(page, 1),
    ],
    "mistakes": lambda page: [
        page.get_by_role("radio", name="x reshuffled"),
        page.locator(".gd-codes"),
        page.get_by_role("button", name="Show me"),
    ],
    "documents": lambda page: [
        page.get_by_role("combobox", name="Training"),
        page.get_by_text("154 of 154"),
        page.get_by_role("region", name="The lines"),
        page.get_by_text("Why does notebook 000 print"),
    ],
}


@pytest.mark.parametrize("path", SCREENS)
def test_what_one_turns_and_what_it_moves_are_on_the_first_screen(chromium, server, path):
    page = opened(chromium, f"{server}/{path}", WIDE)
    for part in SCREENS[path](page):
        top, bottom = edges(part)
        assert top >= 0
        assert bottom <= WIDE["height"], part
    levels = (
        page.get_by_test_id("stMain")
        .locator("h1, h2, h3, h4")
        .evaluate_all("all => all.map(one => one.tagName)")
    )
    assert levels == ["H1"] + ["H2"] * (len(levels) - 1)
    page.close()


FIRST = {
    "": lambda page: page.locator(".gd-steps"),
    "learning_rate": lambda page: drawn(page, 0),
    "compare": lambda page: page.locator(".gd-verdicts"),
    "mistakes": lambda page: page.locator(".gd-codes"),
    "documents": lambda page: page.get_by_role("region", name="The lines"),
}


@pytest.mark.parametrize("path", FIRST)
def test_on_a_phone_the_first_result_is_on_the_first_screen(chromium, server, path):
    page = opened(chromium, f"{server}/{path}", PHONE)
    top, _ = edges(FIRST[path](page))
    assert top <= PHONE["height"] / 2 + 100 * (path == "compare")  # its questions come first
    page.close()
