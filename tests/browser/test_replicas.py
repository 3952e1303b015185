"""Servers behind a proxy, and a server that restarts: no page loses its run."""

import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import free_port, start_server

LINK = "/numpy_by_hand?lr=0.013&epochs=7&w0=0.5&gradient=mean&test_x=7"

# A visitor stays on one server: the cookie chooses it, and is set with the first response. If that
# server is gone, the next one takes over.
PROXY = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
    map $cookie_visitor $visitor {{ default $cookie_visitor; '' $request_id; }}
    upstream app {{
        hash $visitor consistent;
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://app;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_read_timeout 1h;
            add_header X-Server $upstream_addr;
            add_header Set-Cookie "visitor=$visitor; Path=/; HttpOnly; SameSite=Lax";
        }}
    }}
}}
"""


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
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if path is None:
        why = "no nginx on this machine: install it (Debian: apt-get install nginx)"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return path


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
    port = free_port()
    servers = " ".join(f"server {urlsplit(url).netloc};" for url in replicas)
    file = tmp_path / "nginx.conf"
    file.write_text(PROXY.format(folder=tmp_path, servers=servers, port=port))
    process = subprocess.Popen([nginx, "-p", tmp_path, "-c", file, "-e", tmp_path / "error.log"])
    wait_for(f"http://127.0.0.1:{port}")
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def wait_for(url: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health"):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")


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


def wait_for_connection(page: Page, connected: bool) -> None:
    """Wait until the page is connected to a server, or to none."""
    expected = expect(page.get_by_test_id("stApp"))
    check = expected.to_have_attribute if connected else expected.not_to_have_attribute
    check("data-test-connection-state", "CONNECTED")


def numbers(page: Page) -> list[str]:
    """What a page shows when its script has ended: its metrics and its log."""
    wait_for_connection(page, True)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_text("Prediction after training")).to_be_visible()
    return [
        *page.get_by_test_id("stMetric").all_inner_texts(),
        page.get_by_test_id("stCode").first.inner_text(),
    ]


def assert_resumes(page: Page, before: list[str]) -> None:
    """Assert that the page is connected again and shows the same numbers as `before`."""
    assert numbers(page) == before
    # there and back, so that the numbers cannot be left over from the server that is gone
    for key, label in (("ArrowUp", "f(8) before"), ("ArrowDown", "f(7) before")):
        page.get_by_role("spinbutton", name="Predict at x").press(key)
        expect(page.get_by_test_id("stMetric").first).to_contain_text(label)
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
    wait_for_connection(pages[gone], False)
    assert_resumes(pages[gone], before)
    for page in pages.values():
        page.context.close()


def test_an_open_page_resumes_when_its_server_restarts(chromium: Browser):
    port = free_port()
    with server_at(port) as url:
        page = opened(chromium, url)
        before = numbers(page)
    wait_for_connection(page, False)
    with server_at(port):
        assert_resumes(page, before)
        page.context.close()
