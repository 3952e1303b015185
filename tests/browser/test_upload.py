"""An uploaded file: chosen, trained on, carried in a link, opened by somebody else."""

import re

from playwright.sync_api import Browser, Page, expect

FILE = "Zeit;Ort;Länge\n1,5;a;3,25\n2,5;b;4,5\n4;c;8,75\n5;d;10\n"


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_files_points_train_and_travel_in_a_link(chromium: Browser, page: Page, server: str):
    page.goto(server + "/torch_module?lr=0.02")
    expect(page.locator(".gd-strip")).to_be_visible()
    choose(page, "Points", "CSV or Excel file")
    expect(page).to_have_url(re.compile(r"lr=0.02&data=file|data=file&lr=0.02"))
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "m.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")}]
    )
    about = page.get_by_text("4 points: x from 1.5 to 5, y from 3.25 to 10.")
    expect(about).to_be_visible()
    choose(page, "Column of x", "Länge")
    choose(page, "Column of y", "Zeit")
    expect(page.get_by_text("4 points: x from 3.25 to 10, y from 1.5 to 5.")).to_be_visible()
    before = page.locator(".gd-strip").inner_text()
    page.get_by_role("spinbutton", name="Learning rate").fill("0.01")
    page.get_by_role("spinbutton", name="Learning rate").press("Enter")
    expect(page.locator(".gd-strip")).not_to_have_text(before, use_inner_text=True)
    page.get_by_role("button", name="Carry the points in the link").click()
    expect(page.get_by_role("textbox", name="x", exact=True)).to_have_value("3.25, 4.5, 8.75, 10")
    expect(page).to_have_url(re.compile(r"x=3\.25"))
    assert "data=" not in page.url
    assert "lr=" not in page.url  # the default again
    other = chromium.new_context().new_page()
    other.goto(page.url)
    shown = page.locator(".gd-strip").inner_text()
    expect(other.locator(".gd-strip")).to_have_text(shown, use_inner_text=True)
    expect(other.get_by_test_id("stAlert")).to_have_count(0)
    other.context.close()


def test_the_browsers_back_button_goes_back_to_the_points_before(page: Page, server: str):
    page.goto(server + "/torch_module?data=cars&lr=0.001")
    choose(page, "Points", "Ozone monitors")
    expect(page).to_have_url(re.compile("data=norris"))
    page.go_back()
    expect(page).to_have_url(re.compile("data=cars"))
    expect(page.get_by_text("50 points: x from 4 to 25")).to_be_visible()


def test_a_file_stays_from_page_to_page(page: Page, server: str):
    page.goto(server + "/torch_autograd?data=file")
    expect(page.get_by_text("No points yet.")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "m.csv", "mimeType": "text/csv", "buffer": FILE.encode()}]
    )
    expect(page.get_by_text("4 points: x from 1.5 to 5")).to_be_visible()
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", name="The loss of all four")).to_be_visible()
    expect(page.get_by_text("In use: “m.csv”")).to_be_visible()
    expect(page.get_by_text("4 points: x from 1.5 to 5")).to_be_visible()
    expect(page).to_have_url(re.compile("data=file"))
