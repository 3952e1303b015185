"""The page of mistakes: pick, guess, see; the quiz; and the links to both, opened again."""

import re

from playwright.sync_api import Page, ViewportSize, expect

from .conftest import CHART, idle

WIDE: ViewportSize = {"width": 1400, "height": 900}


def test_pick_guess_see_and_the_link_opens_the_same(page: Page, server: str):
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/mistakes?lr=0.02")
    page.get_by_role("radio", name="No zero_grad").click()
    expect(page).to_have_url(re.compile(r"mistake=no_zero_grad"))
    wrong = page.locator(".gd-codes th", has_text="Wrong")
    expect(wrong).to_have_text("Wrong zero_grad forgotten")
    expect(page.locator(".gd-codes td.gd-a")).to_have_text("optim.zero_grad()")
    idle(page)
    expect(page.locator(CHART)).to_have_count(0)
    page.get_by_text("Swings for ever", exact=True).click()
    words = page.locator(".st-key-trial-words")
    expect(words).to_contain_text("You guessed “swings for ever”")
    expect(words).to_contain_text("1 of 1 guessed right")
    expect(page.locator(CHART)).to_have_count(2)
    idle(page)
    for part in (*page.locator(CHART).all(), words, page.locator(".gd-codes")):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= WIDE["height"]
    page.goto(page.url)  # the link, in a session of its own: asked again
    expect(wrong).to_have_text("Wrong zero_grad forgotten")
    expect(page.get_by_text("What will happen?")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.02")


def test_an_error_is_shown_as_torch_words_it(page: Page, server: str):
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/mistakes?mistake=update_in_graph")
    page.get_by_role("button", name="Show me").click()
    printed = page.locator(".st-key-trial-results")
    expect(printed).to_contain_text('File "update_in_graph.py", line')
    expect(printed).to_contain_text("RuntimeError: a leaf Variable that requires grad")
    expect(page.get_by_text("Instead:")).to_be_visible()
    page.get_by_role("link", name="torch autograd with these settings").click()
    expect(page).to_have_url(re.compile(r"/torch_autograd\?"))


def test_the_quiz_and_its_links(page: Page, server: str):
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/mistakes")
    page.get_by_role("tab", name="Which mistake is it?").click()
    expect(page).to_have_url(re.compile(r"[?&]quiz=1\b"))
    quiz = page.locator(".st-key-quiz")
    expect(quiz.get_by_role("radio")).to_have_count(4)
    log = quiz.get_by_test_id("stCode").inner_text()
    idle(page)
    quiz.get_by_test_id("stRadio").locator("label:has(input)").first.click()
    expect(quiz).to_contain_text("of 1 right")
    expect(page.locator(".gd-choices tbody tr")).to_have_count(4)
    page.get_by_role("button", name="Another").click()
    expect(page).to_have_url(re.compile(r"[?&]quiz=2\b"))
    expect(quiz.get_by_test_id("stCode")).not_to_have_text(log)
    page.goto(f"{server}/mistakes?quiz=1")
    expect(page.get_by_role("tab", name="Which mistake is it?")).to_have_attribute(
        "aria-selected", "true"
    )
    assert quiz.get_by_test_id("stCode").inner_text() == log
    expect(quiz.get_by_role("radio")).to_have_count(4)
    idle(page)
    page.get_by_role("tab", name="Switch one on").click()
    expect(page).not_to_have_url(re.compile("quiz"))
    expect(page.get_by_text("What will happen?")).to_be_visible()


def test_on_a_phone_the_page_stays_as_wide_as_the_screen(page: Page, server: str):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{server}/mistakes?mistake=shuffled_once")
    idle(page)
    picked = page.get_by_role("radio", name="x shuffled", exact=True)
    expect(picked).to_be_in_viewport()  # though it is in the last of the groups, which scroll
    page.get_by_role("button", name="Show me").click()
    expect(page.locator(CHART)).to_have_count(2)
    idle(page)
    assert page.get_by_test_id("stMain").evaluate("box => box.scrollWidth <= box.clientWidth")
    code = page.locator(".gd-codes td:visible")
    assert len({box["x"] for one in code.all() if (box := one.bounding_box())}) == 1
