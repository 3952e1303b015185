"""The server's memory after a load test, next to the peer's, and after thousands more reruns.

    python tests/benchmarks/memory.py            about 10 minutes
    python tests/benchmarks/memory.py --quick    a smoke run

The load test: ten websocket sessions make 300 reruns with settings that nobody has set before, in
the app on the four variants' pages in turn, in the peer (`peer/peer_app.py`) on its one page. The
memory is the resident set of the server's process while the sessions are still open. In the app,
the same ten sessions then make 5,000 more reruns.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.serving import OURS, PEER, VARIANT_PAGES, Server, serving, table
from tests.benchmarks.session import Session, fresh_settings

SESSIONS = 10


async def load(server: Server, pages: tuple[str, ...], stages: list[int]) -> list[float]:
    """The memory, in MB, after each of `stages`, which are numbers of reruns."""
    settings, memory = fresh_settings(), []
    async with AsyncExitStack() as opened:
        sessions = [
            await opened.enter_async_context(Session(server.port, pages[0]))
            for _ in range(SESSIONS)
        ]

        async def person(number: int, reruns: int) -> None:
            for place in range(reruns):
                if place % 10 == 0:
                    sessions[number].go(pages[(number + place // 10) % len(pages)])
                await sessions[number].rerun(next(settings), charts=1)

        for reruns in stages:
            await asyncio.gather(
                *(person(number, reruns // SESSIONS) for number in range(SESSIONS))
            )
            memory.append(server.memory)
    return memory


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    test, more = (40, [100]) if parser.parse_args().quick else (300, [1000] * 5)
    with serving(PEER) as server:
        (peer,) = asyncio.run(load(server, ("",), [test]))
    with serving(OURS) as server:
        fresh = server.memory
        ours, *later = asyncio.run(load(server, VARIANT_PAGES, [test, *more]))
    mb: Callable[[float], str] = "{:.0f} MB".format
    rows = [
        ("the app, before the first visitor", mb(fresh), ""),
        (f"the peer after {test} reruns", mb(peer), "1.00 × the peer"),
        (f"the app after {test} reruns", mb(ours), f"{ours / peer:.2f} × the peer"),
    ]
    done = 0
    for reruns, memory in zip(more, later, strict=True):
        done += reruns
        rows.append((f"… and {done:,} more", mb(memory), f"{memory / ours - 1:+.1%}"))
    table(("", "resident", ""), rows)
    print("target: 1.2 × the peer; less than 5% growth over 5,000 more reruns")


if __name__ == "__main__":
    main()
