"""What a rerun sends to the browser, in how many messages, and whether another x trains again.

    python tests/benchmarks/rerun_bytes.py            about half a minute
    python tests/benchmarks/rerun_bytes.py --quick    a smoke run

A websocket session on each variant's page sets another learning rate, at 100 epochs, and counts
the messages and their bytes until the script ends; then it changes only the x to predict at
(`test_x`). Like a browser, it says which large messages it still has, and receives those by name
only. The times are for 10,000 epochs: another rate trains, another x must not. The peer
(`peer/peer_app.py`) predicts at 5 only.
"""

import argparse
import asyncio
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.serving import OURS, PEER, VARIANT_PAGES, App, serving, table
from tests.benchmarks.session import Rerun, Session


@dataclass
class Page:
    """Reruns of one page: with another rate, and with another x."""

    app: App
    name: str
    sent: tuple[list[Rerun], list[Rerun]]
    waited: tuple[list[float], list[float]]  # seconds, at many epochs

    def row(self) -> tuple[str, ...]:
        """Its row in the table."""
        sizes = [statistics.mean(one.size for one in some or [Rerun()]) for some in self.sent]
        counts = [max((one.messages for one in some), default=0) for some in self.sent]
        times = [statistics.median(some or [0.0]) for some in self.waited]
        return (
            f"{self.app.name} /{self.name}".removesuffix(" /"),
            *(
                f"{size / 1000:.1f} kB, {count}" if count else ""
                for size, count in zip(sizes, counts, strict=True)
            ),
            *(f"{seconds * 1000:.0f} ms" if seconds else "" for seconds in times),
        )


async def measure(app: App, port: int, name: str, times: int, epochs: int) -> Page:
    """Change each setting of a page `times` times."""
    page = Page(app, name, ([], []), ([], []))
    async with Session(port, name) as session:
        for at in range(times + 1):
            for place, test_x in enumerate((6 + at, 60 + at) if app is OURS else (5,)):
                settings = {"lr": 0.005 + 0.0001 * at, "epochs": 100, "test_x": test_x}
                page.sent[place].append(await session.rerun(settings, charts=1))
            for place, test_x in enumerate((6 + at, 60 + at) if app is OURS else ()):
                settings = {"lr": 0.0005 + 0.00001 * at, "epochs": epochs, "test_x": test_x}
                page.waited[place].append((await session.rerun(settings, charts=1)).seconds)
    for values in (*page.sent, *page.waited):
        del values[:1]  # the first also opens the page
    return page


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    times, epochs = (1, 2000) if parser.parse_args().quick else (5, 10_000)
    pages = []
    for app, names in ((OURS, VARIANT_PAGES), (PEER, ("",))):
        with serving(app) as server:
            pages += [asyncio.run(measure(app, server.port, name, times, epochs)) for name in names]
    head = (
        "page",
        "another rate: bytes, messages",
        "another x",
        f"rate, {epochs:,} epochs",
        f"x, {epochs:,} epochs",
    )
    table(head, [page.row() for page in pages])
    print("target: another rate at most 30 kB in 45 messages, another x 10 kB, no training")


if __name__ == "__main__":
    main()
