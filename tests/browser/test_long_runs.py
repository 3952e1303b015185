"""Long trainings: their progress, and stopping them."""

import re

from playwright.sync_api import Page, expect

from .conftest import CHART, idle

STRIP = ".st-key-strip"
PROGRESS = re.compile(r"epoch [1-9][\d,]* of 50,000")


def wait_until_trained(page: Page) -> None:
    """Wait until the training ends, however slow the machine is."""
    bar = page.get_by_text(PROGRESS)
    expect(bar).to_be_visible()
    while texts := bar.all_text_contents():
        # a bar that stops moving is a failure, one that disappears is not
        expect(page.get_by_text(texts[0], exact=True)).to_have_count(0)


def test_shows_progress_can_be_stopped_and_resumed(page: Page, server: str):
    page.goto(server + "/torch_module?epochs=50000&lr=0.001")
    expect(page.get_by_text(PROGRESS)).to_be_visible()
    # Streamlit's own button would leave a progress bar that never moves again
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Stop here").click()
    stopped = page.locator(STRIP).get_by_text("stopped after epoch")
    expect(stopped).to_be_visible()
    expect(page.locator(CHART)).to_have_count(4)
    idle(page)
    # predicting at another x does not restart it
    page.get_by_role("spinbutton", name="Predict at x").press("ArrowUp")
    expect(page.locator(STRIP)).to_contain_text("f(6)")
    expect(stopped).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Train to the end").click()
    expect(stopped).to_have_count(0)
    wait_until_trained(page)
    expect(page.locator(STRIP)).to_contain_text("→ 12")


def test_another_setting_ends_a_long_training(page: Page, server: str):
    page.goto(server + "/torch_optimizer?epochs=50000&lr=0.0001&optimizer=Adam")
    expect(page.get_by_text(PROGRESS)).to_be_visible()
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("10")
    epochs.press("Enter")
    expect(page.get_by_role("slider", name="Epoch", exact=True)).to_have_attribute("max", "10")
    expect(page.get_by_text("of 50,000")).to_have_count(0)


def test_a_long_sweep_leaves_no_bar(page: Page, server: str):
    page.goto(server + "/learning_rate?epochs=50000&optimizer=Adam")
    expect(page.get_by_text("The loss after 50,000 epochs")).to_be_visible(timeout=120_000)
    expect(page.get_by_text(PROGRESS)).to_have_count(0)
    expect(page.locator(CHART)).to_have_count(1)
