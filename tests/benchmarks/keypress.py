"""From a key press in the sidebar to the last chart on the screen, in the app and in the peer.

    python tests/benchmarks/keypress.py            about 1 minute
    python tests/benchmarks/keypress.py --quick    a smoke run

Chromium presses ArrowUp in the learning rate's field, alternately on the nn.Linear page and in the
peer (`peer/peer_app.py`). Each press sets a new rate, with which 100 epochs are trained. The clock
is the page's own: from the key's event to the start of the frame after the last change in any
chart, once the page's script has ended and no chart has changed for half a second.
"""

import argparse
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Page

from tests.benchmarks.painting import chromium, settle, since_key, watched_page
from tests.benchmarks.serving import OURS, PEER, percentile, serving, table

PAGES = {OURS: "/torch_module?epochs=100", PEER: "/?epochs=100"}


def press(page: Page) -> float:
    """Milliseconds that one press takes."""
    rate = page.get_by_role("spinbutton", name="Learning rate", exact=True)
    before = rate.input_value()
    rate.press("ArrowUp")
    settle(page)
    if rate.input_value() == before:
        raise RuntimeError("the key changed nothing")
    return since_key(page)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    presses = 3 if parser.parse_args().quick else 15
    times: dict[str, list[float]] = {}
    with ExitStack() as running:
        browser = running.enter_context(chromium())
        pages = {}
        for app, path in PAGES.items():
            server = running.enter_context(serving(app))
            pages[app.name] = running.enter_context(watched_page(browser))
            pages[app.name].goto(server.url + path)
            settle(pages[app.name])
            press(pages[app.name])  # the first one is not counted
        for _ in range(presses):
            for name, page in pages.items():
                times.setdefault(name, []).append(press(page))
    peer = statistics.median(times[PEER.name])
    rows = []
    for name, values in times.items():
        middle = statistics.median(values)
        longest = f"{percentile(values, 0.95):.0f} ms"
        rows.append((name, f"{middle:.0f} ms", longest, f"{middle / peer:.2f}", str(len(values))))
    table(("", "median", "p95", "× peer", "presses"), rows)
    print("target: 0.7 × the peer")


if __name__ == "__main__":
    main()
