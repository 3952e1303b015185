"""Nothing is clipped, from phone to wide screen, light and dark."""

import pytest
from playwright.sync_api import Browser, Error, expect

from gd.ui.menu import ENTRIES


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.path)
@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (768, "dark"), (1600, "light")])
def test_nothing_is_wider_than_the_window(chromium: Browser, server: str, entry, width, scheme):
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(error.message)

    page.on("pageerror", note)
    page.goto(f"{server}/{entry.path if entry is not ENTRIES[0] else ''}?epochs=40")
    charts = page.get_by_test_id("stVegaLiteChart")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    for question in page.get_by_test_id("stExpander").locator("summary").all():
        question.click()
    expect(charts.first.locator("svg, canvas").first).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    over = page.evaluate(
        """() => [document.querySelector('[data-testid="stMain"]'),
                  ...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
                 .map(box => box.scrollWidth - box.clientWidth)"""
    )
    assert max(over) <= 0
    assert not errors
    assert page.get_by_test_id("stException").count() == 0
    page.close()
