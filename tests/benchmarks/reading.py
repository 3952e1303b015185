"""How long it takes to read a file of 5 MB, the largest that is taken, and how much memory.

    python tests/benchmarks/reading.py

Each file is read in a process of its own: `read_table`, the default columns, their points. Seconds
are the process's own, however busy the machine is. The memory is the most that the process held
above what it held before. Wanted: under 1 s and 150 MB.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from gd.data.decoding import MAX_BYTES
from gd.data.table import read_table

WANTED = 1.0, 150e6
_NUMBERS = np.random.default_rng(0).normal(size=50_000)


def _rows(columns: int, text: bool, decimal: str, delimiter: str) -> bytes:
    """A file of nearly 5 MB: rows of numbers with six digits, maybe behind a name and a date."""
    numbers = [f"{number:.6f}".replace(".", decimal) for number in _NUMBERS.tolist()]
    rows, size, place = [delimiter.join(f"c{n}" for n in range(columns))], 0, 0
    while size < MAX_BYTES - 100 * (columns + 3) and len(rows) <= 100_000:
        place = (place + columns) % (len(numbers) - columns)
        cells = numbers[place : place + columns]
        if text:
            cells = [f"2024-{place % 12 + 1:02}-{place % 28 + 1:02}", f"name {place}", *cells[2:]]
        rows.append(delimiter.join(cells))
        size += len(rows[-1]) + 1
    return "\n".join(rows).encode()


FILES = {
    "5 columns, 100,000 rows": lambda: _rows(5, False, ".", ","),
    "60 columns": lambda: _rows(60, False, ".", ","),
    "1,000 columns": lambda: _rows(1_000, False, ".", ","),
    "dates, text and numbers": lambda: _rows(6, True, ".", ","),
    "decimal comma, semicolons": lambda: _rows(12, False, ",", ";"),
    "spaces": lambda: _rows(12, False, ".", "  "),
}


def measure(data: bytes) -> tuple[float, float, int]:
    """Seconds, bytes and points of one reading."""
    read_table("date,y\n2024-01-05,1\n2024-01-06,2", "warm up").problem(0, 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    table = read_table(data, "data.csv")
    points = len(table.problem(*table.default).x)
    seconds = time.process_time() - begin
    return seconds, 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before), points


def main() -> None:
    if sys.argv[1:] == ["--one"]:
        print(*measure(sys.stdin.buffer.read()))
        return
    print(f"{'file':<28}{'MB':>6}{'seconds':>9}{'memory, MB':>12}{'points':>9}")
    for name, make in FILES.items():
        data, command = make(), [sys.executable, __file__, "--one"]
        out = subprocess.run(command, input=data, check=True, capture_output=True).stdout
        seconds, memory, points = map(float, out.split())
        late = "" if seconds < WANTED[0] and memory < WANTED[1] else "  too much"
        cells = f"{len(data) / 1e6:>6.1f}{seconds:>9.2f}{memory / 1e6:>12.0f}{points:>9,.0f}"
        print(f"{name:<28}{cells}{late}")


if __name__ == "__main__":
    main()
