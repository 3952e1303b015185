"""The page at a glance: what one turns and what it moves are in sight together."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gd.variants import FOUR_WAYS

from .conftest import CHART, idle

DESKTOP, PHONE = (1400, 900), (375, 800)
SCRUBBER = ".st-key-scrubber"

LETTERS = 3  # px by which the box of a text is higher than its letters

# How far the texts of each chart, its legend and titles among them, reach out of its picture.
CUT = """charts => charts.map(chart => {
  const picture = chart.querySelector('svg').getBoundingClientRect();
  const out = text => {
    const box = text.getBoundingClientRect();
    return box.width && Math.max(picture.left - box.left, box.right - picture.right,
                                 picture.top - box.top, box.bottom - picture.bottom);
  };
  return Math.max(...[...chart.querySelectorAll('text')].map(out));
})"""


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def boxes(places: Locator) -> list[Box]:
    """The places on the screen of the elements that have one, in px."""
    found = [place.bounding_box() for place in places.all()]
    return [
        Box(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
        for box in found
        if box and box["width"]
    ]


def in_sight(place: Box, size: tuple[int, int], top: float = 0) -> bool:
    """Whether all of `place` is in a window of `size`, below `top`."""
    width, height = size
    return place.left >= 0 and place.right <= width and place.top >= top and place.bottom <= height


@pytest.fixture(params=FOUR_WAYS)
def variant_page(request: pytest.FixtureRequest, chromium: Browser, server: str) -> Iterator[Page]:
    """The page of each variant in turn, on a desktop."""
    page = opened(chromium, server, request.param, DESKTOP)
    yield page
    page.close()


def opened(chromium: Browser, server: str, path: str, size: tuple[int, int]) -> Page:
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{server}/{path}")
    idle(page)
    return page


def header_bottom(page: Page) -> float:
    [header] = boxes(page.get_by_test_id("stHeader"))
    return header.bottom


def scroll(page: Page, by: int) -> None:
    page.get_by_test_id("stMain").evaluate("(main, by) => main.scrollTo(0, by)", by)


def test_what_one_turns_and_what_it_moves_are_on_the_first_screen(variant_page: Page):
    page, top = variant_page, header_bottom(variant_page)
    charts = boxes(page.locator(CHART))
    assert [in_sight(chart, DESKTOP, top) for chart in charts[:4]] == [True] * 4
    for place in (SCRUBBER, ".st-key-strip"):
        [box] = boxes(page.locator(place))
        assert in_sight(box, DESKTOP, top), place
    [rate] = boxes(page.get_by_role("spinbutton", name="Learning rate", exact=True))
    assert in_sight(rate, DESKTOP, top)
    sidebar = page.get_by_test_id("stSidebarContent")
    assert sidebar.evaluate("bar => bar.scrollHeight - bar.clientHeight") <= 0
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= 1400


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_scrubber_stays_in_sight_below_the_menu(
    chromium: Browser, server: str, size: tuple[int, int]
):
    page = opened(chromium, server, "torch_module", size)
    [before] = boxes(page.locator(SCRUBBER))
    charts = page.locator(CHART)
    last = charts.nth(3) if size == DESKTOP else charts.first
    by = boxes(last)[0].bottom - size[1] / 2  # its lower edge in the middle of the window
    scroll(page, round(max(by, before.top - 10)))
    expect(page.get_by_role("slider", name="Epoch", exact=True)).to_be_in_viewport(ratio=1)
    [after] = boxes(page.locator(SCRUBBER))
    assert in_sight(after, size, header_bottom(page) - 1)
    page.close()


@pytest.mark.parametrize("width", [375, 820, 933, 1024, 1600])
def test_nothing_is_over_and_no_text_of_a_chart_is_cut(chromium: Browser, server: str, width: int):
    page = opened(chromium, server, "torch_module", (width, 900))
    over = page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert over <= 0
    assert max(page.locator(f"{CHART}:visible").evaluate_all(CUT)) <= LETTERS
    page.close()


def test_a_phone_shows_a_chart_first(chromium: Browser, server: str):
    page = opened(chromium, server, "torch_module", PHONE)
    assert boxes(page.locator(CHART))[0].top < PHONE[1]
    page.close()
