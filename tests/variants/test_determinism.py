"""The same digits on every machine, and a warning where that is too late."""

import os
import subprocess
import sys

import numpy as np
import pytest
import torch

import gd
from gd.variants import determinism


@pytest.mark.parametrize("name", ["torch_autograd", "torch_module"])
def test_the_digits_do_not_depend_on_how_many_threads_torch_has(name):
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, 100_000)
    problem = gd.Problem(x, 2 * x + rng.normal(size=100_000))
    before = torch.get_num_threads()
    histories = []
    for threads in (1, 2):
        torch.set_num_threads(threads)
        histories.append(gd.train(name, problem, gd.Settings(0.1, 20)).history)
        assert torch.get_num_threads() == threads  # as the caller left it
    torch.set_num_threads(before)
    assert histories[0].equals(histories[1])


@pytest.mark.slow
def test_one_warning_where_torch_computed_before_gd_was_imported():
    code = """import torch; torch.ones(3) + 1
print(torch.backends.cpu.get_cpu_capability())
import gd
for _ in range(3):
    gd.train("torch_autograd", gd.Problem([1, 2], [2, 4]), gd.Settings(epochs=2))"""
    environment = {name: one for name, one in os.environ.items() if name != "ATEN_CPU_CAPABILITY"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    plain = done.stdout.strip() == "DEFAULT"  # a processor without other kernels
    assert done.stderr.count("Import gd first") == (0 if plain else 1)


def test_no_warning_where_gd_was_imported_first(doubling):
    determinism._check_kernels.cache_clear()
    gd.train("torch_module", doubling, gd.Settings(epochs=2))  # a warning would be an error here
