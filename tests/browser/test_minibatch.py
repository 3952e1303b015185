"""The page of mini-batches in the browser: its scrubber goes by update."""

import re

import numpy as np
from playwright.sync_api import Page, expect

import gd

from .conftest import idle

DOUBLING = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def test_the_scrubber_goes_by_update(server: str, page: Page):
    page.goto(f"{server}/torch_minibatch?epochs=3&at=5&batch_size=1")
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_have_count(4)
    idle(page)
    run = gd.train("torch_minibatch", DOUBLING, gd.Settings(epochs=3, batch_size=1, shuffle=True))
    w, b = run.history["w"], run.history["b"]
    out, slider = page.locator(".gd-scrubber > output"), page.get_by_label("Update", exact=True)
    expect(slider).to_have_attribute("max", "12")
    for update in (5, 6):
        loss = np.mean((w[update - 1] * DOUBLING.x + b[update - 1] - DOUBLING.y) ** 2)
        expect(out).to_have_text(
            f"after {update} updates: loss {loss:.3g}, w {w[update - 1]:.3g}, b {b[update - 1]:.3g}"
        )
        slider.press("ArrowRight")
    expect(page).to_have_url(re.compile("at=7"))
