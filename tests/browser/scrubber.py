"""The page of a variant in the browser: its scrubber and its charts."""

import re

from playwright.sync_api import Page, expect

import gd

from .conftest import idle

CHARTS = 4
DEFAULT = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def open_page(page: Page, address: str) -> list[str]:
    """Open the page and wait until all charts are drawn; messages sent to the server after that."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    page.goto(f"{address}{'&' if '?' in address else '?'}tab=Code")  # which does not follow it
    for at in range(CHARTS):
        expect(charts(page).nth(at)).to_be_visible()
    idle(page)
    expect(told(page)).to_have_text(re.compile("loss"))
    sent.clear()
    return sent


def charts(page: Page):
    return page.get_by_test_id("stVegaLiteChart").locator("svg.marks")


def slider(page: Page):
    return page.get_by_label("Epoch", exact=True)


def told(page: Page):
    return page.locator(".gd-scrubber > output")


def expect_at(page: Page, state: int) -> None:
    """The address has the state: the scrubber rests there, and has sent what it is to send."""
    expect(page).to_have_url(
        re.compile(rf"[?&]at={state}(&|$)") if state else re.compile(r"^(?!.*[?&]at=)")
    )


def set_number(page: Page, name: str, value: str) -> None:
    box = page.get_by_role("spinbutton", name=name, exact=True)
    box.fill(value)
    box.press("Enter")
