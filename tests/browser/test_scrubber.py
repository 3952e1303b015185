"""The scrubber moves all views of a run, and nothing of it reaches the server."""

import pytest
from playwright.sync_api import Page, expect

import gd
from gd.analysis.step_arithmetic import explain_step

VIEWS = 5


def open_page(page: Page, address: str) -> list[str]:
    """Open the page and wait until all views are drawn; messages sent to the server after that."""
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


def drawings(page: Page) -> list[str]:
    page.wait_for_timeout(150)
    return [view.inner_html() for view in views(page).all()]


@pytest.mark.parametrize("path", ["numpy_by_hand?epochs=30", "torch_module?epochs=2000&b0=-1"])
def test_all_views_move_forward_and_back_and_nothing_is_sent(page: Page, server: str, path: str):
    sent = open_page(page, f"{server}/{path}")
    slider, shown = page.get_by_label("Epoch", exact=True), page.locator("output")
    first, text = drawings(page), shown.inner_text()
    slider.fill("9")
    second = drawings(page)
    assert all(one != other for one, other in zip(first, second, strict=True))
    assert shown.inner_text().startswith("Epoch 9 of ")
    slider.press("ArrowLeft")
    assert shown.inner_text().startswith("Epoch 8 of ")
    slider.fill("1")
    assert drawings(page) == first
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


def test_its_button_opens_the_arithmetic_of_the_epoch(page: Page, server: str):
    open_page(page, f"{server}/torch_autograd?epochs=20")
    page.get_by_label("Epoch", exact=True).fill("15")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("spinbutton", name="Epoch to work out")).to_have_value("15")
    expect(page.get_by_role("heading", name="The arithmetic of a step")).to_be_in_viewport()
    assert page.locator("output").inner_text().startswith("Epoch 15 of 20")


@pytest.mark.parametrize("width", [1400, 375])
def test_all_numbers_of_the_arithmetic_are_visible(page: Page, server: str, width: int):
    """When the long numbers of another epoch replace the short ones of epoch 1."""
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{server}/torch_module?x=-1.5,2,3&y=2,4.25,-6&embed=true")
    page.get_by_label("Epoch", exact=True).fill("10")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("spinbutton", name="Epoch to work out")).to_have_value("10")
    points = gd.Problem([-1.5, 2, 3], [2, 4.25, -6])
    worked = explain_step(gd.train("torch_module", points, gd.Settings()), 10)
    tables = page.locator(".st-key-points-of-a-step table")
    last = f"{worked.means['2·error']:.6g}"
    expect(tables.nth(1).locator("td").last).to_have_text(last)
    painted = [table.locator("tbody tr").all() for table in tables.all()]
    cells = [[row.locator("td").all_inner_texts() for row in rows] for rows in painted]
    totals = {name: (worked.sums[name], worked.means[name]) for name in worked.sums}
    expected = {
        name: [f"{value:.6g}" for value in [*values, *totals.get(name, ())]]
        for name, values in worked.points.items()
    }
    names = list(expected)
    for rows, shown in ((cells[0], names[:4]), (cells[1], names[4:])):
        assert list(map(list, zip(*rows, strict=True)))[1:] == [expected[name] for name in shown]
    for cell in tables.locator("td, th").all():
        box = cell.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth + 1")


def test_it_stays_visible_while_the_views_scroll_past(page: Page, server: str):
    open_page(page, f"{server}/torch_module")
    slider, loss = page.get_by_label("Epoch", exact=True), views(page).nth(2)
    loss.evaluate("view => view.scrollIntoView({block: 'end'})")
    expect(loss).to_be_in_viewport()
    expect(slider).to_be_in_viewport()
    slider.fill("15")
    expect(page.locator("output")).to_be_in_viewport()
    expect(page.locator("output")).to_contain_text("Epoch 15 of 20")


def test_no_chart_warns_of_missing_data(page: Page, server: str):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_page(page, f"{server}/numpy_by_hand?epochs=12")
    assert not [text for text in said if "WARN" in text]
