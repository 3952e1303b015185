"""Servers for the benchmarks: the app, its peer and an empty page, each in a process of its own."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.servers import answers, free_port

ROOT = Path(__file__).parents[2]
PEER_DIRECTORY = Path(__file__).with_name("peer")
VARIANT_PAGES = ("numpy_by_hand", "torch_autograd", "torch_optimizer", "torch_module")


@dataclass(frozen=True)
class App:
    """A Streamlit app: its name in the tables, its script, and its working directory."""

    name: str
    script: Path
    directory: Path


# Streamlit reads .streamlit/config.toml in its working directory, and the peer's has none: it runs
# with the defaults, as most apps do.
OURS = App("ours", ROOT / "streamlit_app.py", ROOT)
PEER = App("peer", PEER_DIRECTORY / "peer_app.py", PEER_DIRECTORY)
FLOOR = App("floor", PEER_DIRECTORY / "floor_app.py", PEER_DIRECTORY)
FLOOR_AS_OURS = App("floor, our settings", FLOOR.script, ROOT)


@dataclass(frozen=True)
class Server:
    """A running app."""

    app: App
    process: psutil.Process
    port: int

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def memory(self) -> float:
        """The resident memory of its process, in MB."""
        return self.process.memory_info().rss / 1e6


@contextmanager
def serving(app: App, port: int | None = None) -> Iterator[Server]:
    """Start `app`, wait until it answers, and stop it at the end."""
    port = port or free_port()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            _command(app, port),
            cwd=app.directory,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            server = Server(app, psutil.Process(process.pid), port)
            if not answers(server.url, process):
                log.seek(0)
                raise RuntimeError(f"{app.name} did not start:\n{log.read()[-2000:]}")
            yield server
        finally:
            process.terminate()
            process.wait()


def _command(app: App, port: int) -> list[str]:
    options = {"port": port, "address": "127.0.0.1", "headless": "true"}
    return [
        *(sys.executable, "-m", "streamlit", "run", str(app.script)),
        *(f"--server.{name}={value}" for name, value in options.items()),
    ]


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print `rows` below `head`: the first column flush left, the others flush right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  ".join(cells), flush=True)


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of `values` do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
