"""The editable table accepts pasted rows, and further edits."""

from playwright.sync_api import Page, expect


def test_many_rows_are_pasted_and_edited_further(page: Page, server: str):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/torch_autograd?data=table")
    expect(page.get_by_text("4 points: x from 1 to 4, y from 2 to 8.")).to_be_visible()
    paste(page, "\n".join(f"{n}\t{2 * n}" for n in range(1, 301)))
    expect(page.get_by_text("300 points: x from 1 to 300, y from 2 to 600.")).to_be_visible()
    paste(page, "-7\t900")
    expect(page.get_by_text("300 points: x from -7 to 300, y from 4 to 900.")).to_be_visible()


def paste(page: Page, text: str) -> None:
    """Paste at the first column of the first row."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    table = page.get_by_test_id("stSidebar").get_by_test_id("stDataFrame")
    expect(table).to_have_count(1)  # the previous table is gone
    table.click(position={"x": 100, "y": 50})
    page.keyboard.press("Control+V")
