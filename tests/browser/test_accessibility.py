"""What axe-core finds on each page: names, roles, contrast, the order of headings."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gd.ui.menu import ENTRIES

from .conftest import idle, require

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
# What is wrong in Streamlit's own elements, out of the app's reach: rule -> where.
KNOWN = {
    # the menu's groups are divisions of a list, between the list and its items
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"] li',
    # code scrolls sideways on a phone; Chromium and Firefox let the keyboard into it all the same
    "scrollable-region-focusable": '[data-testid="stCode"] pre',
}
RUN = """async known => {
  const {violations} = await axe.run(document, {resultTypes: ['violations']});
  return violations.flatMap(({id, nodes}) => nodes
    .filter(({target}) => !document.querySelector(target)?.matches(known[id] ?? ':not(*)'))
    .map(({target, any, all, none}) => [id, `${target}`, [...any, ...all, ...none][0].message]));
}"""


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    why = "no axe-core on this machine: npm install --prefix tests/browser"
    return Path(require(str(AXE) if AXE.exists() else None, why)).read_text("utf-8")


def violations(page: Page, axe: str) -> list[list[str]]:
    """Each violation on the page: the rule, where, and what is wrong."""
    idle(page)
    # Before an animation ends, colours are between two.
    page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")
    page.evaluate(axe)
    return page.evaluate(RUN, KNOWN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.path)
def test_no_page_violates_a_rule(chromium: Browser, server: str, axe: str, entry, scheme):
    page = chromium.new_page(viewport={"width": 1400, "height": 900}, color_scheme=scheme)
    page.goto(f"{server}/{entry.path if entry is not ENTRIES[0] else ''}")
    assert violations(page, axe) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_tab_violates_a_rule_on_a_phone_or_a_desktop(
    chromium: Browser, server: str, axe: str, scheme
):
    page = chromium.new_page(viewport={"width": 1400, "height": 900}, color_scheme=scheme)
    page.goto(f"{server}/torch_module")
    idle(page)
    tabs = page.get_by_role("tab")
    assert tabs.count() > 1
    for tab in tabs.all():
        tab.click()
        page.set_viewport_size({"width": 1400, "height": 900})
        assert violations(page, axe) == []
        page.set_viewport_size({"width": 375, "height": 800})
        assert violations(page, axe) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [(1400, 900), (375, 800)], ids=["desktop", "phone"])
def test_no_answer_to_a_guess_violates_a_rule(
    chromium: Browser, server: str, axe: str, scheme, viewport
):
    width, height = viewport
    page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    for name in ("no_zero_grad", "update_in_graph", "label_before"):
        page.goto(f"{server}/mistakes?mistake={name}")
        assert violations(page, axe) == []
        page.get_by_role("button", name="Show me").click()
        expect(page.get_by_text("Instead:")).to_be_visible()
        assert violations(page, axe) == []
    page.goto(f"{server}/mistakes?quiz=3")
    assert violations(page, axe) == []
    page.locator(".st-key-quiz label:has(input)").first.click()
    expect(page.get_by_role("button", name="Another")).to_be_visible()
    assert violations(page, axe) == []
    page.close()


def test_the_list_of_downloads_violates_no_rule(chromium: Browser, server: str, axe: str):
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    page.goto(f"{server}/torch_module?tab=Code")
    idle(page)
    page.get_by_test_id("stPopoverButton").filter(has_text="Download").click()
    page.get_by_role("button", name="Everything .zip").wait_for()
    assert violations(page, axe) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_diagnosis_violates_a_rule(chromium: Browser, server: str, axe: str, scheme):
    page = chromium.new_page(viewport={"width": 1400, "height": 900}, color_scheme=scheme)
    page.goto(f"{server}/doctor")
    page.get_by_role("button", name="Try an example").click()
    expect(page.get_by_role("region", name="The log, line by line")).to_be_visible()
    assert violations(page, axe) == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert violations(page, axe) == []
    page.close()
