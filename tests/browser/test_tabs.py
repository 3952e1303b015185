"""The tabs below the charts: the address, the words that explain themselves, what scrolls."""

import re

from playwright.sync_api import Browser, Page, expect

from gd.analysis.meanings import MEANINGS


def test_the_open_tab_is_in_the_address_and_stays_from_page_to_page(page: Page, server: str):
    page.goto(f"{server}/numpy_by_hand?lr=0.02")
    page.get_by_role("tab", name="Four ways").click()
    expect(page.locator(".gd-four")).to_be_visible()
    expect(page.locator(".gd-step")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"[?&]tab=Four(\+|%20)ways"))
    page.locator(".gd-four").get_by_role("link", name="nn.Linear module").click()
    expect(page).to_have_url(re.compile(r"/torch_module\?.*lr=0\.02"))
    expect(page.locator(".gd-four [aria-current=page]")).to_have_text("nn.Linear module")
    page.get_by_role("link", name="torch autograd").first.click()
    expect(page.locator(".gd-four [aria-current=page]")).to_have_text("torch autograd")


def test_a_word_explains_itself_to_the_keyboard_and_to_a_screen_reader(page: Page, server: str):
    page.goto(f"{server}/torch_module")
    word = page.locator(".gd-step dfn", has_text="gradient")
    expect(word).to_have_accessible_description(MEANINGS["gradient"])
    meaning = "getComputedStyle(element, '::after').content"
    assert word.evaluate(f"element => {meaning}") == "none"
    page.get_by_role("region", name="The points of this step").focus()
    page.keyboard.press("Tab")  # the loss
    page.keyboard.press("Tab")
    expect(word).to_be_focused()
    assert MEANINGS["gradient"] in word.evaluate(f"element => {meaning}")


def test_on_a_phone_the_codes_begin_at_the_pages_own_and_the_page_stays_as_wide(
    chromium: Browser, server: str
):
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.goto(f"{server}/torch_module?tab=Four+ways&epochs=40")
    expect(page.locator(".gd-four [aria-current=page]")).to_be_attached()
    codes = page.get_by_role("region", name="The code of a step in the four variants")
    box = codes.bounding_box()
    own = page.locator(".gd-four [aria-current=page]").bounding_box()
    assert box
    assert own
    assert box["x"] <= own["x"] < box["x"] + box["width"]
    assert own["x"] + own["width"] <= box["x"] + box["width"] + 1
    assert codes.evaluate("box => box.scrollWidth > box.clientWidth")
    assert page.get_by_test_id("stMain").evaluate("box => box.scrollWidth <= box.clientWidth")
    page.close()
