"""The settings as the URL carries them: their names, their defaults, and how their text is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd import points
from gd.errors import InputError
from gd.problem import Problem
from gd.settings import ARITHMETICS, GRADIENTS, MOST_EPOCHS, OPTIMIZERS, Settings
from gd.ui import runs
from gd.ui.reading import LEAST_RATE, MOST_RATE, choice, number, seed

LARGEST = float(np.finfo(np.float32).max)

DEFAULTS = Settings()


@dataclass(frozen=True)
class Control:
    """A setting: its name in the URL, its label, its default, and how its text is read.

    `read` takes the text of the URL and raises `InputError`. `setting` is the field of `Settings`
    that it sets, None for what is no setting of the training.
    """

    name: str
    label: str
    default: Any
    read: Callable[[str], Any]
    setting: str | None = None

    def whole(self, value: float | None) -> int | None:
        """`value` as an int. A browser's numbers are floats: 3.7 epochs would come through."""
        if value is None or float(value).is_integer():
            return None if value is None else int(value)
        raise InputError(self.label, value, "a whole number")


def problem(x: str, y: str) -> Problem:
    """The points from two lists of numbers, separated by commas."""
    found = points.read(x, y)
    found.arrays(DEFAULTS.dtype)
    return found


CONTROLS: dict[str, Control] = {
    control.name: control
    for control in (
        Control("x", "x", "1, 2, 3, 4", str),
        Control("y", "y", "2, 4, 6, 8", str),
        Control(
            "lr",
            "Learning rate",
            DEFAULTS.learning_rate,
            number("Learning rate", LEAST_RATE, MOST_RATE),
            "learning_rate",
        ),
        Control(
            "epochs", "Epochs", float(DEFAULTS.epochs), number("Epochs", 1, MOST_EPOCHS), "epochs"
        ),
        Control("gradient", "Gradient", "sum", choice("Gradient", GRADIENTS), "gradient"),
        Control(
            "arithmetic", "Arithmetic", "numpy2", choice("Arithmetic", ARITHMETICS), "arithmetic"
        ),
        Control("optimizer", "Optimizer", "SGD", choice("Optimizer", OPTIMIZERS), "optimizer"),
        Control("seed", "Seed", None, seed, "seed"),
        Control("w0", "Start of w", 0.0, number("Start of w", -LARGEST, LARGEST), "w0"),
        Control("b0", "Start of b", 0.0, number("Start of b", -LARGEST, LARGEST), "b0"),
        Control("test_x", "Predict at x", 5.0, number("Predict at x", -LARGEST, LARGEST)),
        Control("runs", "Runs", runs.DEFAULT, runs.check),
    )
}


def settings(values: Mapping[str, Any]) -> Settings:
    """The `Settings` that the controls' values, by name, make."""
    return Settings(**{c.setting: values[name] for name, c in CONTROLS.items() if c.setting})


def link(values: Mapping[str, Any]) -> dict[str, str]:
    """The URL's parameters for the controls' values, by name: those that are not the default.

    >>> link({"lr": 0.02, "epochs": 100.0, "w0": 0.0})
    {'lr': '0.02', 'epochs': '100'}
    """
    return {name: _text(value) for name, value in values.items() if value != CONTROLS[name].default}


def whole_link(problem: Problem, settings: Settings) -> dict[str, str]:
    """The URL's parameters for a problem and settings, defaults and all: what was set goes.

    What the page Compare compares is no setting of a training, and stays.
    """
    values = {name: control.default for name, control in CONTROLS.items() if name != "runs"}
    for name, control in CONTROLS.items():
        if control.setting:
            values[name] = getattr(settings, control.setting)
    values["x"], values["y"] = points.written(problem)
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    """A control's value as its `read` takes it."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def default_problem() -> Problem:
    """The points before anyone sets any."""
    return problem(CONTROLS["x"].default, CONTROLS["y"].default)
