"""How long it takes to check what a class handed in.

python tests/benchmarks/answers.py
"""

import argparse
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from gd import tasks
from gd.tasks import Goal, Replay, Task

CLASSES = [  # answers, epochs, variant
    (500, 20, "numpy_by_hand"),
    (500, 20, "torch_module"),
    (50, 100, "torch_module"),
    (50, 5_000, "torch_module"),
]


def paste(number: int, epochs: int, variant: str) -> str:
    """So many answers, no two the same."""
    goals = Goal("fx", (5, 10, 0.05)), Goal("loss-le", (0.01,))
    task = Task(variant, "Which rate?", goals, ("lr",), {"epochs": epochs})
    links = (tasks.link(task, {"lr": 0.001 + n * 1e-5}) for n in range(number))
    return "\n".join(f"https://example.org/{variant}?{urlencode(one)}" for one in links)


def main() -> None:
    """Print seconds, of this thread's processor and by the clock, and the longest piece."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the answers")
    share = 10 if parser.parse_args().quick else 1
    Replay(paste(1, 1, "torch_module")).finish()  # torch loads
    print(
        f"{'answers':>7}{'epochs':>8}  {'variant':15}{'CPU s':>7}{'s':>7}{'longest piece, ms':>19}"
    )
    for number, epochs, variant in CLASSES:
        work, longest, going = Replay(paste(number // share, epochs, variant)), 0.0, True
        began, processor = time.perf_counter(), time.process_time()
        while going:
            before = time.perf_counter()
            going = work.advance()
            longest = max(longest, time.perf_counter() - before)
        cpu, took = time.process_time() - processor, time.perf_counter() - began
        assert work.done == number // share
        row = f"{number // share:7}{epochs:8,}  {variant:15}{cpu:7.2f}{took:7.2f}"
        print(f"{row}{1_000 * longest:19.0f}")


if __name__ == "__main__":
    main()
