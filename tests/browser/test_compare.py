"""The link of a comparison, which only a browser shows."""

import re

from playwright.sync_api import Page, expect


def test_a_link_carries_the_comparison_across_pages(page: Page, server: str):
    page.goto(f"{server}/compare?epochs=5")
    page.get_by_role("button", name="Add a run").click()
    link = "/compare?epochs=5&runs=numpy_by_hand--gradient-sum..torch_autograd..torch_optimizer"
    expect(page).to_have_url(server + link)
    expect(page.get_by_role("button", name="Remove C")).to_be_visible()

    page.reload()
    expect(page.get_by_role("button", name="Remove C")).to_be_visible()
    page.get_by_role("link", name="torch autograd").click()
    expect(page.get_by_role("heading", name="torch autograd")).to_be_visible()
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("button", name="Remove C")).to_be_visible()
    expect(page).to_have_url(re.compile(r"runs=.*\.\.torch_optimizer$"))

    page.get_by_role("button", name="Why does nn.Linear stop short?").click()
    expect(page.get_by_role("spinbutton", name="Epochs")).to_have_value("100")
    expect(page.get_by_test_id("stMain")).to_contain_text("because of the bias (none against one)")
    expect(page).to_have_url(re.compile(r"runs=torch_optimizer--optimizer-SGD\.\.torch_module--"))
