"""The scrubber moves all charts of a run, and nothing of it reaches the server."""

import re

import pytest
from playwright.sync_api import Page, expect

import gd
from gd import theory

from .conftest import expect_written
from .scrubber import CHARTS, DEFAULT, charts, expect_at, open_page, set_number, slider, told

# Whether each chart shows something else than before.
ALL_MOVED = """before => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg.marks')]
  .slice(0, before.length).every((view, at) => view.innerHTML !== before[at])"""


def drawings(page: Page) -> list[str]:
    return [charts(page).nth(at).inner_html() for at in range(CHARTS)]


@pytest.mark.parametrize("path", ["numpy_by_hand?epochs=30", "torch_module?epochs=2000&b0=-1"])
def test_all_charts_move_forward_and_back_and_nothing_is_sent(page: Page, server: str, path: str):
    sent = open_page(page, f"{server}/{path}")
    first, text = drawings(page), told(page).inner_text()
    slider(page).fill("9")
    page.wait_for_function(ALL_MOVED, arg=first)
    expect(told(page)).to_have_text(re.compile("after 9 updates: loss"))
    ninth = drawings(page)
    slider(page).press("ArrowLeft")
    expect(told(page)).to_have_text(re.compile("after 8 updates: loss"))
    page.wait_for_function(ALL_MOVED, arg=ninth)
    slider(page).press("Home")
    page.wait_for_function(ALL_MOVED.replace("view.innerHTML !==", "view.innerHTML ==="), arg=first)
    expect(told(page)).to_have_text(text)
    expect_at(page, 0)
    assert not sent


def test_its_states_are_those_of_the_run(page: Page, server: str):
    open_page(page, f"{server}/torch_module")
    run = gd.train("torch_module", DEFAULT, gd.Settings())
    loss, w, b = (run.history[name].to_numpy() for name in ("loss", "w", "b"))
    back, forward = (page.get_by_role("button", name=f"One {way}") for way in ("back", "forward"))
    expect(told(page)).to_have_text(f"start: loss {loss[0]:.3g}, w 0, b 0")
    expect(back).to_be_disabled()
    forward.click()
    expect(told(page)).to_have_text(
        f"after 1 update: loss {loss[1]:.3g}, w {w[0]:.3g}, b {b[0]:.3g}"
    )
    for _ in range(7):
        forward.click()
    text = f"after 8 updates: loss {loss[8]:.3g}, w {w[7]:.3g}, b {b[7]:.3g}"
    expect(told(page)).to_have_text(text)
    expect(slider(page)).to_have_attribute("aria-valuetext", text)
    slider(page).press("End")
    last = theory.loss(DEFAULT, *run.end)
    text = f"after 20 updates, trained: loss {last:.3g}, w {w[19]:.3g}, b {b[19]:.3g}"
    expect(told(page)).to_have_text(text)
    expect(forward).to_be_disabled()
    back.click()
    expect(told(page)).to_have_text(re.compile("after 19 updates: "))


def test_a_single_update_can_be_stepped_through(page: Page, server: str):
    open_page(page, f"{server}/numpy_by_hand?epochs=1&lr=0.02")
    run = gd.train("numpy_by_hand", DEFAULT, gd.Settings(epochs=1, learning_rate=0.02))
    before = drawings(page)
    page.get_by_role("button", name="One forward").click()
    page.wait_for_function(ALL_MOVED, arg=before)
    expect(told(page)).to_have_text(
        f"after 1 update, trained: loss {theory.loss(DEFAULT, *run.end):.3g}, w {run.end[0]:.3g}"
    )


def test_it_plays_to_the_end_and_says_only_that_aloud(page: Page, server: str):
    sent = open_page(page, f"{server}/torch_autograd?epochs=12")
    said = page.evaluate_handle("""() => {
      const said = [], out = document.querySelector(".gd-scrubber > output");
      new MutationObserver(() => said.push(out.getAttribute("aria-live")))
        .observe(out, {childList: true});
      return said;
    }""")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(told(page)).to_have_text(re.compile("after 12 updates, trained"))
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect_at(page, 12)
    live = said.json_value()
    assert live[-1] == "polite"
    assert set(live[:-1]) == {"off"}
    assert not sent


def test_it_keeps_its_place_when_the_run_changes(page: Page, server: str):
    open_page(page, f"{server}/torch_autograd?epochs=20")
    slider(page).fill("15")
    set_number(page, "Epochs", "10")
    expect(told(page)).to_have_text(re.compile("after 10 updates, trained"))
    expect_at(page, 10)
    set_number(page, "Epochs", "30")
    expect(told(page)).to_have_text(re.compile("after 15 updates: "))
    slider(page).press("End")
    set_number(page, "Epochs", "40")
    expect(told(page)).to_have_text(re.compile("after 40 updates, trained"))
    expect_at(page, 40)


def test_it_keeps_its_place_when_it_is_drawn_anew(page: Page, server: str):
    open_page(page, f"{server}/torch_autograd?epochs=20")
    slider(page).fill("15")
    expect_at(page, 15)
    page.evaluate("document.querySelector('.gd-scrubber').mark = 'the first'")
    for name in ("Overview", "torch autograd"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    expect(told(page)).to_have_text(re.compile("after 15 updates: "))
    expect_at(page, 15)
    assert page.evaluate("document.querySelector('.gd-scrubber').mark") is None
    expect_written(page, "epoch", "15")


def test_a_link_opens_at_its_state_and_a_change_keeps_it(page: Page, server: str):
    sent = open_page(page, f"{server}/torch_module?at=8")
    expect(told(page)).to_have_text(re.compile("after 8 updates: "))
    expect_written(page, "epoch", "8")
    entries = page.evaluate("history.length")
    slider(page).fill("11")
    expect_at(page, 11)
    assert not sent
    assert page.evaluate("history.length") == entries
    set_number(page, "Learning rate", "0.02")
    expect(page).to_have_url(re.compile("lr=0.02"))
    expect_at(page, 11)
    slider(page).press("Home")
    expect_at(page, 0)
    expect(page).to_have_url(re.compile("lr=0.02"))


def test_what_is_worked_out_follows_the_state_where_it_rests(page: Page, server: str):
    page.goto(f"{server}/numpy_by_hand?at=3")
    step = page.locator(".gd-step h2")
    expect(step).to_have_text("Step 4: from 3 updates to 4 updates")
    slider(page).press("ArrowRight")
    expect(step).to_have_text("Step 5: from 4 updates to 5 updates")
    page.get_by_role("tab", name="Code").click()
    expect(step).to_have_count(0)
    slider(page).press("Home")
    expect_at(page, 0)
    page.get_by_role("tab", name="This step").click()
    expect(step).to_have_text("Step 1: from 0 updates to 1 update")


@pytest.mark.parametrize(
    ("at", "text"), [("99999", "after 20 updates"), ("-3", "start"), ("é", "start")]
)
def test_a_link_to_no_state_opens_at_the_nearest(page: Page, server: str, at: str, text: str):
    open_page(page, f"{server}/torch_module?at={at}")
    expect(told(page)).to_have_text(re.compile(text))


@pytest.mark.parametrize("width", [1400, 375])
@pytest.mark.parametrize("embedded", [False, True])
def test_it_stays_visible_while_the_charts_scroll_past(
    page: Page, server: str, width: int, embedded: bool
):
    page.set_viewport_size({"width": width, "height": 400})
    page.goto(f"{server}/torch_module?epochs=30{'&embed=true' * embedded}")
    expect(told(page)).to_have_text(re.compile("loss"))
    row = page.locator(".gd-scrubber")
    page.wait_for_function(
        """() => {
          const find = (selector) => document.querySelector(selector);
          const main = find('[data-testid="stMain"]');
          main.scrollTo(0, main.scrollHeight / 2); // as long as it grows
          const top = find('[data-testid="stHeader"]')?.getBoundingClientRect().bottom ?? 0;
          return Math.abs(find(".gd-scrubber").getBoundingClientRect().top - top) < 2;
        }"""
    )
    slider(page).fill("15")
    expect(told(page)).to_be_in_viewport()
    shown = row.bounding_box()
    assert shown
    assert shown["height"] <= (60 if width == 1400 else 140)
    assert shown["x"] + shown["width"] <= width
    for part in row.locator("button:visible, input:visible").all():
        size = part.bounding_box()
        assert size
        assert size["height"] >= (36 if width == 1400 else 44)
        assert size["width"] >= 36
