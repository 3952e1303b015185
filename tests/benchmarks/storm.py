"""A storm: sixty visitors who start long trainings, stop them, leave, and change their minds.

    python tests/benchmarks/storm.py            about 3 minutes
    python tests/benchmarks/storm.py --quick    a smoke run

Each visitor opens a page with settings of which half take long to train (up to 50,000 epochs, up to
2,000 points), and then, at random, waits for the answer, presses *Stop here*, asks for something
else during the training, or closes the tab in the middle of it. They come and go for two minutes.
When all have left, the server must be as before: the same threads, idle, and a page in less than a
second. A page counts as hung if it got no message for `session.PATIENCE` seconds.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.classroom import prepare
from tests.benchmarks.serving import OURS, VARIANT_PAGES, Server, percentile, serving, table
from tests.benchmarks.session import PageError, Rerun, Session, Values

PEOPLE = 60
PAGES = ("", *VARIANT_PAGES, "compare", "learning_rate")


def settings(chance: random.Random) -> dict[str, float | str]:
    """Settings that nobody has asked for before; half of them take long to train."""
    values: dict[str, float | str] = {"lr": chance.uniform(1e-4, 0.01), "epochs": 100.0}
    if chance.random() < 0.5:
        values["epochs"] = float(chance.randint(5_000, 50_000))
    if chance.random() < 0.2:
        values |= {"data": "made", "number": float(chance.randint(10, 2_000)), "lr": 1e-5}
    return values


async def visit(port: int, chance: random.Random, seen: Counter[str], until: float) -> None:
    """One visitor, from the opening of a page to the closing of its tab."""
    async with Session(port, chance.choice(PAGES)) as session:
        while time.perf_counter() < until:
            values = settings(chance)
            await session.send(values)
            mood = chance.choice(("wait", "wait", "stop", "change", "leave"))
            await asyncio.sleep(chance.uniform(0, 1.5))
            if mood == "leave":
                seen["left"] += 1
                return
            if mood == "change":
                values = settings(chance)
                await session.send(values)
            elif mood == "stop":
                if not await _until_a_button(session, "Stop here"):
                    continue  # it has ended already
                await session.send(values, press="Stop here")
                seen["stopped"] += 1
            await _answer(session, values)
            seen["answered"] += 1


async def _until_a_button(session: Session, label: str) -> bool:
    """Whether a button of that label is drawn before the script ends."""
    session.buttons.pop(label, None)
    rerun = Rerun()
    while label not in session.buttons:
        if await session.receive(rerun):
            return False
    return True


async def _answer(session: Session, values: Values) -> None:
    """Wait for the page with `values`; reruns that were asked for earlier may end first."""
    while True:
        rerun = await session.finish()
        try:
            rerun.check(values, charts=1)
        except PageError:
            if rerun.exceptions:
                raise
        else:
            return


async def storm(server: Server, people: int, seconds: float) -> tuple[Counter[str], list[str]]:
    seen: Counter[str] = Counter()
    errors: list[str] = []
    until = time.perf_counter() + seconds

    async def person(number: int) -> None:
        chance = random.Random(number)
        while time.perf_counter() < until:
            try:
                # at the end they leave, whatever they wait for
                async with asyncio.timeout(until - time.perf_counter()):
                    await visit(server.port, chance, seen, until)
            except (PageError, OSError, TimeoutError) as error:
                if time.perf_counter() < until:
                    errors.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(person(number) for number in range(people)))
    return seen, errors


async def afterwards(server: Server) -> list[float]:
    """How long each of ten new visitors waits, in seconds."""
    chance, waited = random.Random(-1), []
    for page in (*PAGES, *VARIANT_PAGES)[:10]:
        values = {"lr": chance.uniform(1e-3, 0.01), "epochs": 50.0}
        async with Session(server.port, page) as session:
            waited.append((await session.rerun(values, charts=1)).seconds)
    return waited


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    people, seconds = (8, 10) if parser.parse_args().quick else (PEOPLE, 120)
    with serving(OURS) as server:
        asyncio.run(prepare(OURS, server.port))
        before = server.process.num_threads(), server.memory
        seen, errors = asyncio.run(storm(server, people, seconds))
        time.sleep(3)
        server.process.cpu_percent()
        time.sleep(2)
        work = server.process.cpu_percent()
        after = server.process.num_threads(), server.memory
        waited = asyncio.run(afterwards(server))
    rows = [
        ("answered", f"{seen['answered']:,}"),
        ("stopped", f"{seen['stopped']:,}"),
        ("left during a rerun", f"{seen['left']:,}"),
        ("errors, including hung pages", str(len(errors))),
        ("threads before and after", f"{before[0]}, {after[0]}"),
        ("memory before and after", f"{before[1]:.0f} MB, {after[1]:.0f} MB"),
        ("CPU afterwards", f"{work:.0f} %"),
        (
            "wait of a new visitor, median and longest",
            f"{percentile(waited, 0.5):.2f} s, {max(waited):.2f} s",
        ),
    ]
    table((f"{people} visitors, {seconds} s", ""), rows)
    for error in errors[:5]:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
