"""Servers behind a proxy, and a server that restarts: no page loses its run."""

import subprocess
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers import free_port, nginx_path, proxying

from .conftest import idle, require, start_server

LINK = "/numpy_by_hand?lr=0.013&epochs=7&w0=0.5&gradient=mean&test_x=7"


@contextmanager
def server_at(port: int) -> Iterator[str]:
    process, url = start_server(port)
    try:
        yield url
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def nginx() -> str:
    return require(
        nginx_path(), "no nginx on this machine: install it (Debian: apt-get install nginx)"
    )


@pytest.fixture
def replicas() -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Two servers: address -> process."""
    servers = {url: process for process, url in (start_server() for _ in range(2))}
    yield servers
    for process in servers.values():
        process.kill()
        process.wait()


@pytest.fixture
def proxy(
    nginx: str, replicas: dict[str, subprocess.Popen[bytes]], tmp_path: Path
) -> Iterator[str]:
    """The address of an nginx in front of the replicas."""
    with proxying(nginx, replicas, tmp_path) as url:
        yield url


def one_visitor_each(proxy: str, servers: Collection[str]) -> dict[str, str]:
    """A visitor's cookie for each server: the server's address -> cookie."""
    visitors: dict[str, str] = {}
    for number in range(100):
        cookie = f"visitor={number}"
        request = urllib.request.Request(f"{proxy}/_stcore/health", headers={"Cookie": cookie})
        with urllib.request.urlopen(request) as answer:
            visitors.setdefault(f"http://{answer.headers['X-Server']}", cookie)
    assert set(visitors) == set(servers)
    return visitors


def opened(chromium: Browser, url: str, cookie: str | None = None) -> Page:
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(30_000)
    if cookie:
        name, value = cookie.split("=")
        context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    page.goto(url + LINK)
    return page


def wait_until_cut_off(page: Page) -> None:
    """Wait until the page has noticed that its server is gone."""
    app = page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")


def numbers(page: Page) -> str:
    """What a page shows when its script has ended: the strip above its charts."""
    idle(page)
    return page.locator(".st-key-strip").inner_text()


def assert_resumes(page: Page, before: str) -> None:
    """Assert that the page is connected again and shows the same numbers as `before`."""
    assert numbers(page) == before
    # there and back, so that the numbers cannot be left over from the server that is gone
    for key, label in (("ArrowUp", "f(8)"), ("ArrowDown", "f(7)")):
        page.get_by_role("spinbutton", name="Predict at x").press(key)
        expect(page.locator(".st-key-strip")).to_contain_text(label)
    assert numbers(page) == before


@pytest.mark.usefixtures("nginx")  # first: without one, no servers are started
def test_a_link_gives_the_same_numbers_on_every_server_and_outlives_one(
    chromium: Browser, replicas: dict[str, subprocess.Popen[bytes]], proxy: str
):
    visitors = one_visitor_each(proxy, replicas)
    pages = {url: opened(chromium, proxy, cookie) for url, cookie in visitors.items()}
    before, other = (numbers(page) for page in pages.values())
    assert before == other
    gone = next(iter(pages))
    replicas[gone].kill()
    wait_until_cut_off(pages[gone])
    assert_resumes(pages[gone], before)
    for page in pages.values():
        page.context.close()


def test_an_open_page_resumes_when_its_server_restarts(chromium: Browser):
    port = free_port()
    with server_at(port) as url:
        page = opened(chromium, url)
        before = numbers(page)
    wait_until_cut_off(page)
    with server_at(port):
        assert_resumes(page, before)
        page.context.close()
