"""The same training on several processes prints the log of one, to rounding."""

import os
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import gd
from gd.analysis import log
from gd.data.scaling import standardise
from gd.export import Report
from gd.export.distributed import distributed
from gd.settings import OPTIMIZERS
from tests.servers import free_port

from .programs import Programs

POINTS = gd.Problem([1, 2, 3, 4, 5.5], [2.5, 4, 6, 9, 9.5])
NUMBER = re.compile(r"-?\d+\.\d+")
# Sums of N terms in another order differ by at most (N - 1)·ε of the sum of their sizes. These
# trainings shrink the error of one update in the next, so what is left after all of them is a few
# dozen times that; Adagrad, RMSprop and Adam divide by the gradient and keep its relative error.
TOLERANCE = {"float32": 2e-5, "float64": 1e-12}
CASES = {
    **{name: (name, gd.Settings(0.002, 60, 0.1, -0.2)) for name in gd.VARIANTS},
    **{one: ("torch_module", gd.Settings(0.02, 40, seed=1, optimizer=one)) for one in OPTIMIZERS},
    "mean": ("numpy_by_hand", gd.Settings(gradient="mean")),
    "float64": ("torch_optimizer", gd.Settings(0.01, 50, 0.3, dtype="float64")),
    "old rules": ("numpy_by_hand", gd.Settings(arithmetic="numpy1-sequential", epochs=9)),
}
ALONE = """\
import os
os.environ |= {{"RANK": "0", "WORLD_SIZE": "1", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "{}"}}
"""


def compare(found: list[str], run: gd.Run, test_x: float = 5.0, **scaled) -> None:
    """What was printed is the log of `run`, to rounding."""
    same(found, log.printed(run, test_x, log.usual_every(run), **scaled), run.settings.dtype)


def same(found: list[str], expected: list[str], dtype: str) -> None:
    """Line for line the same words, and numbers that differ by rounding."""
    assert [NUMBER.sub("#", line) for line in found] == [NUMBER.sub("#", one) for one in expected]
    numbers, others = (
        np.array([float(one) for line in lines for one in NUMBER.findall(line)])
        for lines in (found, expected)
    )
    relative = TOLERANCE[dtype]
    # and a unit of the last decimal that is printed: 3 of them, or 8
    decimals = [len(one.split(".")[1]) for line in expected for one in NUMBER.findall(line)]
    assert (
        np.abs(numbers - others) <= relative * np.abs(others) + 10.0 ** -np.array(decimals)
    ).all()


def torchrun(text: str, folder: Path, *options: str) -> list[str]:
    file = folder / "program.py"
    file.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", *options, file],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "GLOO_SOCKET_IFNAME": "lo"},
        timeout=200,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def alone(programs: Programs):
    """Runs a program as the only one of its processes."""
    return lambda text: programs.lines(
        text.replace("import numpy", f"{ALONE.format(free_port())}import numpy", 1)
    )


@pytest.mark.parametrize("case", CASES)
def test_as_one_process_it_prints_the_log(case, alone):
    variant, settings = CASES[case]
    run = gd.train(variant, POINTS, settings)
    compare(alone(distributed(run)), run)


@pytest.mark.parametrize("variant", ["numpy_by_hand", "torch_module"])
def test_standardised_it_predicts_in_the_units_of_the_points(variant, alone):
    scaled = standardise(POINTS)
    run = gd.train(variant, scaled.problem, gd.Settings(0.01, 30, 0.3))
    compare(alone(distributed(run, Report(points=POINTS, test_x=7.7))), run, 7.7, scaled=scaled)


@pytest.mark.parametrize("variant", gd.VARIANTS)
def test_a_run_that_diverges_ends_and_says_so(variant, alone):
    run = gd.train(variant, POINTS, gd.Settings(1.5, 500))
    lines = alone(distributed(run))
    (ended,) = (line for line in lines if "too large" in line)
    assert abs(int(re.findall(r"\d+", ended)[0]) - (run.diverged_at or 0)) <= 1
    same(lines[:3], log.printed(run, 5.0, log.usual_every(run))[:3], "float32")
    assert "after training" in lines[-1]


def test_it_tells_how_to_start_it_on_one_machine_and_on_several():
    run = gd.train("torch_module", POINTS, gd.Settings())
    text = distributed(run, Report(link='"""\\'), "mine.py")
    assert "torchrun --standalone --nproc-per-node 2 mine.py\n" in text
    assert "--nnodes 2 --node-rank 0 --nproc-per-node 2 --master-addr ADDRESS mine.py\n" in text


def test_reads_as_a_notebook_does(tmp_path):
    for number, (variant, settings) in enumerate(
        [*CASES.values(), ("torch_module", gd.Settings(9))]
    ):
        run = gd.train(variant, POINTS, settings)
        (tmp_path / f"a{number}.py").write_text(distributed(run), "utf-8")
    for command in (["format", "--check"], ["check", "--select", "E,F,W,I,UP,B,C4,SIM,PT,N"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length=100", tmp_path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc for the threads")
def test_no_thread_of_the_process_group_is_left_to_crash_at_the_end(tmp_path):
    told = "import glob\nprint(*{open(f).read() for f in glob.glob('/proc/self/task/*/comm')})\n"
    run = gd.train("torch_module", POINTS, gd.Settings(epochs=1))
    began, ended = (
        torchrun(text, tmp_path, "--standalone", "--nproc-per-node=1")
        for text in (
            distributed(run).replace("dist.destroy_process_group()", told),
            distributed(run) + told,
        )
    )
    assert "gloo" in " ".join(began)
    assert "gloo" not in " ".join(ended)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variant", "processes"), [*product(gd.VARIANTS, (2, 3)), ("torch_module", 7)]
)
def test_uneven_shares_even_none_give_the_log(variant, processes, tmp_path):
    """Five points on 2 and 3 processes; and on 7, of which two have no point."""
    run = gd.train(variant, POINTS, gd.Settings(0.002, 60, 0.1, -0.2, optimizer="Nesterov"))
    found = torchrun(distributed(run), tmp_path, "--standalone", f"--nproc-per-node={processes}")
    compare(found, run)


@pytest.mark.slow
def test_many_points_are_read_from_a_file_and_a_diverging_run_ends(tmp_path):
    rng = np.random.default_rng(1)
    x = rng.normal(size=5001)
    points = gd.Problem(x, 3 * x + rng.normal(size=5001))
    (tmp_path / "points.csv").write_text(gd.export.points_csv(points))
    run = gd.train("torch_module", points, gd.Settings(0.05, 50))
    compare(torchrun(distributed(run), tmp_path, "--standalone", "--nproc-per-node=3"), run)
    run = gd.train("torch_module", points, gd.Settings(9, 50))
    lines = torchrun(distributed(run), tmp_path, "--standalone", "--nproc-per-node=2")
    assert sum("too large" in line for line in lines) == 1


@pytest.mark.slow
def test_two_machines_find_each_other(tmp_path):
    """As the program tells it, with two starts on this machine in the place of two machines."""
    run = gd.train("torch_module", POINTS, gd.Settings())
    file = tmp_path / "program.py"
    file.write_text(distributed(run), "utf-8")
    common = ["--nnodes=2", "--nproc-per-node=1", "--master-addr=127.0.0.1"]
    port = f"--master-port={free_port()}"
    starts = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "torch.distributed.run",
                f"--node-rank={rank}",
                *common,
                port,
                file,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "GLOO_SOCKET_IFNAME": "lo"},
        )
        for rank in (0, 1)
    ]
    first, second = (start.communicate(timeout=200)[0] for start in starts)
    compare(first.splitlines(), run)
    assert second == ""
