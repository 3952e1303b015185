"""A run as a program of its own."""

from gd.export.parts import Parts, parts
from gd.export.report import USUAL, Report
from gd.run import Run


def script(run: Run, report: Report = USUAL) -> str:
    """A Python program that trains as `run` did and prints what `gd.analysis.log.printed` gives.

    It needs NumPy, and torch where the variant does, but not `gd`: its loop is that of the
    variant's file, with the settings of the run put in.

    Up to 200 points stand in the program; more are read from `points.csv` beside it
    (`gd.export.points_csv`). A run that diverges ends where the engine ended it, and says so. Of a
    run that was stopped by hand, the program trains the epochs that were trained.

    Raises `InputError` for `report.points` that are not those of the run.
    """
    return _joined(parts(run, report))


def _joined(of: Parts) -> str:
    record = "\n".join(filter(None, (of.check, of.print_epoch)))
    head = [of.docstring, of.imports, of.points, of.settings]
    body = [
        f"{of.start}",
        f"{of.predict}\n{of.print_before}",
        of.loop.recording(record),
        "\n".join(filter(None, (of.closing, of.print_after))),
    ]
    sections = ["\n\n".join(head), of.definitions, "\n\n".join(body)]
    between = "\n\n\n" if of.definitions else "\n\n"
    return between.join(filter(None, sections)) + "\n"
