"""From the notebooks' page to a variant's, with a notebook's settings."""

from playwright.sync_api import Page, expect


def test_opens_the_variant_as_the_notebook_ran_it_whatever_was_set(page: Page, server: str):
    page.set_viewport_size({"width": 1400, "height": 900})  # else the menu folds
    page.goto(server + "/torch_module?lr=0.5&epochs=7&seed=3&optimizer=Adam")
    expect(page.locator(".gd-strip")).to_be_visible()
    page.get_by_role("button", name="Notebooks").click()
    page.get_by_role("menuitem", name="The notebooks").click()
    expect(page.get_by_test_id("stMain")).to_contain_text("154 of 154")
    training = page.get_by_role("combobox", name="Training")
    training.click()
    training.fill("001: nn")
    training.press("Enter")
    page.get_by_role("link", name="Open nn.Linear module with exactly these settings").click()
    expect(page.locator(".gd-strip")).to_contain_text("-3.745 → 9.815")
    expect(page.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.01")
    expect(page.get_by_role("spinbutton", name="Epochs")).to_have_value("100")
    # what is not at its default is named below "More"
    changed = page.get_by_test_id("stSidebar").get_by_text("w₀ = -0.6483")
    expect(changed).to_be_visible()
    expect(changed).not_to_contain_text("seed")
    expect(page.get_by_role("combobox", name="Optimizer")).to_have_value("SGD")
