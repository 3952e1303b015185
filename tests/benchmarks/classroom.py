"""A class of fifty who all change settings: how long each waits, in the app and in the peer.

    python tests/benchmarks/classroom.py            about 3 minutes
    python tests/benchmarks/classroom.py --quick    a smoke run

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
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.serving import OURS, PEER, VARIANT_PAGES, App, percentile, serving, table
from tests.benchmarks.session import PageError, Session, fresh_settings

PEOPLE, PAUSE, ARRIVE = 50, (1.0, 3.0), 5.0
# "" is the overview, at /
PAGES = {OURS: ("", *VARIANT_PAGES, "learning_rate", "documents"), PEER: ("",)}


@dataclass
class Lesson:
    """What the class has seen so far, in seconds."""

    opened: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def attend(app: App, lesson: Lesson, port: int, people: int, seconds: float) -> None:
    """Let `people` use a running `app` for some `seconds`."""
    chance, settings = random.Random(0), fresh_settings()

    async def person(place: int) -> None:
        await asyncio.sleep(place / people * ARRIVE)
        pages = PAGES[app]
        try:
            async with Session(port, pages[place % len(pages)]) as session:
                opening = await session.rerun(next(settings), charts=1)
                lesson.opened.append(opening.seconds)
                due = time.perf_counter()
                end = due + seconds
                while (due := due + chance.uniform(*PAUSE)) < end:
                    await asyncio.sleep(max(0.0, due - time.perf_counter()))
                    if time.perf_counter() > end:
                        break
                    if chance.random() < 0.1:
                        session.go(chance.choice(pages))
                    await session.rerun(next(settings), charts=1)
                    lesson.waited.append(time.perf_counter() - due)
        except (PageError, OSError, TimeoutError) as error:
            lesson.errors.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(person(place) for place in range(people)))


async def prepare(app: App, port: int) -> None:
    """Open each page of a running `app` once, and let it load what it loads in the background."""
    settings = fresh_settings(seed=1)
    for page in PAGES[app]:
        async with Session(port, page) as session:
            await session.rerun(next(settings), charts=1)
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
    people, seconds = (5, 8) if parser.parse_args().quick else (PEOPLE, 60)
    rows = []
    for app in (OURS, PEER):
        lesson = Lesson()
        with serving(app) as server:
            asyncio.run(prepare(app, server.port))
            asyncio.run(attend(app, lesson, server.port, people, seconds))
        rows.append(row(app, lesson))
        for error in lesson.errors[:5]:
            print(f"{app.name}: {error}", file=sys.stderr)
    table(
        ("", "opening, p95", "wait, p50", "wait, p95", "longest wait", "settings", "errors"), rows
    )
    print(f"{people} people for {seconds} s; target: p95 below 500 ms, no error")


if __name__ == "__main__":
    main()
