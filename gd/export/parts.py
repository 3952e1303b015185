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
from gd.export.points import FILE, MAX_LITERALS, WIDTH, literal, points_code
from gd.problem import Problem
from gd.run import Run
from gd.settings import MAX_EPOCHS, check_integer, check_real
from gd.variants import VARIANTS

NAMES = ("x", "y")
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

    @property
    def steps(self) -> dict[str, str]:
        """The code of an epoch by what it does: prediction, loss, gradient, update, zero."""
        return self.loop.steps

    @property
    def values(self) -> dict[str, str]:
        """An expression in the loop for each column of `Run.history` that it has."""
        return self.loop.values

    def training(self, record: str) -> str:
        """The loop, with the lines of `record` at the end of each epoch (`epoch` is from 0)."""
        return self.loop.recording(record)


def parts(
    run: Run,
    *,
    test_x: float = 5.0,
    every: int | None = None,
    points: Problem | None = None,
    names: tuple[str, str] = NAMES,
    link: str | None = None,
    beside: bool = True,
) -> Parts:
    """The pieces of a program for `run`, with the arguments of `gd.export.script`.

    beside   whether a file of points lies beside the program, else in the working directory
    """
    test_x = check_real("test_x", test_x)
    every = log.usual_every(run) if every is None else check_integer("every", every, 1, MAX_EPOCHS)
    scaled, loop = _scaled(run, points), loop_of(run)
    given = run.problem if points is None else points
    finite = all(map(math.isfinite, log.predictions(run, test_x, scaled)))
    predict = lines.predict(run, loop, scaled)
    check = lines.check(run, loop, predict) if run.diverged_at else ""
    return Parts(
        title=VARIANTS[run.variant].summary,
        about=tuple(_about(run, given, scaled, names, link)),
        imports=_imports(run, loop, given, finite),
        points=points_code(given, run.settings.dtype, scaled is not None, beside),
        settings=_settings(run, loop, test_x),
        definitions="\n\n\n".join([*loop.definitions, *([] if finite else [lines.SHOWN])]),
        start=f"{loop.start}\n{lines.test_input(run, scaled)}",
        predict=predict,
        print_before=lines.print_prediction("before", finite),
        print_epoch=lines.print_epoch(loop, every),
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


def _about(
    run: Run, given: Problem, scaled: Scaled | None, names: tuple[str, str], link: str | None
) -> Iterator[str]:
    yield from wrap(settings_text(run, scaled is not None), WIDTH)
    if names != NAMES:
        yield f"x is {quote(names[0])}"
        yield f"y is {quote(names[1])}"
    if scaled:
        yield "The predictions are in the units of the points."
    if len(given.x) > MAX_LITERALS:
        yield f"The points are in {FILE}: a line x,y, then a line for each point."
    yield f"It needs NumPy 2{' and torch' if VARIANTS[run.variant].uses_torch else ''}."
    if link:
        yield percent_encoded(link, URL_CHARACTERS, errors="replace")


def _imports(run: Run, loop: Loop, given: Problem, finite: bool) -> str:
    torch = VARIANTS[run.variant].uses_torch
    standard = ["import os"] * torch
    if len(given.x) > MAX_LITERALS:
        standard.append("from pathlib import Path")
    others = sorted({"import numpy as np", *loop.imports}, key=lambda line: (line[0] == "f", line))
    after = [SAME_DIGITS] if torch else []
    if run.diverged_at or not finite:
        after.append(NO_WARNINGS)
    return "\n\n".join("\n".join(group) for group in (standard, others, after) if group)


def _settings(run: Run, loop: Loop, test_x: float) -> str:
    constants = {name: literal(getattr(run.settings, name)) for name in loop.settings}
    if run.stopped_at is not None:
        constants["epochs"] = f"{run.stopped_at}  # of {run.settings.epochs:,}: stopped by hand"
    constants["test_x"] = f"{literal(test_x)}  # where to predict"
    return "\n".join(f"{name} = {value}" for name, value in constants.items())
