"""What `import gd` costs beyond `import numpy, pandas`, each in a fresh Python process.

python tests/benchmarks/import_time.py
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 7


def seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
    return time.perf_counter() - start


def main() -> None:
    pairs = [
        (seconds("import numpy, pandas"), seconds("import numpy, pandas, gd"))
        for _ in range(ROUNDS)
    ]
    without, with_gd = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"import numpy, pandas      {without:.3f} s")
    print(f"import numpy, pandas, gd  {with_gd:.3f} s, {with_gd - without:.3f} s more")


if __name__ == "__main__":
    main()
