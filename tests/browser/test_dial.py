"""The dial of the learning rate: a preview while it moves, the server once it is let go."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import gd
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.ui.inputs.rate_dial import sections

from .conftest import expect_written, written

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
WORD_FITS = """zone => {
    const word = document.createRange();
    word.selectNode(zone.firstChild);
    return word.getBoundingClientRect().width < zone.getBoundingClientRect().width;
}"""


class Dial:
    """The dial on a page, and what has been said by it: to the page, to the server."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.sent = page, []
        page.add_init_script(
            "window.heard = [];"
            "document.addEventListener('gd:preview', (event) => heard.push(event.detail));"
        )
        page.on("websocket", lambda socket: socket.on("framesent", self._note))
        page.goto(address)
        self.range = page.get_by_label("Learning rate, dial")
        self.number = page.get_by_label("Learning rate", exact=True)
        expect(self.range).to_be_visible()
        expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        self.sent.clear()

    def _note(self, frame: str | bytes) -> None:
        self.sent.append(frame)

    def at(self, share: float) -> tuple[float, float]:
        """The point on the screen at a `share` of the dial's length."""
        box = self.range.bounding_box()
        assert box
        return box["x"] + 5 + share * (box["width"] - 10), box["y"] + box["height"] / 2

    @property
    def text(self) -> str:
        return self.range.get_attribute("aria-valuetext") or ""

    def heard(self) -> list[dict | None]:
        """What the page was told in the frames so far."""
        self.page.evaluate("() => new Promise(requestAnimationFrame)")
        return self.page.evaluate("heard")


@pytest.fixture
def dial(page: Page, server: str) -> Dial:
    return Dial(page, f"{server}/torch_module")


def zones(dial: Dial) -> Locator:
    return dial.page.locator(".gd-dial .zones span")


def test_it_previews_while_it_moves_and_sends_when_it_is_let_go(dial: Dial):
    dial.page.mouse.move(*dial.at(0.5))
    dial.page.mouse.down()
    dial.page.mouse.move(*dial.at(0.95), steps=20)
    assert dial.text.endswith("diverges")
    rate = float(dial.text.split(",")[0])
    heard = dial.heard()
    assert heard[-1] == {"rate": rate}
    assert len({one["rate"] for one in heard if one}) > 5
    assert not dial.sent
    dial.page.mouse.up()
    expect(dial.number).to_have_value(f"{rate:g}")
    assert len(dial.sent) == 1
    assert f"lr={rate:g}" in dial.page.url


def test_escape_takes_it_back(dial: Dial):
    dial.page.mouse.move(*dial.at(0.5))
    dial.page.mouse.down()
    dial.page.mouse.move(*dial.at(0.9), steps=5)
    dial.page.keyboard.press("Escape")
    dial.page.mouse.move(*dial.at(0.8), steps=5)
    assert dial.text == "0.01, converges"
    dial.page.mouse.up()
    assert dial.heard()[-1] is None
    dial.range.press("PageUp")
    dial.range.press("Escape")
    assert dial.text == "0.01, converges"
    assert dial.heard()[-1] is None
    assert not dial.sent


@pytest.mark.parametrize(
    ("keys", "rate"),
    [
        (["ArrowRight"] * 2, 0.012),
        (["ArrowDown"], 0.0098),
        (["PageUp"], 0.022),
        (["PageDown"] * 3, 0.001),
    ],
)
def test_keys_preview_each_and_count_together(dial: Dial, keys: list[str], rate: float):
    for key in keys:
        dial.range.press(key)
    assert float(dial.text.split(",")[0]) == pytest.approx(rate, rel=0.03)
    assert dial.heard()[-1] == {"rate": float(dial.text.split(",")[0])}
    expect(dial.number).to_have_value(dial.text.split(",")[0])
    assert len(dial.sent) == 1


def test_leaving_it_counts_before_the_pause_is_over(page: Page, server: str):
    page.add_init_script(
        "const set = setTimeout; setTimeout = (call, ms) => set(call, ms === 400 ? 1e9 : ms);"
    )
    dial = Dial(page, f"{server}/torch_module")
    dial.range.press("PageUp")
    expect(dial.number).to_have_value("0.01")
    dial.range.blur()
    expect(dial.number).to_have_value(dial.text.split(",")[0])
    assert len(dial.sent) == 1


def test_it_follows_the_number(dial: Dial):
    dial.number.fill("0.5")
    dial.number.press("Enter")
    expect(dial.range).to_have_attribute("aria-valuetext", "0.5, diverges")
    dial.number.fill("0.0000012345")
    dial.number.press("Enter")
    expect(dial.range).to_have_attribute("aria-valuetext", "0.0000012345, converges")


def test_every_rate_it_offers_can_be_set(page: Page, server: str):
    for lr in (MIN_RATE, MAX_RATE):
        dial = Dial(page, f"{server}/torch_module?lr={lr:.7f}")
        for key in ("Home", "End"):
            dial.range.press(key)
            assert MIN_RATE <= float(dial.text.split(",")[0]) <= MAX_RATE


CHARTS = (
    """[...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg.marks')].slice(0, 4)"""
)
DRAWING = "chart.innerHTML.replace(/<defs>.*/, '')"  # what it clips with may come later
DRAWN = f"{CHARTS}.map((chart) => {DRAWING})"
ALL_SAME = f"before => {CHARTS}.every((chart, at) => {DRAWING} === before[at])"
ALL_OTHER = ALL_SAME.replace("===", "!==")


@pytest.mark.parametrize(
    "path",
    [
        "numpy_by_hand?gradient=sum",
        "torch_module?epochs=300&optimizer=Adam&lr=0.05&standardise=true",
    ],
)
def test_all_charts_preview_the_training_and_the_run_lands_on_it(
    page: Page, server: str, path: str
):
    dial = Dial(page, f"{server}/{path}")
    expect(page.locator("svg.marks").nth(3)).to_be_visible()
    before = page.evaluate(DRAWN)
    page.mouse.move(*dial.at(0.3))
    page.mouse.down()
    for share in (0.31, 0.35):  # the charts bend with it
        shown = page.evaluate(DRAWN)
        page.mouse.move(*dial.at(share))
        page.wait_for_function(ALL_OTHER, arg=shown)
    foreseen = written(page, "preview").split(";")[-1]
    page.keyboard.press("Escape")
    page.wait_for_function(ALL_SAME, arg=before)
    page.mouse.up()
    assert not dial.sent
    page.mouse.move(*dial.at(0.3))
    page.mouse.down()
    page.mouse.move(*dial.at(0.35))
    rate = dial.text.split(",")[0]
    page.mouse.up()
    expect(dial.number).to_have_value(rate)
    expect_written(page, "preview", "")  # the run is there
    page.get_by_label("Epoch", exact=True).press("End")
    told = page.locator(".gd-scrubber > output")
    epoch, loss, w, *_ = map(float, foreseen.split(","))
    expect(told).to_contain_text(f"after {epoch:.0f} updates, trained")
    landed = re.search(r"loss (\S+), w ([^\s,]+)", told.inner_text().replace("−", "-"))
    assert landed
    assert [*map(float, landed.groups())] == pytest.approx([loss, w], rel=0.006)  # three digits


def test_its_zones_are_named_where_they_are(dial: Dial):
    expect(zones(dial)).to_contain_text(["converges", "oscillates", "diverges"])
    limits = gd.theory.learning_rates(POINTS, bias=True)
    for zone, expected in zip(zones(dial).all(), sections(0.01, limits.zones), strict=True):
        assert zone.evaluate(WORD_FITS)
        box = zone.bounding_box()
        assert box
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        dial.page.mouse.move(*middle)
        dial.page.mouse.down()
        rate, word = dial.text.split(", ")
        assert word == expected["word"]
        assert float(rate) == pytest.approx((expected["least"] * expected["most"]) ** 0.5, rel=0.06)
        dial.page.keyboard.press("Escape")
        dial.page.mouse.up()


def test_its_zones_follow_the_points_and_the_optimizer(page: Page, server: str):
    dial = Dial(page, f"{server}/torch_module?x=10,20&y=1,2")
    expect(zones(dial).nth(1)).to_contain_text("0.004")
    dial = Dial(page, f"{server}/torch_module?optimizer=Adam")
    expect(zones(dial)).to_have_text("10")
    assert dial.text == "0.01"


def test_it_is_large_enough_for_a_finger(dial: Dial):
    box = dial.range.bounding_box()
    assert box
    assert box["height"] >= 24
