"""A teacher sends a class link, a learner hands in, and the teacher checks thirty answers."""

import csv
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from gd import tasks
from gd.tasks import Goal, Task

from .conftest import idle
from .test_accessibility import axe, violations
from .test_class_link import set_rate

__all__ = ["axe"]

RATES = [0.1, 0.02, 0.001]  # of them the first reaches the goals
STATES = {"yes": "✓ met", "no": "○ not yet", "unreadable": "✕ unreadable", "refused": "✕ refused"}


def class_link(page: Page, server: str) -> str:
    """Prepare a class link, as a teacher does: choose the goal, and take the link."""
    page.goto(f"{server}/torch_module?lr=0.001&epochs=100")
    idle(page)
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Class link", exact=True).click()
    dialog.get_by_role("spinbutton", name="at most", exact=True).fill("0.01")
    dialog.get_by_role("button", name="Add the goal").click()
    expect(dialog.get_by_text("It can be reached.")).to_be_visible()
    return dialog.get_by_role("textbox", name="Link").input_value()


def hand_in(browser: Browser, link: str) -> str:
    """Open a class link, as a learner does: fail, reach the goal, and take the solution."""
    learner = browser.new_context().new_page()
    learner.goto(link)
    idle(learner)
    expect(learner.get_by_text("not yet")).to_be_visible()
    expect(learner.get_by_role("button", name="Hand in")).to_have_count(0)
    set_rate(learner, "0.1")
    learner.get_by_role("button", name="Hand in").click()
    solution = learner.get_by_role("dialog").get_by_role("textbox", name="Link").input_value()
    learner.context.close()
    return solution


def answers(task: Task, solution: str) -> list[str]:
    """Thirty lines: the solution, 23 more, 3 of another task or a changed one, and 3 broken."""
    other = Task(task.page, "Another", task.goals, task.open, task.fixed)
    links = [
        f"https://school.example/{task.page}?{urlencode(tasks.link(one, {'lr': rate}))}"
        for one, rates in (
            (task, [RATES[n % 3] + n * 1e-5 for n in range(20)]),
            (task, RATES),
            (other, RATES[:2]),
        )
        for rate in rates
    ]
    links.append(links[0].replace("loss-le-0.01", "loss-le-5"))
    lines = [f"Pupil {number} <b>Müller</b>\t{link}" for number, link in enumerate(links, 1)]
    return [f"Ada\t{solution}", *lines, "I forgot", links[0][:60], "=1+1\thttps://e.org/?x=1"]


def check(page: Page, server: str, text: str, link: str = "") -> None:
    page.goto(f"{server}/check_answers")
    idle(page)
    page.get_by_role("textbox", name="Class link").fill(link)
    page.get_by_role("textbox", name="Answers").fill(text)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".gd-answers")).to_be_visible()
    idle(page)


def test_thirty_answers_are_checked(chromium: Browser, page: Page, server: str, tmp_path: Path):
    link = class_link(page, server)
    lines = answers(tasks.read_task(link), hand_in(chromium, link))
    assert len(lines) == 30
    check(page, server, "\n".join(lines), link)
    rows = [tasks.replay(line, tasks.read_task(link)) for line in lines]
    count = Counter(map(tasks.state_of, rows))
    assert count == {"yes": 9, "no": 15, "refused": 3, "unreadable": 3}
    said = (
        f"{count['yes']} of 30 met all goals; {count['unreadable']} cannot be read; "
        f"{count['refused']} are refused; 2 are the same as another."
    )
    expect(page.get_by_role("heading", name=said)).to_be_visible()
    table = page.get_by_role("row")
    expect(table).to_have_count(31)
    expect(table.nth(1)).to_contain_text("Ada")
    shown = page.locator(".gd-answers td:nth-child(3)").all_inner_texts()
    assert shown == [STATES[tasks.state_of(row)] for row in rows]
    assert page.locator(".gd-answers td:nth-child(2)").nth(1).inner_text() == rows[1].who

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    download.value.save_as(tmp_path / "answers.csv")
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *found = csv.reader(file)
    assert header[:3] == ["row", "who", "met"]
    assert [line[2] for line in found] == [tasks.state_of(row) for row in rows]
    assert found[1][1] == "Pupil 1 <b>Müller</b>"
    assert found[-1][1] == "'=1+1"

    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open answer 1", exact=True).click()
    opened = popup.value
    idle(opened)
    assert opened.url.startswith(f"{server}/torch_module?")
    expect(opened.get_by_text("✓ met")).to_be_visible()
    opened.close()


def test_a_long_replay_is_stopped_and_goes_on(page: Page, server: str):
    task = Task("torch_module", "Long", (Goal("w", (2, 0.1)),), ("lr", "epochs"))
    links = [
        urlencode(tasks.link(task, {"lr": 0.001 + n * 1e-6, "epochs": epochs}))
        for n, epochs in enumerate([12_000, 20, 12_000, 12_000, 30, 12_000])
    ]
    page.goto(f"{server}/check_answers")
    idle(page)
    page.get_by_role("textbox", name="Answers").fill("\n".join(f"?{link}" for link in links))
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text(re.compile("Replaying: answer [2-5] of 6"))).to_be_visible()
    page.get_by_role("button", name="Stop here").click()
    expect(page.get_by_role("heading", name="not replayed")).to_be_visible()
    states = page.locator(".gd-answers td:nth-child(3)")
    for place, state in ((1, "○ not yet"), (4, "○ not yet"), (5, "… not replayed")):
        expect(states.nth(place)).to_have_text(state)
    page.get_by_role("button", name="Stopped: go on").click()
    done = page.get_by_role("heading", name="4 of 6 met all goals.")
    expect(done).to_be_visible(timeout=120_000)  # 4 s of a free processor


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_answers_violate_no_rule_and_fit_a_phone(
    chromium: Browser, server: str, axe: str, scheme
):
    page = chromium.new_page(viewport={"width": 1400, "height": 900}, color_scheme=scheme)
    page.goto(f"{server}/check_answers")
    idle(page)
    page.get_by_role("button", name="Try an example").click()
    expect(page.locator(".gd-answers")).to_be_visible()
    assert violations(page, axe) == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert violations(page, axe) == []
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth") <= 375
    cells = page.locator(".gd-answers tr:last-child td:visible").all()
    assert all((box := one.bounding_box()) and box["x"] + box["width"] <= 375 for one in cells)
    page.close()
