"""The editable table accepts typed and pasted cells, and further edits."""

from playwright.sync_api import Page, expect


def test_many_rows_are_pasted_and_edited_further(page: Page, server: str):
    opened(page, server)
    paste(page, "\n".join(f"{n}\t{2 * n}" for n in range(1, 301)))
    expect(page.get_by_text("300 points: x from 1 to 300, y from 2 to 600.")).to_be_visible()
    paste(page, "-7\t900")
    expect(page.get_by_text("300 points: x from -7 to 300, y from 4 to 900.")).to_be_visible()


def test_a_pasted_decimal_comma_stays_one(page: Page, server: str):
    opened(page, server)
    paste(page, "7,5\t1,25\n8,25\t-3")
    expect(page.get_by_text("4 points: x from 3 to 8.25, y from -3 to 8.")).to_be_visible()
    expect(page.get_by_text("x: decimal comma; y: decimal comma.")).to_be_visible()


def test_a_typed_decimal_comma_stays_one_and_so_does_a_point_in_front(page: Page, server: str):
    opened(page, server)
    type_in(page, "2,5")
    expect(page.get_by_text("4 points: x from 2 to 4, y from 2 to 8.")).to_be_visible()
    expect(page.get_by_text("x: decimal comma.")).to_be_visible()
    type_in(page, ".07")
    expect(page.get_by_text("4 points: x from 0.07 to 4, y from 2 to 8.")).to_be_visible()


def opened(page: Page, server: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/torch_autograd?data=table")
    expect(page.get_by_text("4 points: x from 1 to 4, y from 2 to 8.")).to_be_visible()


def select(page: Page) -> None:
    """Click the first cell, of the table that stays: many pasted rows are the next table's."""
    idle = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(idle).to_be_visible()
    table = page.get_by_test_id("stSidebar").get_by_test_id("stDataFrame")
    expect(table).to_have_count(1)
    table.click(position={"x": 100, "y": 50})
    expect(table.locator("#glide-cell-1-0")).to_have_attribute("aria-selected", "true")


def paste(page: Page, text: str) -> None:
    """Paste at the first cell."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    select(page)
    page.keyboard.press("Control+V")


def type_in(page: Page, text: str) -> None:
    """Type into the first cell, in place of what stands there."""
    select(page)
    page.keyboard.press("Enter")
    editor = page.locator("#portal textarea")
    expect(editor).to_be_focused()
    editor.fill(text)
    editor.press("Enter")
    expect(editor).to_have_count(0)
