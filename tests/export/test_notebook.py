"""A notebook is valid, always the same, and prints what the page prints."""

import re

import nbformat
import numpy as np
import pytest

import gd
from gd.analysis import log
from gd.data.scaling import standardise
from gd.export import Report
from gd.export.notebook import notebook

LINE = gd.Problem([1, 2, 3, 4], [2.5, 4, 6, 9])
MANY = gd.Problem(np.linspace(-1, 1, 301), np.linspace(0, 3, 301) ** 2)
HOSTILE = '</code><img src=x onerror=alert(1)>\n# $x$ [a](b) """'
CASES = {
    **{name: (name, gd.Settings(epochs=30)) for name in gd.VARIANTS},
    **{f"{name} diverges": (name, gd.Settings(1.5, 500)) for name in gd.VARIANTS},
    "seed": ("torch_module", gd.Settings(seed=7, optimizer="Adam", dtype="float64")),
    "mean": ("numpy_by_hand", gd.Settings(gradient="mean", epochs=1)),
    "long": ("numpy_by_hand", gd.Settings(0.001, 2500)),
    "at the optimum": ("torch_autograd", gd.Settings(w0=2.0)),
}


def code(book: nbformat.NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in book.cells if cell.cell_type == "code")


def printed(run: gd.Run, test_x: float = 5.0, **scaled) -> list[str]:
    return log.printed(run, test_x, log.usual_every(run), **scaled)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", CASES)
def test_its_code_prints_what_the_page_prints(case, programs):
    variant, settings = CASES[case]
    points = gd.Problem([1, 2], [2, 4]) if case == "at the optimum" else LINE
    run = gd.train(variant, points, settings)
    book = notebook(run)
    nbformat.validate(book)
    assert programs.lines(code(book)) == printed(run)


def test_standardised_points_and_a_file_of_points(programs):
    scaled = standardise(MANY)
    run = gd.train("torch_module", scaled.problem, gd.Settings())
    file = programs.folder / "elsewhere" / "points.csv"  # the working directory
    file.write_text(gd.export.points_csv(MANY))
    text = code(notebook(run, Report(test_x=0.3, points=MANY)))
    assert programs.lines(text) == printed(run, 0.3, scaled=scaled)
    file.unlink()


def test_is_the_same_each_time():
    run = gd.train("torch_module", LINE, gd.Settings())
    assert nbformat.writes(notebook(run)) == nbformat.writes(notebook(run))


def test_a_step_a_cell_each_explained():
    run = gd.train("torch_module", LINE, gd.Settings())
    cells = notebook(run).cells
    steps = [number for number, cell in enumerate(cells) if cell.source.startswith("**")]
    assert [cells[number].source.split(".")[0][2:].lower() for number in steps] == list(
        gd.VARIANTS["torch_module"].blocks
    )
    for number, block in zip(steps, gd.VARIANTS["torch_module"].blocks.values(), strict=True):
        assert cells[number + 1].source.startswith(block)


def test_the_words_of_others_stay_in_a_block_of_code():
    run = gd.train("numpy_by_hand", LINE, gd.Settings())
    link = 'https://app/?x=)>"<b> [a](b)'
    words = notebook(run, Report(names=(HOSTILE, "y"), link=link)).cells[0].source
    for line in words.splitlines():
        assert line.startswith("    ") or "onerror" not in line
    assert re.findall(r"\[This run in the app\]\(<(\S+)>\)\Z", words) == [
        "https://app/?x=)%3E%22%3Cb%3E%20[a](b)"
    ]
    assert (
        "in the app" not in notebook(run, Report(link="javascript:alert(1)//://")).cells[0].source
    )


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_runs_in_jupyter_and_draws_a_chart(case, tmp_path):
    nbclient = pytest.importorskip("nbclient")
    variant, settings = CASES[case]
    run = gd.train(variant, LINE, settings)
    book = notebook(run)
    nbclient.NotebookClient(book, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [one for cell in book.cells for one in cell.get("outputs", [])]
    text = "".join(one["text"] for one in outputs if one.get("name") == "stdout")
    assert text.splitlines() == printed(run)
    assert not [one for one in outputs if one.get("name") == "stderr"]
    (drawn,) = (one["data"]["text/html"] for one in outputs if "text/html" in one.get("data", {}))
    assert "Loss before each update" in drawn
    assert '"NaN"' not in drawn
