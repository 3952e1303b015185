"""Pictures of a run: the charts of its page, standing still, as PNG and SVG.

vl-convert renders them, without a browser and without a network.
"""

import base64
import json
import math
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gd.charts import run_views, view_tables
from gd.charts.linked_layers import WORDS_Y
from gd.charts.run_views import View
from gd.charts.style import SUPERSCRIPTS
from gd.run import Run

WIDTH, HEIGHT = 560, 320  # of the plot, in CSS pixels
SCALE = 2  # pixels of a PNG per CSS pixel
FONT = "Helvetica, Arial, Liberation Sans, sans-serif"  # vl-convert brings the third
TIMEOUT = 60  # seconds
_ONE_AT_A_TIME = threading.Lock()
# Signs that only some fonts have, by signs that all have
SIGNS = str.maketrans(
    {"━": "▬", "┄": "···", "╌": "--", "✚": "+", "⁻": "-"}
    | {power: str(digit) for digit, power in enumerate(SUPERSCRIPTS)}
)


class Picture(NamedTuple):
    """A view as a file of either kind."""

    svg: bytes
    png: bytes


def views(run: Run) -> dict[str, View]:
    """The four views of `run`, by name, as its page first shows them."""
    table = view_tables.scrubber_frames(run)
    landscape = run_views.landscape_of(run, table, "whole valley")
    return {
        "points": run_views.fit(run, table, ("x", "y and f(x)"), None),
        "landscape": run_views.landscape(run, table, landscape),
        "loss": run_views.loss(run, table, "log", closed=False),
        "weights": run_views.curves(run, table, gradient=False),
    }


def render(views: Iterable[View], settings: str) -> list[Picture]:
    """Pictures of `views` on white; `settings` say below the title what was trained.

    Takes about a second, and a third of a second more for each further view. Raises `RuntimeError`
    where vl-convert fails, `subprocess.TimeoutExpired` where it takes more than a minute.
    """
    specs = [_still(view, settings) for view in views]
    asked = json.dumps({"specs": specs, "scale": SCALE}, allow_nan=False)
    # One at a time: each takes a core and 150 MB. A class that asks for the same waits for one.
    with _ONE_AT_A_TIME:
        return _rendered(asked)


@lru_cache(maxsize=8)  # of up to 1 MB
def _rendered(asked: str) -> list[Picture]:
    # in a process of its own: an error in its compiled code would end the server
    done = subprocess.run(
        [sys.executable, "-P", Path(__file__).with_name("renderer.py")],
        input=asked.encode(),
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()[-2000:]
        raise RuntimeError(f"vl-convert could not draw the picture: {reason}")
    return [Picture(*map(base64.b64decode, files)) for files in json.loads(done.stdout)]


def _still(view: View, settings: str) -> dict[str, Any]:
    """The chart's spec with its numbers in it, and at no state of the training."""
    spec = view.make(*view.args).to_dict()
    for param in spec["params"]:  # the elements of the page, which stay empty
        param.pop("bind", None)
    worded = False
    for layer in spec["layer"]:
        if isinstance(layer.get("mark"), dict) and layer["mark"].get("y") == WORDS_Y:
            text = layer["encoding"]["text"]["value"]
            text["expr"] = text["expr"].translate(SIGNS)
            worded = True
        axis = layer.get("encoding", {}).get("y", {}).get("axis", {})
        if "labelExpr" in axis:  # powers of ten
            axis["labelExpr"] = axis["labelExpr"].replace("'10'", "'1e'").translate(SIGNS)
    spec["datasets"] = {name: _rows(columns) for name, columns in view.datasets.items()}
    spec["title"] = {
        "text": spec["title"],
        "subtitle": settings,
        "anchor": "start",
        "frame": "group",
        "offset": 26 if worded else 10,
        "subtitlePadding": 5,
    }
    spec["config"] |= {
        "font": FONT,
        "background": "white",
        "title": {"fontSize": 16, "subtitleFontSize": 12, "subtitleColor": "#555"},
        "style": {"guide-label": {"fontSize": 12}, "guide-title": {"fontSize": 13}},
    }
    return {**spec, "width": WIDTH, "height": HEIGHT, "padding": 12}


def _rows(columns: Mapping[str, np.ndarray]) -> list[dict[str, float | None]]:
    """The rows of a dataset; what is not finite has no place on a chart."""
    numbers = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [
        {
            name: value if math.isfinite(value) else None
            for name, value in zip(columns, row, strict=True)
        }
        for row in numbers
    ]
