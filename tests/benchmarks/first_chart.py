"""A fresh server's first visitor: from the address to the first chart, in the app and the peer.

    python tests/benchmarks/first_chart.py            about 2 minutes
    python tests/benchmarks/first_chart.py --quick    a smoke run

Each run starts a new server process and, as soon as it answers, opens /numpy_by_hand or the peer
(`peer/peer_app.py`) in a new Chromium window with an empty cache. The clock is the page's own: from
the navigation to the start of the frame after the first change inside a chart.
"""

import argparse
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.painting import chromium, first_painted, watched_page
from tests.benchmarks.serving import OURS, PEER, serving, table

PAGES = {OURS: "/numpy_by_hand", PEER: "/"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    runs = 1 if parser.parse_args().quick else 9
    times: dict[str, list[float]] = {}
    with chromium() as browser:
        for _ in range(runs):
            for app, path in PAGES.items():
                with serving(app) as server, watched_page(browser) as page:
                    page.goto(server.url + path)
                    times.setdefault(app.name, []).append(first_painted(page) / 1000)
    peer = statistics.median(times[PEER.name])
    rows = []
    for name, values in times.items():
        middle = statistics.median(values)
        spread = f"{min(values):.2f} to {max(values):.2f} s"
        rows.append((name, f"{middle:.2f} s", spread, f"{middle / peer:.2f}", str(len(values))))
    table(("", "median", "range", "× peer", "runs"), rows)
    print("target: 0.6 × the peer")


if __name__ == "__main__":
    main()
