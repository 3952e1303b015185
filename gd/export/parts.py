"""The pieces that the programs of a run are made of: script, notebook, distributed script."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from urllib.parse import quote as percent_encoded

from gd.analysis import log
from gd.data.scaling import Scaled, standardise
from gd.errors import InputError, quote
from gd.export import lines
from gd.export.loop import Loop, loop_of
from gd.export.naming import settings_text
from gd.export.points import FILE, WIDTH, in_file, literal, points_code
from gd.export.report import NAMES, Report
from gd.problem import Problem
from gd.run import Run
from gd.variants import VARIANTS

URL_CHARACTERS = "%/:?#[]@!$&'()*+,;=~-._"  # which percent-encoding leaves alone

SAME_DIGITS = """\
# Torch's plain kernels and one thread: the same last digit on every machine.
os.environ.setdefault("ATEN_CPU_CAPABILITY", "default")
torch.set_num_threads(1)"""
NO_WARNINGS = 'np.seterr(all="ignore")  # a number that is too large is an answer here'


@dataclass(frozen=True)
class Parts:
    """The pieces of a program for one run: finished lines of Python, "" where there is none.

    title, about   what the program is, and the lines about its settings: plain text, no Python
    imports        with what makes torch's last digit the same everywhere
    points         x and y
    settings       the constants
    definitions    functions and classes
    start          all that the loop begins with, and `test_input`, where to predict
    predict        `prediction = …` with the weights of the moment, in the units of the points
    print_before, print_epoch, print_after     as the tab *Printed* has it
    check          what ends a diverging training; it keeps `prediction` up to date
    closing        `predict` once more, where no `check` does it
    loop           the variant's own loop
    """

    title: str
    about: tuple[str, ...]
    imports: str
    points: str
    settings: str
    definitions: str
    start: str
    predict: str
    print_before: str
    print_epoch: str
    print_after: str
    check: str
    closing: str
    loop: Loop

    @property
    def docstring(self) -> str:
        """The title and the lines about the settings as a docstring: text that ends nowhere else.

        Backslashes and quotes are escaped; invisible characters are already.
        """
        text = "\n".join([self.title, "", *self.about])
        return '"""' + text.replace("\\", "\\\\").replace('"""', r"\"\"\"") + '\n"""'


def parts(run: Run, report: Report, beside: bool = True) -> Parts:
    """The pieces of a program for `run`.

    beside   whether a file of points lies beside the program, else in the working directory
    """
    scaled, loop = _scaled(run, report.points), loop_of(run)
    given = report.points or run.problem
    finite = all(map(math.isfinite, log.predictions(run, report.test_x, scaled)))
    predict = lines.predict(run, loop, scaled)
    check = lines.check(run, loop, predict) if run.diverged_at else ""
    return Parts(
        title=VARIANTS[run.variant].summary,
        about=tuple(_about(run, given, scaled, report)),
        imports=_imports(run, loop, given, finite),
        points=points_code(given, run.settings.dtype, scaled is not None, beside),
        settings=_settings(run, loop, report.test_x),
        definitions="\n\n\n".join([*loop.definitions, *([] if finite else [lines.SHOWN])]),
        start=f"{loop.start}\n{lines.test_input(run, scaled)}",
        predict=predict,
        print_before=lines.print_prediction("before", finite),
        print_epoch=lines.print_epoch(loop, report.interval(run)),
        print_after=lines.print_prediction("after", finite),
        check=check,
        closing="" if check else predict,
        loop=loop,
    )


def _scaled(run: Run, points: Problem | None) -> Scaled | None:
    """How `points` became those of `run`, None where they are the same."""
    if points is None:
        return None
    scaled = standardise(points)
    if scaled.problem != run.problem:
        raise InputError("points", points, "the points that, standardised, the run was trained on")
    return scaled


def _about(run: Run, given: Problem, scaled: Scaled | None, report: Report) -> Iterator[str]:
    yield from wrap(settings_text(run, scaled is not None), WIDTH)
    if report.names != NAMES:
        for axis, name in zip(NAMES, report.names, strict=True):
            yield f"{axis} is {quote(name)}"
    if scaled:
        yield "The predictions are in the units of the points."
    if in_file(given):
        yield f"The points are in {FILE}: a line x,y, then a line for each point."
    yield f"It needs NumPy 2{' and torch' if VARIANTS[run.variant].uses_torch else ''}."
    if report.link:
        yield percent_encoded(report.link, URL_CHARACTERS, errors="replace")


def _imports(run: Run, loop: Loop, given: Problem, finite: bool) -> str:
    torch = VARIANTS[run.variant].uses_torch
    standard = ["import os"] * torch
    if in_file(given):
        standard.append("from pathlib import Path")
    others = sorted({"import numpy as np", *loop.imports}, key=lambda line: (line[0] == "f", line))
    after = [SAME_DIGITS] if torch else []
    if run.diverged_at or not finite:
        after.append(NO_WARNINGS)
    return "\n\n".join("\n".join(group) for group in (standard, others, after) if group)


def _settings(run: Run, loop: Loop, test_x: float) -> str:
    constants = {name: literal(getattr(run.settings, name)) for name in loop.settings}
    if run.stopped_at is not None:
        whole = run.stopped_at // run.updates_per_epoch
        constants["epochs"] = f"{whole}  # of {run.settings.epochs:,}: stopped by hand"
    constants["test_x"] = f"{literal(test_x)}  # where to predict"
    return "\n".join(f"{name} = {value}" for name, value in constants.items())
