"""A teacher prepares a class link; a learner opens it, fails, reaches the goal and hands in."""

import io
import re
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from gd import tasks
from gd.tasks import Goal, Task

from .conftest import CHART, idle
from .test_accessibility import axe, violations

__all__ = ["axe"]

TASK = Task(
    "torch_module",
    "Make f(5) end near 10.\n\u05d0\u05d9\u05d6\u05d4 <b>rate</b>?",
    (Goal("fx", (5, 10, 0.05)), Goal("loss-le", (0.01,))),
    open=("lr",),
    fixed={"epochs": 100},
)


def address(server: str, **more: str) -> str:
    parameters = {**tasks.encode(TASK), "lr": "0.001", **more}
    return f"{server}/torch_module?" + "&".join(
        f"{name}={text}".replace(" ", "+").replace("\n", "%0A").replace("?", "%3F")
        for name, text in parameters.items()
    )


def same(link: str) -> Callable[[str], bool]:
    """Whether an address has the parameters of `link`, in whatever order, and says its start."""
    wanted = tasks.read_parameters(link)
    return lambda url: tasks.read_parameters(url) == {**wanted, "start": "lr-0.001"}


def set_rate(page: Page, rate: str) -> None:
    field = page.get_by_role("spinbutton", name="Learning rate", exact=True)
    field.fill(rate)
    field.press("Enter")


def test_from_the_teacher_to_the_answer(chromium: Browser, page: Page, server: str):
    page.goto(f"{server}/torch_module?lr=0.001&epochs=100")
    idle(page)
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Class link", exact=True).click()
    question = dialog.get_by_role("textbox", name="Question")
    question.fill("Which *rate*?")
    question.press("Control+Enter")
    dialog.get_by_role("spinbutton", name="at most", exact=True).fill("0.02")
    dialog.get_by_role("button", name="Add the goal").click()
    expect(dialog.get_by_text("It can be reached.")).to_be_visible()
    link = dialog.get_by_role("textbox", name="Link")
    sent = link.input_value()
    assert tasks.decode(tasks.read_parameters(sent)) == Task(
        "torch_module",
        "Which *rate*?",
        (Goal("loss-le", (0.02,)),),
        open=("lr",),
        fixed={"epochs": 100},
    )

    learner = chromium.new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    learner.goto(sent)
    idle(learner)
    expect(learner.get_by_text("Which *rate*?")).to_be_visible()
    expect(learner.get_by_role("spinbutton", name="Epochs", exact=True)).to_have_count(0)
    expect(learner.get_by_text("not yet")).to_be_visible()
    expect(learner.get_by_role("button", name="Hand in")).to_have_count(0)
    learner.locator(CHART).nth(1).hover()
    expect(learner.get_by_title("Press to start the training there")).to_have_count(0)
    learner.get_by_role("button", name="Fit by hand").click()
    expect(learner.get_by_role("button", name="Start from here")).to_be_hidden()
    set_rate(learner, "0.1")
    panel = learner.locator(".st-key-task")
    expect(panel.get_by_text("✓ met")).to_be_visible()
    said = learner.locator("#gd-goals-said[role=status]")
    expect(said).to_have_text(
        re.compile("^✓ met The loss is at most 0.02 at the end. The loss ends")
    )
    learner.wait_for_url(same(sent.replace("lr=0.001", "lr=0.1")))
    learner.get_by_role("button", name="Hand in").click()
    answer = learner.get_by_role("dialog")
    answer.get_by_role("button", name="Copy").click()
    expect(answer.get_by_role("button", name="Copied")).to_be_visible()
    solution = learner.evaluate("navigator.clipboard.readText()")
    picture = answer.get_by_alt_text("QR code of the link").screenshot()
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert code.text == solution
    row = tasks.replay(solution)
    assert row.met
    assert row.values is not None
    assert row.values["lr"] == 0.1

    learner.keyboard.press("Escape")
    learner.get_by_role("button", name="Back to your teacher's settings").click()
    learner.wait_for_url(same(sent))
    expect(panel.get_by_text("not yet")).to_be_visible()
    learner.context.close()


def test_a_class_link_on_a_phone(page: Page, server: str):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(address(server))
    idle(page)
    expect(page.get_by_text("<b>rate</b>")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    expect(page.get_by_role("slider", name="Learning rate, below the chart")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Epochs, below the chart")).to_be_hidden()


@pytest.mark.parametrize("rate", ["0.001", "0.1"])
def test_a_class_link_in_a_frame_needs_no_scrolling(page: Page, server: str, rate: str):
    page.set_viewport_size({"width": 800, "height": 600})
    page.goto(address(server, lr=rate, embed="true"))
    expect(page.locator(f"{CHART} svg")).to_have_count(4)
    goals = page.locator(".gd-goal-line summary")
    expect(goals).to_be_visible()
    assert goals.evaluate("line => line.clientHeight") < 30
    if rate == "0.1":
        expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= 600
    goals.click()
    question = page.get_by_text("<b>rate</b>")
    expect(question).to_be_visible()
    on_top = "line => line.contains(document.elementFromPoint(...at(line.getBoundingClientRect())))"
    place = "const at = (box) => [box.x + box.width / 2, box.y + box.height / 2];"
    assert question.evaluate(f"line => {{ {place} return ({on_top})(line); }}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_class_link_and_its_preparation_are_accessible(
    chromium: Browser, server: str, axe: str, scheme
):
    page = chromium.new_page(viewport={"width": 1400, "height": 900}, color_scheme=scheme)
    page.goto(address(server, lr="0.1"))
    assert violations(page, axe) == []
    page.get_by_role("button", name="Share").click()
    page.get_by_role("dialog").get_by_text("Class link", exact=True).click()
    expect(page.get_by_text("can be reached.")).to_be_visible()
    assert violations(page, axe) == []
    page.close()
