"""A run as a notebook: the same code as its script, a step a cell, and a chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gd.analysis.meanings import MEANINGS
from gd.export.parts import Parts, parts
from gd.export.report import USUAL, Report
from gd.run import Run
from gd.variants import VARIANTS

if TYPE_CHECKING:  # it takes a quarter of a second to load
    from nbformat import NotebookNode

EXPLANATIONS = {
    "prediction": "What the line gives at each x, with the weights as they are.",
    "loss": MEANINGS["loss"],
    "gradient": MEANINGS["gradient"],
    "update": MEANINGS["update"],
    "zero": "Gradients add up from one `backward` to the next, so they are cleared in between.",
}
FEW_EPOCHS = 60  # that have a dot each on the chart

CHART = """\
history = pd.DataFrame(history, columns={columns})
few = history.iloc[:: len(history) // 1000 + 1]{shown}
loss = alt.Chart(few, title="Loss before each update").mark_line(point={dots}).encode(
    x="epoch", y=alt.Y("loss", scale=alt.Scale(type="{scale}"))
)
weights = (
    alt.Chart(few, title="Weights after it")
    .transform_fold({weights}, as_=["weight", "value"])
    .mark_line(point={dots})
    .encode(x="epoch", y=alt.Y("value:Q", scale=alt.Scale(zero=False)), color="weight:N")
)
loss | weights"""


def notebook(run: Run, report: Report = USUAL) -> NotebookNode:
    """A notebook that trains as `run` did: one epoch step by step, then all of them, and a chart.

    It prints what `gd.export.script` prints and refuses what that refuses. Besides what the script
    needs, it needs pandas and Altair. More than 200 points are read from `points.csv` in the
    working directory.
    """
    from nbformat import v4  # noqa: PLC0415

    of = parts(run, report, beside=False)
    cells = []
    for number, (words, code) in enumerate(_sections(run, of, report.link)):
        cells.append(v4.new_markdown_cell(words, id=f"words-{number}"))
        if code:
            cells.append(v4.new_code_cell(code, id=f"code-{number}"))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return v4.new_notebook(cells=cells, metadata=metadata)


def notebook_text(run: Run, report: Report = USUAL) -> str:
    """The text of the file of `notebook(run, report)`."""
    from nbformat import v4  # noqa: PLC0415

    return v4.writes(notebook(run, report)) + "\n"


def _sections(run: Run, of: Parts, link: str | None) -> Iterator[tuple[str, str]]:
    """Markdown and the code below it."""
    yield _head(run, of, link), ""
    imports = "import altair as alt\nimport numpy as np\nimport pandas as pd"
    setup = of.imports.replace("import numpy as np", imports, 1)
    yield "## Setup\n\nThe chart needs pandas and Altair.", setup
    yield "## Points and settings", f"{of.points}\n\n{of.settings}"
    definitions = f"{of.definitions}\n\n\n" if of.definitions else ""
    yield "## The start", f"{definitions}{of.start}"
    if "batches" in of.loop.text:
        yield "## One update, step by step", "x_batch, y_batch = next(iter(batches))"
    else:
        yield "## One epoch, step by step", ""
    for name, code in of.loop.steps.items():
        yield f"**{name.capitalize()}.** {EXPLANATIONS[name]}", f"{code}\n{_result(run, name)}"
    training = "\n".join([of.start, "", of.predict, of.print_before, "", _training(of)])
    yield "## Training\n\nFrom the start again, all epochs.", training
    if len(run.history):
        yield "## Loss and weights", _chart(run)


def _head(run: Run, of: Parts, link: str | None) -> str:
    """The title, and what is known of the run: with others' words, so as code, which is shown."""
    linked = link is not None and link.startswith(("http://", "https://"))
    about = [line for line in of.about[: -1 if linked else None] if line]
    parts = [f"# {VARIANTS[run.variant].title}", of.title, "\n".join(f"    {one}" for one in about)]
    return "\n\n".join([*parts, *([f"[This run in the app](<{of.about[-1]}>)"] if linked else [])])


def _result(run: Run, step: str) -> str:
    """An expression for what a step has made."""
    weights = ("w", "b") if run.has_bias else ("w",)
    if step in ("gradient", "zero"):
        torch = VARIANTS[run.variant].uses_torch
        return ", ".join(f"{name}.grad" for name in weights) if torch else "grad"
    return {"prediction": "y_pred", "loss": "loss", "update": ", ".join(weights)}[step]


def _training(of: Parts) -> str:
    kept = ", ".join(of.loop.values[name] for name in _columns(of.loop.values))
    record = [of.check, f"history.append((epoch + 1, {kept}))", of.print_epoch]
    after = [of.closing, of.print_after]
    loop = of.loop.recording("\n".join(filter(None, record)))
    return "\n".join(["history = []", loop, "", *filter(None, after)])


def _columns(known: dict[str, str]) -> list[str]:
    return [name for name in ("loss", "w", "b") if name in known]


def _chart(run: Run) -> str:
    columns = _columns(dict.fromkeys(VARIANTS[run.variant].columns, ""))
    positive = (run.columns["loss"] > 0).any()
    return CHART.format(
        columns=repr(["epoch", *columns]).replace("'", '"'),
        shown='.query("loss > 0")' if positive and (run.columns["loss"] <= 0).any() else "",
        scale="log" if positive else "linear",
        dots=len(run.history) <= FEW_EPOCHS,
        weights=repr(columns[1:]).replace("'", '"'),
    )
