"""What importing costs: `import gd` alone must load neither torch nor streamlit."""

import subprocess
import sys


def loaded_after(code: str) -> set[str]:
    program = f"{code}\nimport sys; print(*sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(out.stdout.split())


def test_import_gd_loads_neither_torch_nor_streamlit_nor_what_draws():
    heavy = {"torch", "streamlit", "altair", "nbformat", "vl_convert"}
    assert not heavy & loaded_after("import gd")


def test_numpy_by_hand_trains_without_torch():
    code = "import gd\ngd.train('numpy_by_hand', gd.Problem([1, 2], [2, 4]), gd.Settings(epochs=2))"
    assert not {"torch", "streamlit"} & loaded_after(code)


def test_a_task_is_checked_without_torch():
    code = (
        "import gd\ntask = gd.tasks.Task('numpy_by_hand', goals=gd.tasks.parse_goals('w-2-0.1'))\n"
        "run = gd.train('numpy_by_hand', gd.Problem([1, 2], [2, 4]), gd.Settings(epochs=2))\n"
        "gd.tasks.check(task, run)"
    )
    assert not {"torch", "streamlit", "altair"} & loaded_after(code)


def test_a_torch_variant_loads_torch():
    code = (
        "import gd\ngd.train('torch_autograd', gd.Problem([1, 2], [2, 4]), gd.Settings(epochs=2))"
    )
    assert "torch" in loaded_after(code)


def test_theory_and_the_table_reader_are_reached_from_gd():
    code = (
        "import gd\ngd.theory.optimum(gd.Problem([1, 2], [2, 4]), bias=True)\n"
        "gd.read_table('x,y\\n1,2\\n', 'points.csv')"
    )
    assert not {"torch", "streamlit"} & loaded_after(code)
