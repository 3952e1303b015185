"""What only a browser shows of sharing: the clipboard, the QR code, a frame, a wall."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from .conftest import CHART, idle

LINK = "/torch_module?epochs=100&lr=0.013"


def share(page: Page, address: str) -> None:
    page.goto(address)
    idle(page)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_alt_text("QR code of the link")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_link_is_copied_and_its_qr_code_says_the_same(chromium: Browser, server: str, scheme):
    context = chromium.new_context(
        permissions=["clipboard-read", "clipboard-write"], color_scheme=scheme
    )
    page = context.new_page()
    share(page, f"{server}{LINK}")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{server}{LINK}"
    picture = Image.open(io.BytesIO(page.get_by_alt_text("QR code of the link").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == copied
    context.close()


def test_the_link_has_the_place_of_the_slider(page: Page, server: str):
    page.goto(f"{server}{LINK}")
    idle(page)
    page.get_by_role("slider", name="Epoch").press("End")
    expect(page).to_have_url(f"{server}{LINK}&at=100")
    idle(page)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("textbox", name="Link")).to_have_value(f"{server}{LINK}&at=100")


def test_every_page_can_be_shared_on_a_phone(page: Page, server: str):
    page.set_viewport_size({"width": 375, "height": 800})
    share(page, f"{server}/documents")
    expect(page.get_by_role("textbox", name="Link")).to_have_value(f"{server}/documents")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_frame_shows_controls_slider_and_charts_without_scrolling(page: Page, server: str):
    page.set_viewport_size({"width": 800, "height": 600})
    page.goto(f"{server}{LINK}&embed=true")
    expect(page.locator(f"{CHART} svg")).to_have_count(4)
    expect(page.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.013")
    expect(page.get_by_role("slider", name="Epoch")).to_be_visible()
    expect(page.get_by_role("navigation", name="App pages")).to_have_count(0)
    expect(page.get_by_role("heading", name="nn.Linear module")).to_have_count(0)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= 600
    for chart in page.locator(f"{CHART} svg").all():
        box = chart.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 600
        assert box["x"] + box["width"] <= 800


def test_on_a_wall_the_charts_are_large_and_keys_move_them(page: Page, server: str):
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{server}{LINK}&present=true")
    expect(page.locator(f"{CHART} svg")).to_have_count(4)
    expect(page.get_by_role("heading", name="nn.Linear module")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    expect(page.get_by_test_id("stTabs")).to_have_count(0)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= 900
    least = page.locator(f"{CHART} svg").evaluate_all(
        """charts => Math.min(...charts.flatMap((svg) => [...svg.querySelectorAll("text")]
          .filter((text) => text.textContent && getComputedStyle(text).opacity > 0)
          .map((text) => parseFloat(getComputedStyle(text).fontSize)
            * svg.getBoundingClientRect().width / svg.clientWidth)))"""
    )
    assert least >= 17.9
    slider = page.get_by_role("slider", name="Epoch")
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_value("1")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
