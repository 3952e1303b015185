"""Servers, and pages of a real Chromium."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from gd.charts.linked_layers import PLACES
from tests.servers import answers, free_port

ROOT = Path(__file__).parents[2]
CHART = '[data-testid="stVegaLiteChart"]'
expect.set_options(timeout=30_000)  # the first page of a server waits for torch
# As root, Chromium has no sandbox; the other arguments keep it from calling home.
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


def require(found: str | None, why: str) -> str:
    """Skip the test where a machine lacks what it needs; in CI, fail: there it is installed."""
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    return found


def chromium_path() -> str | None:
    """Where this machine has a Chromium, if it has one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    why = "no Chromium on this machine: install one (Debian: apt-get install chromium)"
    path = require(chromium_path(), why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(30_000)
    yield page
    page.close()


def idle(page: Page) -> None:
    """Wait until the page's script has ended and its charts are drawn.

    What is done while the script still runs asks for another run, and acts on elements that this
    one may replace.
    """
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(page.locator("h1")).to_be_visible()  # before its first run, too, no script runs
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.locator(f"{CHART}:visible:not(:has(svg, canvas))")).to_have_count(0)


def written(page: Page, name: str) -> str:
    """What the page's scripts have told the charts: "epoch", "preview" or "hand"."""
    return page.evaluate("at => document.querySelector(at).value", PLACES[name])


def expect_written(page: Page, name: str, text: str) -> None:
    page.wait_for_function(
        "([at, text]) => document.querySelector(at).value === text", arg=[PLACES[name], text]
    )


def start_server(port: int | None = None) -> tuple[subprocess.Popen[bytes], str]:
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    options = [
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
        "--server.headless",
        "true",
    ]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    if answers(url, process):
        return process, url
    process.kill()
    raise TimeoutError("the server did not start")


@pytest.fixture
def fresh_server() -> Iterator[str]:
    """The address of a server that nobody has visited."""
    process, url = start_server()
    yield url
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that the tests share."""
    process, url = start_server()
    yield url
    process.terminate()
    process.wait()
