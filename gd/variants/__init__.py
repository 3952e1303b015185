"""The four variants: one file each, and the table that names them."""

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

from gd.problem import Vector
from gd.settings import Settings

ONE_WEIGHT = ("loss", "w", "grad_w")
WEIGHT_AND_BIAS = ("loss", "w", "b", "grad_w", "grad_b")


@dataclass(frozen=True)
class Variant:
    """One way to write the training.

    name       its name in `VARIANTS`, and the name of its file
    title      its name for people
    steps      who does each step of an epoch: prediction, loss, gradient, update
    settings   the fields of `Settings` that it uses, in the order of its arguments
    columns    what its loop yields for each epoch: columns of `Run.history`
    """

    name: str
    title: str
    steps: Mapping[str, str]
    settings: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def has_bias(self) -> bool:
        """Whether the line is w·x + b; else it is w·x."""
        return "b" in self.columns

    @property
    def uses_torch(self) -> bool:
        """Whether torch has to be loaded for it."""
        return self.name.startswith("torch_")

    @property
    def module(self) -> ModuleType:
        """The variant's file, imported when first asked for: that is when torch loads."""
        return importlib.import_module(f"gd.variants.{self.name}")

    @property
    def source(self) -> str:
        """The text of the variant's file: the code that runs. It can be read without torch."""
        return _text(self.name)

    @property
    def summary(self) -> str:
        """What its file says that it does, in a line."""
        return self.source.partition("\n")[0].strip('"')

    @property
    def blocks(self) -> dict[str, str]:
        """The code of an epoch by what it does: prediction, loss, gradient, update, zero.

        Cut from `source` at the comments of its loop that begin with these words.
        """
        return blocks(self.source)

    def arguments(self, settings: Settings) -> dict[str, Any]:
        """The settings that the loop takes, by name."""
        return {name: getattr(settings, name) for name in self.settings}

    def gradient(self, settings: Settings) -> str:
        """Whether it follows the "sum" of the points' gradients or their "mean"."""
        return settings.gradient if "gradient" in self.settings else "mean"

    def is_plain(self, settings: Settings) -> bool:
        """Whether its updates are plain gradient descent, of which `gd.theory` speaks."""
        return "optimizer" not in self.settings or settings.optimizer == "SGD"

    def start(self, settings: Settings) -> tuple[float, float]:
        """(w, b) before training."""
        if "seed" in self.settings and settings.seed is not None:
            return self.module.weights(self.module.new_model(settings.seed))
        return settings.w0, settings.b0 if self.has_bias else 0.0

    def train(self, x: Vector, y: Vector, **arguments: Any) -> Iterator[tuple[float, ...]]:
        """The loop itself: yields each epoch's `columns`."""
        return self.module.train(x, y, **arguments)


def blocks(code: str) -> dict[str, str]:
    """As `Variant.blocks`, of code that holds the loop of a variant."""
    loop = re.split(r"\n(?= +# prediction\b)", code)[1].split("yield")[0]
    parts = re.split(r"^# (?=[a-z]+(?::|$))", dedent(loop), flags=re.MULTILINE)[1:]
    return {re.split(r"\W", part)[0]: f"# {part.strip()}" for part in parts}


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.py").read_text("utf-8")


def _steps(prediction: str, loss: str, gradient: str, update: str) -> dict[str, str]:
    return {"prediction": prediction, "loss": loss, "gradient": gradient, "update": update}


VARIANTS: dict[str, Variant] = {
    variant.name: variant
    for variant in (
        Variant(
            "numpy_by_hand",
            "NumPy by hand",
            _steps("NumPy", "NumPy", "by hand, NumPy", "by hand"),
            ("w0", "learning_rate", "epochs", "gradient", "arithmetic"),
            ONE_WEIGHT,
        ),
        Variant(
            "torch_autograd",
            "torch autograd",
            _steps("torch, by hand", "by hand", "autograd", "by hand, under no_grad"),
            ("w0", "learning_rate", "epochs"),
            ONE_WEIGHT,
        ),
        Variant(
            "torch_optimizer",
            "torch optimizer",
            _steps("torch, by hand", "nn.MSELoss", "autograd", "torch.optim"),
            ("w0", "learning_rate", "epochs", "optimizer"),
            ONE_WEIGHT,
        ),
        Variant(
            "torch_module",
            "nn.Linear module",
            _steps("nn.Linear in an nn.Module", "nn.MSELoss", "autograd", "torch.optim"),
            ("w0", "b0", "seed", "learning_rate", "epochs", "optimizer"),
            WEIGHT_AND_BIAS,
        ),
    )
}
