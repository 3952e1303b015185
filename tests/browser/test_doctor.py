"""A log is pasted, diagnosed, corrected, and its training opened."""

import re

import pytest
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, expect

from gd.ui.inputs.log_input import EXAMPLE

from .conftest import idle

BOX = "What your notebook printed"


def diagnose(page: Page, server: str, text: str) -> None:
    page.goto(f"{server}/doctor")
    page.get_by_role("textbox", name=BOX).fill(text)
    page.get_by_role("button", name="Diagnose").click()


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (375, "dark")])
def test_the_example_is_diagnosed_on_one_screen_and_opens_its_mistake(
    chromium: Browser, server: str, width, scheme
):
    size = ViewportSize(width=width, height=900)
    page = chromium.new_page(viewport=size, color_scheme=scheme)
    page.goto(f"{server}/doctor")
    page.get_by_role("button", name="Try an example").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("zero_grad")
    expect(page.get_by_text("10 of 10 printed lines come out")).to_be_visible()
    idle(page)
    table = page.get_by_role("region", name="The log, line by line")
    expect(table.get_by_role("row")).to_have_count(11)
    sideways = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(sideways)
    if width > 1000:
        for part in (page.get_by_role("textbox", name=BOX), page.locator("svg.marks"), table):
            box = part.bounding_box()
            assert box
            assert 0 <= box["y"] < box["y"] + box["height"] <= size["height"]
    page.get_by_role("link", name="Open this mistake with exactly these settings").click()
    expect(page).to_have_url(re.compile(r"/mistakes\?.*mistake=no_zero_grad"))
    expect(page.get_by_text("optim.zero_grad()").first).to_be_visible()
    page.close()


def test_a_column_taken_for_another_is_corrected(page: Page, server: str):
    figures = [re.findall(r"[\d.]+", line) for line in EXAMPLE.splitlines()]
    swapped = "".join(f"{epoch.rstrip(':')} {w} {loss}\n" for epoch, w, loss in figures)
    diagnose(page, server, swapped)
    expect(page.get_by_text("a guess")).to_be_visible()
    idle(page)
    for column, role in (("number 2 of 3", "weight w"), ("number 3 of 3", "loss")):
        picker = page.get_by_role("combobox", name=column)
        picker.click()
        page.get_by_role("option", name=role).click()
        expect(picker).to_have_value(role)
        idle(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("zero_grad")
    expect(page.get_by_text("10 of 10 printed lines come out")).to_be_visible()


def test_text_of_others_stays_text(page: Page, server: str):
    raised: list[str] = []

    def note(dialog: Dialog) -> None:
        raised.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    markup = "<img src=x onerror=alert(1)> **bold** $x$"
    diagnose(page, server, f"{markup}\n{EXAMPLE.replace('30.00000000', f'30.00000000 {markup}')}")
    table = page.get_by_role("region", name="The log, line by line")
    expect(table).to_contain_text(f"loss = 30.00000000 {markup}")
    page.get_by_text("1 line not read").click()
    expect(page.get_by_test_id("stText")).to_contain_text(markup)
    expect(page.locator("img[src=x]")).to_have_count(0)
    assert not raised
