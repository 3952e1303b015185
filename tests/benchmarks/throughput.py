"""Reruns per second for ten visitors at once: on each variant's page, the peer and the floor.

    python tests/benchmarks/throughput.py            about 4 minutes
    python tests/benchmarks/throughput.py --quick    a smoke run

Ten websocket sessions each set a learning rate and a number of epochs that nobody has set before
(50 to 150 epochs), wait until the page's script ends, and set the next. The peer is the notebook's
nn.Linear training pasted into a Streamlit page (`peer/peer_app.py`), the floor an empty page with
the two controls (`peer/floor_app.py`), both with Streamlit's default configuration. The floor is
also measured with the app's own configuration, which saves a garbage collection after every rerun.
They take turns, round by round, so that other work on the machine disturbs all equally. A rerun
that shows an error, other settings or too few charts counts as an error.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.serving import (
    FLOOR,
    FLOOR_AS_OURS,
    OURS,
    PEER,
    VARIANT_PAGES,
    Server,
    percentile,
    serving,
    table,
)
from tests.benchmarks.session import PageError, Rerun, Session, Values, fresh_settings

SESSIONS = 10
APPS = (OURS, PEER, FLOOR, FLOOR_AS_OURS)


@dataclass
class Tally:
    """The reruns of one page so far."""

    server: Server
    page: str = ""
    charts: int = 0
    reruns: list[Rerun] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)  # reruns per second, of each session and round
    errors: int = 0

    @property
    def rate(self) -> float:
        """Reruns per second of all sessions together."""
        return statistics.mean(self.rates) * SESSIONS


async def load(tally: Tally, settings: Iterator[Values], seconds: float) -> None:
    """Let ten sessions change the settings of a page for some `seconds`."""
    ready = asyncio.Barrier(SESSIONS)

    async def person() -> None:
        async with Session(tally.server.port, tally.page) as session:
            await session.rerun(next(settings), tally.charts)  # opens the page: not counted
            await ready.wait()
            start, done = time.perf_counter(), 0
            while time.perf_counter() < start + seconds:
                try:
                    tally.reruns.append(await session.rerun(next(settings), tally.charts))
                    done += 1
                except PageError as error:
                    print(f"{tally.server.app.name} /{tally.page}: {error}", file=sys.stderr)
                    tally.errors += 1
            # up to the end of its last rerun, which may end after the others
            tally.rates.append(done / (time.perf_counter() - start))

    await asyncio.gather(*(person() for _ in range(SESSIONS)))


def row(tally: Tally, peer: float, floor: float) -> tuple[str, ...]:
    times = [rerun.seconds * 1000 for rerun in tally.reruns]
    return (
        f"{tally.server.app.name} /{tally.page}".removesuffix(" /"),
        f"{tally.rate:.1f}/s",
        f"{tally.rate / peer:.1f}",
        f"{tally.rate / floor:.0%}",
        f"{statistics.median(times):.0f} ms",
        f"{percentile(times, 0.95):.0f} ms",
        f"{statistics.mean(rerun.size for rerun in tally.reruns) / 1000:.1f} kB",
        str(len(times)),
        str(tally.errors),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    quick = parser.parse_args().quick
    rounds, seconds = (1, 2) if quick else (3, 8)
    settings = fresh_settings()
    with ExitStack() as running:
        ours, peer, floor, lower = (running.enter_context(serving(app)) for app in APPS)
        tallies = [Tally(ours, page, charts=4) for page in VARIANT_PAGES]
        tallies += [Tally(lower), Tally(peer, charts=2), Tally(floor)]
        for _ in range(rounds):
            for tally in tallies:
                asyncio.run(load(tally, settings, seconds))
    *_, peer_rate, floor_rate = (tally.rate for tally in tallies)
    head = ("page", "reruns", "× peer", "of floor", "p50", "p95", "per rerun", "counted", "errors")
    table(head, [row(tally, peer_rate, floor_rate) for tally in tallies])
    print("target, on every variant's page: 12 × the peer, no error")


if __name__ == "__main__":
    main()
