"""The link of a comparison, which only a browser shows."""

import re

from playwright.sync_api import Page, expect


def test_a_link_carries_the_comparison_across_pages(page: Page, server: str):
    page.set_viewport_size({"width": 1400, "height": 900})  # else the menu folds
    page.goto(f"{server}/compare?epochs=5")
    page.get_by_role("button", name="Add a run").click()
    link = "/compare?epochs=5&runs=numpy_by_hand--gradient-sum..torch_autograd..torch_optimizer"
    expect(page).to_have_url(server + link)
    third = page.get_by_role("combobox", name="Variant C")
    expect(third).to_be_visible()

    page.reload()
    expect(third).to_be_visible()
    page.get_by_role("link", name="torch autograd").click()
    expect(page.get_by_role("heading", name="torch autograd")).to_be_visible()
    page.get_by_role("button", name="Understand").click()
    page.get_by_role("menuitem", name="Compare").click()
    expect(third).to_be_visible()
    expect(page).to_have_url(re.compile(r"runs=.*\.\.torch_optimizer$"))

    page.get_by_text("Why does nn.Linear stop short?").click()
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("because of the bias (none against one)")
    expect(page).to_have_url(re.compile(r"runs=torch_optimizer--optimizer-SGD\.\.torch_module--"))
    expect(page.get_by_role("spinbutton", name="Epochs")).to_have_value("5")
    page.get_by_role("button", name="That takes 100 epochs: set them").click()
    expect(page.get_by_role("spinbutton", name="Epochs")).to_have_value("100")
    expect(page).to_have_url(re.compile(r"epochs=100(&|$)"))


def test_the_settings_of_a_run_stay_open_while_they_are_set(page: Page, server: str):
    page.goto(f"{server}/compare?epochs=5&view=Distance+from+A")
    page.get_by_role("button", name="Set A").click()
    page.get_by_role("combobox", name="Gradient of A").click()
    page.get_by_role("option", name="mean").click()
    expect(page.get_by_role("combobox", name="Variant A, gradient mean")).to_be_visible()
    expect(page).to_have_url(re.compile(r"runs=numpy_by_hand--gradient-mean\.\.torch_autograd"))
    rate = page.get_by_role("spinbutton", name="Learning rate of A")
    rate.fill("0.03")
    rate.press("Enter")
    expect(page.get_by_role("combobox", name="Variant A, gradient mean, lr 0.03")).to_be_visible()
    expect(rate).to_be_visible()
    expect(page.get_by_role("tab", name="Distance from A")).to_have_attribute(
        "aria-selected", "true"
    )
