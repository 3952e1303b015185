"""The exercises in a browser: guess, open, solve, come back; a reload; a phone; a frame."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from gd import tasks
from gd.tasks import EXERCISES, Mark, parse_progress, reachable

from .conftest import CHART, idle
from .test_accessibility import axe, violations

__all__ = ["axe"]

WIDE: ViewportSize = {"width": 1400, "height": 900}
PHONE: ViewportSize = {"width": 375, "height": 800}
ALL = "1CBBAACBAAS"


def solution(name: str) -> str:
    """The path of an exercise's page with settings that solve it."""
    task, values = EXERCISES[name].task, reachable(EXERCISES[name].task, EXERCISES[name].values)
    assert values.values is not None
    return f"/{task.page}?{urlencode(tasks.link(task, values.values))}"


def progress(page: Page) -> dict[str, Mark]:
    return parse_progress(tasks.read_parameters(page.url)["progress"])


def shared(page: Page) -> dict[str, str]:
    """The parameters of the link that *Share* gives."""
    page.get_by_role("button", name="Share").click()
    link = page.get_by_role("dialog").get_by_role("textbox", name="Link").input_value()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    idle(page)
    return tasks.read_parameters(link)


def test_guess_open_solve_and_come_back(page: Page, server: str):
    page.set_viewport_size(WIDE)
    page.goto(server)
    idle(page)
    page.get_by_role("link", name="Exercises: guess, try, see why").click()
    expect(page.get_by_role("heading", name="1. The first step, by hand")).to_be_visible()
    idle(page)
    expect(page.get_by_role("link", name="Try it")).to_have_count(0)
    page.get_by_text("0.3", exact=True).click()
    expect(page.get_by_role("link", name="Try it")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]progress=1c$"))
    idle(page)
    page.get_by_role("link", name="Try it").click()
    panel = page.locator(".st-key-task")
    expect(panel).to_contain_text("Exercise 1 of 10: The first step, by hand")
    expect(panel).to_contain_text("not yet")
    idle(page)
    panel.get_by_role("button", name="Hint").click()
    expect(page.get_by_text(EXERCISES["first_step"].hint)).to_be_visible()
    page.keyboard.press("Escape")
    rate = page.get_by_role("spinbutton", name="Learning rate", exact=True)
    rate.fill("0.0667")
    rate.press("Enter")
    expect(panel).to_contain_text("✓ met")
    expect(panel.get_by_role("button", name="Hand in")).to_be_visible()
    idle(page)
    panel.get_by_role("link", name="Why does that work?").click()
    for _ in range(2):
        expect(page.get_by_role("heading", name="Why", exact=True)).to_be_visible()
        idle(page)
        expect(page.get_by_text("You guessed “0.3”")).to_contain_text("right")
        solved = page.get_by_role("radio", name="1 The first step, by hand")
        expect(solved).to_contain_text("solved")
        assert progress(page) == {"first_step": Mark(2, solved=True)}
        page.reload()  # a session of its own
    page.get_by_role("button", name="Next: How large is too large?").click()
    expect(page.get_by_role("heading", name="2. How large is too large?")).to_be_visible()
    expect(page).to_have_url(re.compile("exercise=largest_rate"))


def test_an_exercise_reloaded_on_its_page_loses_nothing(page: Page, server: str):
    page.goto(f"{server}/exercises?exercise=hurry_up&progress=1CB----b")
    idle(page)
    page.get_by_role("link", name="Try it").click()
    panel = page.locator(".st-key-task")
    expect(panel).to_contain_text("not yet")
    page.reload()
    expect(panel).to_contain_text("not yet")
    idle(page)
    assert "progress" not in shared(page)  # others have their own
    panel.get_by_role("link", name="Exercises").click()
    expect(page.get_by_role("heading", name="7. 9.99 in 100 epochs")).to_be_visible()
    idle(page)
    assert parse_progress(shared(page)["progress"]) == progress(page)
    assert progress(page)["hurry_up"] == Mark(1)
    assert progress(page)["largest_rate"] == Mark(1, solved=True)


def box(part: Locator) -> tuple[float, float, float, float]:
    """Where it begins and ends: left, top, right, bottom."""
    found = part.bounding_box()
    assert found
    left, top = found["x"], found["y"]
    return left, top, left + found["width"], top + found["height"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_each_exercise_is_in_sight_beside_or_below_the_list(
    page: Page, server: str, size: ViewportSize
):
    page.set_viewport_size(size)
    exercise, choices = page.locator(".st-key-exercise"), page.get_by_role("radio")
    for place, name in enumerate(EXERCISES):
        page.goto(f"{server}/exercises?exercise={name}&progress={ALL}")
        expect(page.get_by_role("heading", name="Why", exact=True)).to_be_visible()
        idle(page)
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0
        left, top, right, bottom = box(exercise)
        *_, list_right, list_bottom = box(choices.last)
        assert max(right, list_right) <= size["width"]
        if size == WIDE:
            assert max(bottom, list_bottom) <= size["height"]
            assert list_right < left
        else:
            assert list_bottom < top < size["height"] / 2
        expect(choices.nth(place)).to_be_checked()
        expect(choices.nth(place)).to_contain_text("solved")


def test_a_solved_exercise_in_a_frame_needs_no_scrolling(page: Page, server: str):
    page.set_viewport_size({"width": 800, "height": 600})
    page.goto(f"{server}{solution('hurry_up')}&embed=true")
    expect(page.locator(f"{CHART} svg")).to_have_count(4)
    expect(page.get_by_role("link", name="Why does that work?")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= 600


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_exercises_are_accessible(chromium: Browser, server: str, axe: str, scheme):
    page = chromium.new_page(viewport=WIDE, color_scheme=scheme)
    paths = [
        "/exercises?progress=1c",
        "/exercises?exercise=largest_rate&progress=1CA",
        f"/exercises?progress={ALL}",
        f"/torch_module?{urlencode(EXERCISES['hurry_up'].link)}",
        solution("hurry_up"),
    ]
    for path in paths:
        page.set_viewport_size(WIDE)
        page.goto(server + path)
        assert violations(page, axe) == []
        page.set_viewport_size(PHONE)
        assert violations(page, axe) == []
    page.close()
