"""What importing costs: `import gd` alone must load neither torch nor streamlit."""

import json
import subprocess
import sys

import pytest

# One after the other, in one process: what a step has loaded stays loaded.
STEPS = {
    "import": "import gd, json, sys",
    "theory and tables": (
        "gd.theory.optimum(gd.Problem([1, 2], [2, 4]), bias=True)\n"
        "gd.read_table('x,y\\n1,2\\n', 'points.csv')"
    ),
    "numpy_by_hand": (
        "run = gd.train('numpy_by_hand', gd.Problem([1, 2], [2, 4]), gd.Settings(epochs=2))"
    ),
    "a task": (
        "task = gd.tasks.Task('numpy_by_hand', goals=gd.tasks.parse_goals('w-2-0.1'))\n"
        "gd.tasks.check(task, run)"
    ),
    "torch_autograd": (
        "gd.train('torch_autograd', gd.Problem([1, 2], [2, 4]), gd.Settings(epochs=2))"
    ),
}


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    """The modules that are loaded after each step."""
    program = "".join(f"{step}\nprint(json.dumps([*sys.modules]))\n" for step in STEPS.values())
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    lines = map(json.loads, out.stdout.splitlines())
    return {name: set(modules) for name, modules in zip(STEPS, lines, strict=True)}


def test_import_gd_loads_neither_torch_nor_streamlit_nor_what_draws(loaded):
    assert not {"torch", "streamlit", "altair", "nbformat", "vl_convert"} & loaded["import"]


@pytest.mark.parametrize("step", ["theory and tables", "numpy_by_hand"])
def test_theory_tables_and_numpy_by_hand_need_no_torch(step, loaded):
    assert "gd" in loaded[step]
    assert not {"torch", "streamlit"} & loaded[step]


def test_a_task_is_checked_without_torch(loaded):
    assert not {"torch", "streamlit", "altair"} & loaded["a task"]


def test_a_torch_variant_loads_torch(loaded):
    assert "torch" in loaded["torch_autograd"]
