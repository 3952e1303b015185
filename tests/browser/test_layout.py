"""Nothing is clipped, from phone to wide screen, light and dark."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from gd.tasks import EXERCISES
from gd.ui.menu import ENTRIES

from .conftest import CHART, idle

# the button that what a page shows waits for
SHOWN_BY = {"mistakes": "Show me", "doctor": "Try an example", "check_answers": "Try an example"}
SHOWN = {"check_answers": ".gd-answers", "exercises": "h1"}  # where it is no chart


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.path)
@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (768, "dark"), (1600, "light")])
def test_nothing_is_wider_than_the_window(chromium: Browser, server: str, entry, width, scheme):
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(error.message)

    page.on("pageerror", note)
    page.goto(f"{server}/{entry.path if entry is not ENTRIES[0] else ''}?epochs=40")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    if width == 1600 and (entry.variants or entry.points):
        expect(page.get_by_test_id("stSidebar")).to_be_visible()
    for question in (
        page.get_by_test_id("stMain").get_by_test_id("stExpander").locator("summary").all()
    ):
        question.click()
    if entry.path in SHOWN_BY:
        idle(page)
        page.get_by_role("button", name=SHOWN_BY[entry.path]).click()
    expect(page.locator(SHOWN.get(entry.path, f"{CHART} :is(svg, canvas)")).first).to_be_visible()
    idle(page)
    over = page.evaluate(
        """() => [document.querySelector('[data-testid="stMain"]'),
                  ...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
                 .map(box => box.scrollWidth - box.clientWidth)"""
    )
    assert max(over) <= 0
    assert not errors
    assert page.get_by_test_id("stException").count() == 0
    page.close()


def test_paper_shows_the_settings_above_the_charts(page: Page, server: str):
    page.goto(f"{server}/torch_module?lr=0.02&epochs=40")
    idle(page)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})  # A4
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    rate = page.get_by_role("spinbutton", name="Learning rate", exact=True)
    expect(rate).to_be_in_viewport(ratio=1)
    idle(page)
    places = [rate.bounding_box(), *(chart.bounding_box() for chart in page.locator(CHART).all())]
    assert len(places) == 5
    assert all(place and place["x"] >= 0 and place["x"] + place["width"] <= 794 for place in places)
    heights = [place["y"] for place in places if place]
    assert heights[0] < min(heights[1:])


@pytest.mark.parametrize("width", [1280, 1366, 1561])
def test_the_whole_menu_is_in_its_bar(page: Page, server: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{server}/numpy_by_hand")
    idle(page)
    for name in dict.fromkeys(entry.group or entry.title for entry in ENTRIES):
        expect(page.get_by_test_id("stHeader").get_by_text(name, exact=True)).to_be_in_viewport()
    expect(page.get_by_test_id("stHeader").get_by_text(" more")).to_have_count(0)


def test_a_page_without_settings_has_no_place_for_them(page: Page, server: str):
    page.goto(f"{server}/numpy_by_hand?{urlencode(EXERCISES['first_step'].link)}")
    idle(page)
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    page.get_by_role("link", name="Exercises").click()
    expect(page.get_by_role("heading", name="Exercises")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
