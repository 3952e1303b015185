"""The scrubber moves all views of a run, and nothing of it reaches the server."""

import pytest
from playwright.sync_api import Page, expect

VIEWS = 5


def open_page(page: Page, address: str) -> list[str]:
    """Open it and wait until all views are drawn; what is sent to the server from now on."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    page.goto(address)
    expect(views(page)).to_have_count(VIEWS)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.get_by_label("Epoch", exact=True)).to_be_visible()
    page.wait_for_timeout(500)
    sent.clear()
    return sent


def views(page: Page):
    return page.get_by_test_id("stVegaLiteChart").locator("svg.marks")


def pictures(page: Page) -> list[str]:
    page.wait_for_timeout(150)
    return [view.inner_html() for view in views(page).all()]


@pytest.mark.parametrize("path", ["numpy_by_hand?epochs=30", "torch_module?epochs=2000&b0=-1"])
def test_all_views_move_forward_and_back_and_nothing_is_sent(page: Page, server: str, path: str):
    sent = open_page(page, f"{server}/{path}")
    slider, shown = page.get_by_label("Epoch", exact=True), page.locator("output")
    first, text = pictures(page), shown.inner_text()
    slider.fill("9")
    second = pictures(page)
    assert all(one != other for one, other in zip(first, second, strict=True))
    assert shown.inner_text().startswith("Epoch 9 of ")
    slider.press("ArrowLeft")
    assert shown.inner_text().startswith("Epoch 8 of ")
    slider.fill("1")
    assert pictures(page) == first
    assert shown.inner_text() == text
    assert not sent


def test_it_plays_to_the_end(page: Page, server: str):
    sent = open_page(page, f"{server}/torch_autograd?epochs=12")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("output")).to_contain_text("Epoch 12 of 12", timeout=5_000)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert not sent


def test_it_keeps_its_place_when_the_run_changes(page: Page, server: str):
    open_page(page, f"{server}/torch_autograd?epochs=20")
    page.get_by_label("Epoch", exact=True).fill("15")
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("10")
    epochs.press("Enter")
    expect(page.locator("output")).to_contain_text("Epoch 10 of 10")
    marked = page.locator("svg.marks").nth(2).locator("[aria-label*='epoch: 10']")
    expect(marked.last).to_be_attached()


def test_hovering_shows_the_numbers_of_the_epoch(page: Page, server: str):
    open_page(page, f"{server}/numpy_by_hand?epochs=3&lr=0.013")
    for view in range(1, VIEWS):
        ring = views(page).nth(view).locator(".mark-symbol.role-mark path").last
        ring.hover(force=True)
        expect(page.locator("#vg-tooltip-element")).to_contain_text("epoch")
        page.mouse.move(0, 0)


def test_its_button_works_out_the_epoch(page: Page, server: str):
    open_page(page, f"{server}/torch_autograd?epochs=20")
    page.get_by_label("Epoch", exact=True).fill("15")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("spinbutton", name="Epoch to work out")).to_have_value("15")
    expect(page.get_by_role("heading", name="The arithmetic of a step")).to_be_in_viewport()
    assert page.locator("output").inner_text().startswith("Epoch 15 of 20")
