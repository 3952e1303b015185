"""What only a browser shows of links: the first request, the address bar, navigation."""

import re

from playwright.sync_api import Dialog, Page, Request, expect

from gd.ui.menu import ENTRIES

from .conftest import idle

LINK = "/numpy_by_hand?lr=0.013&epochs=3"
STRIP = ".st-key-strip"


def test_a_deep_link_is_the_first_request_to_a_fresh_server(page: Page, fresh_server: str):
    page.goto(fresh_server + LINK)
    expect(page.locator(STRIP)).to_contain_text("9.894")
    expect(page.get_by_role("heading", name="NumPy by hand")).to_be_visible()
    menu = page.get_by_role("navigation", name="App pages")
    for place in [entry.group or entry.title for entry in ENTRIES]:
        expect(menu).to_contain_text(place)
    expect(page.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.013")
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    expect(page).to_have_title("NumPy by hand · Gradient descent, four ways")


def test_changing_a_control_changes_the_page_and_the_link(page: Page, server: str):
    page.goto(server + "/torch_autograd")
    after = page.locator(STRIP)
    expect(after).to_contain_text("9.612")
    idle(page)
    rate = page.get_by_role("spinbutton", name="Learning rate")
    rate.press("ArrowUp")
    expect(rate).to_have_value("0.011")
    expect(after).to_contain_text("9.729")
    expect(page).to_have_url(server + "/torch_autograd?lr=0.011")
    idle(page)
    rate.fill("0.0000025")
    rate.press("Enter")
    expect(page).to_have_url(server + "/torch_autograd?lr=0.0000025")
    page.reload()
    expect(rate).to_have_value("0.0000025")


def test_the_settings_follow_to_the_next_page(page: Page, server: str):
    page.goto(server + "/?lr=0.02&x=1,2,3&y=3,6,9&seed=3")
    link = page.get_by_test_id("stMain").get_by_role("link", name="nn.Linear module")
    expect(link).to_have_attribute("href", re.compile(r"torch_module\?.*lr=0.02"))  # for a new tab
    idle(page)
    link.click()
    expect(page.get_by_role("heading", name="nn.Linear module")).to_be_visible()
    for part in ("/torch_module?", "lr=0.02", "x=1", "y=3", "seed=3"):
        assert part in page.url
    expect(page.get_by_test_id("stSidebar").get_by_text("seed 3")).to_be_visible()
    expect(page.locator(STRIP)).to_contain_text("best 15")


def test_markup_in_a_link_is_shown_and_not_run(page: Page, server: str):
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    text = "<img src=x onerror=alert(1)>[a](https://b.de)$x$:red[b]"
    page.goto(server + "/torch_autograd?lr=" + text.replace("$", "%24"))
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text(text.replace("https", "https\u2060"))
    expect(alert.locator("a, img, .katex")).to_have_count(0)
    assert not dialogs


def test_nothing_is_fetched_from_another_site(page: Page, server: str):
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(server + LINK)
    expect(page.locator(STRIP)).to_contain_text("9.894")
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", name="Gradient descent, four ways")).to_be_visible()
    idle(page)
    assert not [url for url in asked if not url.startswith((server, "data:", "blob:"))]
