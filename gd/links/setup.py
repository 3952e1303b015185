"""A training as a link describes it: from the text of the parameters to points and settings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from gd.data import datasets, point_links
from gd.data.datasets import DATASETS
from gd.data.scaling import Scaled, standardise
from gd.errors import InputError
from gd.links.controls import CONTROLS, IN_NO_LINK, SOURCES, Control
from gd.links.controls import settings as settings_of
from gd.problem import Problem
from gd.settings import Settings

# the values of `data` whose points a link carries
LINKED_SOURCES = tuple(source for source in SOURCES if source not in IN_NO_LINK)


@dataclass(frozen=True)
class Setup:
    """What is trained: the points as given, the problem (standardised if asked for), the settings.

    scale   from `points` to `problem`, None where they are the same
    """

    points: Problem
    problem: Problem
    settings: Settings
    scale: Scaled | None


def read_values(parameters: Mapping[str, str]) -> dict[str, Any]:
    """The value of every control that `parameters` set, and the default of every other.

    Raises `InputError` for a text that its control does not take.

    >>> values = read_values({"lr": "0.02", "at": "3"})
    >>> values["lr"], values["epochs"]
    (0.02, 20.0)
    """
    return {
        name: control.parse(parameters[name]) if name in parameters else control.default
        for name, control in CONTROLS.items()
    }


def linked_points(values: Mapping[str, Any]) -> Problem:
    """The points of a source that a link carries: typed, a data set, or made.

    Raises `InputError`.
    """
    source = values["data"]
    if source in DATASETS:
        return DATASETS[source].problem
    if source == "typed":
        return point_links.parse_points(values["x"], values["y"])
    if source == "made":
        number, seed = (CONTROLS[name].integer(values[name]) for name in ("number", "noise_seed"))
        line = values["slope"], values["intercept"], values["noise"]
        return datasets.synthetic(*line, number or 0, seed or 0)
    takes = f"points that a link carries, one of {', '.join(LINKED_SOURCES)}"
    raise InputError(CONTROLS["data"].label, source, takes)


def setup(values: Mapping[str, Any]) -> Setup:
    """The training that the values of all controls describe, as the sidebar would set it up.

    Raises `InputError`.
    """
    checked, dtype = dict(values), values["dtype"]
    for name, check in {
        "epochs": Control.integer,
        "seed": Control.integer,
        "batch_size": Control.integer,
        "batch_seed": Control.integer,
        "w0": partial(Control.representable, dtype=dtype),
        "b0": partial(Control.representable, dtype=dtype),
    }.items():
        checked[name] = check(CONTROLS[name], values[name])
    points = linked_points(values)
    scale = standardise(points) if values["standardise"] else None
    problem = scale.problem if scale else points
    problem.arrays(dtype)
    settings = replace(settings_of(checked), batch_size=None, shuffle=False, batch_seed=0)
    return Setup(points, problem, settings, scale)
