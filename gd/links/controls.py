"""The controls as the URL carries them: their names, their defaults and their parsers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd.data import point_links
from gd.data.datasets import DATASETS
from gd.data.holdout import MAX_SHARE
from gd.errors import InputError
from gd.links import run_specs
from gd.links.url_values import (
    MAX_RATE,
    MAX_SEED,
    MIN_RATE,
    boolean_parser,
    choice_parser,
    number_parser,
    parse_seed,
)
from gd.problem import MAX_POINTS, Problem
from gd.settings import (
    ARITHMETICS,
    DTYPES,
    GRADIENTS,
    MAX_BATCH,
    MAX_EPOCHS,
    OPTIMIZERS,
    SCHEDULES,
    Settings,
    check_representable,
)

MAX_FLOAT32 = float(np.finfo(np.float32).max)

DEFAULTS = Settings()

# Where the points come from: the values of `data` in the URL, and their names for people.
SOURCES = {
    "typed": "Typed numbers",
    **{name: dataset.title for name, dataset in DATASETS.items()},
    "made": "Synthetic data",
    "table": "Editable table",
    "file": "CSV or Excel file",
    "pasted": "Pasted text",
}
IN_NO_LINK = ("table", "file", "pasted")  # kept by the session
# The controls that belong to a single source: a link names them only where it is chosen.
SOURCE_FIELDS = {
    "typed": ("x", "y"),
    "made": ("slope", "intercept", "noise", "number", "noise_seed"),
}
# The controls of mini-batches alone: to other pages they say nothing.
BATCH_FIELDS = ("batch_size", "shuffle", "batch_seed", "held_out")


@dataclass(frozen=True)
class Control:
    """A control of the sidebar, and how the URL carries it.

    name      its name in the URL
    label     its name for people
    default   its value before anyone sets it
    parse     from the text in the URL to a value; raises `InputError`
    setting   the field of `Settings` that it sets, None if it sets none
    """

    name: str
    label: str
    default: Any
    parse: Callable[[str], Any]
    setting: str | None = None

    def integer(self, value: float | None) -> int | None:
        """`value` as an int. A browser's numbers are floats: 3.7 epochs would come through."""
        if value is None or float(value).is_integer():
            return None if value is None else int(value)
        raise InputError(self.label, value, "a whole number")

    def representable(self, value: float, dtype: str) -> float:
        """`value`, if a run in `dtype` can start with it: 1e-46 would become 0 in float32."""
        return check_representable(self.label, value, dtype)


def problem(x: str, y: str, dtype: str = DEFAULTS.dtype) -> Problem:
    """The points from two lists of numbers, separated by commas, if `dtype` can hold them."""
    found = point_links.parse_points(x, y)
    found.arrays(dtype)
    return found


CONTROLS: dict[str, Control] = {
    control.name: control
    for control in (
        Control("data", "Points", "typed", choice_parser("Points", tuple(SOURCES))),
        Control("x", "x", "1, 2, 3, 4", str),
        Control("y", "y", "2, 4, 6, 8", str),
        Control("slope", "Slope", 2.0, number_parser("Slope", -MAX_FLOAT32, MAX_FLOAT32)),
        Control(
            "intercept", "Intercept", 1.0, number_parser("Intercept", -MAX_FLOAT32, MAX_FLOAT32)
        ),
        Control("noise", "Noise", 1.0, number_parser("Noise", 0, MAX_FLOAT32)),
        Control(
            "number", "Number of points", 50.0, number_parser("Number of points", 2, MAX_POINTS)
        ),
        Control(
            "noise_seed", "Seed of the noise", 0.0, number_parser("Seed of the noise", 0, MAX_SEED)
        ),
        Control("standardise", "Standardise x and y", False, boolean_parser("Standardise x and y")),
        Control(
            "lr",
            "Learning rate",
            DEFAULTS.learning_rate,
            number_parser("Learning rate", MIN_RATE, MAX_RATE),
            "learning_rate",
        ),
        Control(
            "epochs",
            "Epochs",
            float(DEFAULTS.epochs),
            number_parser("Epochs", 1, MAX_EPOCHS),
            "epochs",
        ),
        Control("gradient", "Gradient", "sum", choice_parser("Gradient", GRADIENTS), "gradient"),
        Control(
            "arithmetic",
            "Arithmetic",
            "numpy2",
            choice_parser("Arithmetic", ARITHMETICS),
            "arithmetic",
        ),
        Control(
            "optimizer", "Optimizer", "SGD", choice_parser("Optimizer", OPTIMIZERS), "optimizer"
        ),
        Control(
            "schedule",
            "Rate schedule",
            "constant",
            choice_parser("Rate schedule", SCHEDULES),
            "schedule",
        ),
        # One point an update, and they always make such batches; `Settings` takes all by default.
        Control(
            "batch_size", "Batch size", 1.0, number_parser("Batch size", 1, MAX_BATCH), "batch_size"
        ),
        Control("shuffle", "Shuffle", True, boolean_parser("Shuffle"), "shuffle"),
        Control(
            "batch_seed",
            "Seed of the shuffling",
            0.0,
            number_parser("Seed of the shuffling", 0, MAX_SEED),
            "batch_seed",
        ),
        Control("held_out", "Held out", 0.0, number_parser("Held out", 0, MAX_SHARE)),
        Control("dtype", "Precision", "float32", choice_parser("Precision", DTYPES), "dtype"),
        Control("seed", "Seed", None, parse_seed, "seed"),
        Control(
            "w0", "Start of w", 0.0, number_parser("Start of w", -MAX_FLOAT32, MAX_FLOAT32), "w0"
        ),
        Control(
            "b0", "Start of b", 0.0, number_parser("Start of b", -MAX_FLOAT32, MAX_FLOAT32), "b0"
        ),
        Control(
            "test_x", "Predict at x", 5.0, number_parser("Predict at x", -MAX_FLOAT32, MAX_FLOAT32)
        ),
        Control("runs", "Runs", run_specs.DEFAULT, run_specs.normalize),
    )
}


def settings(values: Mapping[str, Any]) -> Settings:
    """The `Settings` that the values of the controls, by name, make."""
    return Settings(**{c.setting: values[name] for name, c in CONTROLS.items() if c.setting})


def link(values: Mapping[str, Any]) -> dict[str, str]:
    """The URL's parameters for the values of the controls, by name; defaults are left out.

    >>> link({"lr": 0.02, "epochs": 100.0, "w0": 0.0, "data": "norris", "x": "7"})
    {'lr': '0.02', 'epochs': '100', 'data': 'norris'}
    """
    return {
        name: text_of(value)
        for name, value in applicable(values).items()
        if value != CONTROLS[name].default
    }


def full_link(problem: Problem, settings: Settings) -> dict[str, str]:
    """The URL's parameters for a problem and settings, with the defaults: the link sets them all.

    Only the runs of the page Compare are left as they are, and where the settings have no batches,
    how points are dealt out.
    """
    kept = {"runs", *(BATCH_FIELDS if settings.batch_size is None else ())}
    values = {name: control.default for name, control in CONTROLS.items() if name not in kept}
    for name, control in CONTROLS.items():
        if control.setting and name in values:
            values[name] = getattr(settings, control.setting)
    values["x"], values["y"] = point_links.format_points(problem)
    return {name: text_of(value) for name, value in applicable(values).items()}


def applicable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, by name, without those that belong to a source that is not chosen."""
    source = values.get("data", CONTROLS["data"].default)
    other = {name for one, names in SOURCE_FIELDS.items() if one != source for name in names}
    return {name: value for name, value in values.items() if name not in other}


def text_of(value: Any) -> str:
    """A control's value as its `parse` takes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def default_problem() -> Problem:
    """The points before anyone sets any."""
    return problem(CONTROLS["x"].default, CONTROLS["y"].default)
