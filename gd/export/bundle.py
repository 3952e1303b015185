"""All that can be taken from a run, in one zip file."""

import io
import zipfile
from collections.abc import Mapping
from textwrap import fill

from gd.charts.run_views import View
from gd.export import pictures
from gd.export.distributed import distributed
from gd.export.history import history_csv
from gd.export.naming import settings_text
from gd.export.notebook import notebook_text
from gd.export.points import FILE, points_csv
from gd.export.report import USUAL, Report
from gd.export.script import script
from gd.run import Run
from gd.variants import VARIANTS

DATE = (1980, 1, 1, 0, 0, 0)  # of all files, so that the same run gives the same bytes

_README = """\
{settings}

{summary}

{link}

script.py        The training as a program of its own.
                     python script.py
notebook.ipynb   The same step by step, with a chart.
                     jupyter lab notebook.ipynb
{distributed}\
history.csv      Weights, loss and gradient after every {unit}.
                     pandas.read_csv("history.csv", comment="#")
points.csv       The points.
{pictures}

What they need, with Python 3.11 or newer:

    pip install numpy torch pandas altair jupyter
"""


_DISTRIBUTED = """\
distributed.py   The same on several processes or machines.
                     torchrun --standalone --nproc-per-node 2 distributed.py
"""


def bundle(run: Run, views: Mapping[str, View], report: Report = USUAL) -> bytes:
    """A zip file with the programs, the numbers and pictures of `run`, and a README.txt.

    views   the charts to draw, by name: `gd.export.pictures.views`

    Without a link in `report`, README.txt says that the points are in none. The same run gives the
    same bytes. Errors as of `gd.export.script` and `gd.export.pictures.render`.
    """
    standardised = report.points is not None
    said = settings_text(run, standardised)
    files: dict[str, str | bytes] = {
        "README.txt": _readme(run, said, views, report.link),
        "script.py": script(run, report),
        "notebook.ipynb": notebook_text(run, report),
        "history.csv": history_csv(run, standardised),
        FILE: points_csv(report.points or run.problem),
    }
    if run.updates_per_epoch == 1:
        files["distributed.py"] = distributed(run, report)
    for name, picture in zip(views, pictures.render(views.values(), said), strict=True):
        files |= {f"{name}.svg": picture.svg, f"{name}.png": picture.png}
    return _zipped(files)


def _readme(run: Run, said: str, views: Mapping[str, View], link: str | None) -> str:
    shown = [
        fill(f"{name + '.png':<17}{view.alt} Also as SVG.", 88, subsequent_indent=" " * 17)
        for name, view in views.items()
    ]
    return _README.format(
        settings=said,
        summary=VARIANTS[run.variant].summary,
        distributed=_DISTRIBUTED if run.updates_per_epoch == 1 else "",
        unit=run.unit,
        link=f"In the app: {link}" if link else f"The points are in no link; {FILE} has them.",
        pictures="\n".join(shown),
    )


def _zipped(files: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return data.getvalue()
