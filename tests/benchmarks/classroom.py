"""A class of fifty who all change settings: how long each waits, in the app and in the peer.

    python tests/benchmarks/classroom.py                             3 minutes
    python tests/benchmarks/classroom.py --quick                     a smoke run
    python tests/benchmarks/classroom.py --people 100 --servers 2    behind an nginx

The teacher has already opened each page. Fifty websocket sessions then open the app within a few
seconds, spread over its pages, as a class does that follows a link. For a minute, each session sets
a learning rate and a number of epochs that nobody has set before, every 2 s on average (uniformly
1 to 3 s), and goes to another page one time in ten.
A wait lasts from the moment a setting is due until the page's script ends: if the previous rerun is
still going, the time until it ends counts too. Settings still due when the minute is over are left
out, so the waits of an overloaded app come out too short; the number of settings that were answered
shows it. The peer (`peer/peer_app.py`) has one page.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.serving import OURS, PEER, VARIANT_PAGES, App, percentile, serving, table
from tests.benchmarks.session import PageError, Session, fresh_settings
from tests.servers import nginx_path, proxying

PEOPLE, PAUSE, ARRIVE = 50, (1.0, 3.0), 5.0
# "" is the overview, at /
PAGES = {OURS: ("", *VARIANT_PAGES, "learning_rate", "documents"), PEER: ("",)}


def charts(page: str) -> int:
    """How many charts a page draws at least, before anything on it is opened."""
    return int(page != "documents")


@dataclass
class Lesson:
    """What the class has seen so far, in seconds."""

    opened: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def hosting(app: App, servers: int) -> Iterator[int]:
    """Start `app` on that many servers, and open its pages there; the port for its visitors."""
    with ExitStack() as running:
        started = [running.enter_context(serving(app)) for _ in range(servers)]
        for server in started:
            asyncio.run(prepare(app, server.port))
        if servers == 1:
            yield started[0].port
            return
        nginx = nginx_path()
        if nginx is None:
            raise SystemExit("no nginx on this machine: install it (apt-get install nginx)")
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        url = running.enter_context(proxying(nginx, [server.url for server in started], folder))
        yield int(url.rpartition(":")[2])


async def attend(app: App, lesson: Lesson, port: int, people: int, seconds: float) -> None:
    """Let `people` use a running `app` for some `seconds`."""
    chance, settings = random.Random(0), fresh_settings()

    async def person(place: int) -> None:
        await asyncio.sleep(place / people * ARRIVE)
        pages = PAGES[app]
        page = pages[place % len(pages)]
        try:
            async with Session(port, page, str(place)) as session:
                opening = await session.rerun(next(settings), charts(page))
                lesson.opened.append(opening.seconds)
                due = time.perf_counter()
                end = due + seconds
                while (due := due + chance.uniform(*PAUSE)) < end:
                    await asyncio.sleep(max(0.0, due - time.perf_counter()))
                    if time.perf_counter() > end:
                        break
                    if chance.random() < 0.1:
                        page = chance.choice(pages)
                        session.go(page)
                    await session.rerun(next(settings), charts(page))
                    lesson.waited.append(time.perf_counter() - due)
        except (PageError, OSError, TimeoutError) as error:
            lesson.errors.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(person(place) for place in range(people)))


async def prepare(app: App, port: int) -> None:
    """Open each page of a running `app` once, and let it load what it loads in the background."""
    settings = fresh_settings(seed=1)
    for page in PAGES[app]:
        async with Session(port, page) as session:
            await session.rerun(next(settings), charts(page))
    await asyncio.sleep(5)


def row(app: App, lesson: Lesson) -> tuple[str, ...]:
    milliseconds = [seconds * 1000 for seconds in lesson.waited]
    return (
        app.name,
        f"{percentile(lesson.opened, 0.95) * 1000:,.0f} ms",
        f"{statistics.median(milliseconds):,.0f} ms",
        f"{percentile(milliseconds, 0.95):,.0f} ms",
        f"{max(milliseconds):,.0f} ms",
        f"{len(milliseconds):,}",
        str(len(lesson.errors)),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--servers", type=int, default=1)
    given = parser.parse_args()
    people, seconds = (5, 8) if given.quick else (given.people, 60)
    rows = []
    for app in (OURS, PEER):
        lesson = Lesson()
        with hosting(app, given.servers) as port:
            asyncio.run(attend(app, lesson, port, people, seconds))
        rows.append(row(app, lesson))
        for error in lesson.errors[:5]:
            print(f"{app.name}: {error}", file=sys.stderr)
    table(
        ("", "opening, p95", "wait, p50", "wait, p95", "longest wait", "settings", "errors"), rows
    )
    print(
        f"{people} people for {seconds} s on {given.servers} server(s), no error is the target, and"
    )
    print("a p95 below 300 ms for 50 people on one server, below 500 ms for 100 on two")


if __name__ == "__main__":
    main()
