"""The variants: one file each, and the table that names them.

Four are the notebooks' (`FOUR_WAYS`); `torch_minibatch` goes beyond them.
"""

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
    steps      who does each step of an update: prediction, loss, gradient, update
    settings   the fields of `Settings` that it uses, in the order of its arguments
    columns    what its loop yields for each update: columns of `Run.history`
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
        """The code of an update by what it does: prediction, loss, gradient, update, zero.

        Cut from `source` at the comments of its loop that begin with these words.
        """
        return blocks(self.source)

    def arguments(self, settings: Settings) -> dict[str, Any]:
        """The settings that the loop takes, by name."""
        return {name: getattr(settings, name) for name in self.settings}

    def gradient(self, settings: Settings) -> str:
        """Whether it follows the "sum" of the points' gradients or their "mean"."""
        return settings.gradient if "gradient" in self.settings else "mean"

    def is_plain(self, settings: Settings, points: int) -> bool:
        """Whether its updates are plain gradient descent, of which `gd.theory` speaks.

        That is SGD, at a constant rate, on all of so many `points` in each update.
        """
        return (
            self.rule_name(settings) == "SGD"
            and self.schedule_name(settings) == "constant"
            and self.updates_per_epoch(settings, points) == 1
        )

    def rule_name(self, settings: Settings) -> str:
        """The optimizer whose rule its updates follow: "SGD" where it has none to choose."""
        return settings.optimizer if "optimizer" in self.settings else "SGD"

    def schedule_name(self, settings: Settings) -> str:
        """How its rate falls: "constant" where it has no schedule to choose."""
        return settings.schedule if "schedule" in self.settings else "constant"

    def updates_per_epoch(self, settings: Settings, points: int) -> int:
        """The batches that an epoch deals out of so many `points`; 1 where it takes them all."""
        if "batch_size" not in self.settings or settings.batch_size is None:
            return 1
        return -(-points // settings.batch_size)

    def start(self, settings: Settings) -> tuple[float, float]:
        """(w, b) before training."""
        if "seed" in self.settings and settings.seed is not None:
            from gd.variants.torch_module import new_model, weights  # noqa: PLC0415  (loads torch)

            return weights(new_model(settings.seed))
        return settings.w0, settings.b0 if self.has_bias else 0.0

    def train(self, x: Vector, y: Vector, **arguments: Any) -> Iterator[tuple[float, ...]]:
        """The loop itself: yields each update's `columns`."""
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
            ("w0", "learning_rate", "epochs", "optimizer", "schedule"),
            ONE_WEIGHT,
        ),
        Variant(
            "torch_module",
            "nn.Linear module",
            _steps("nn.Linear in an nn.Module", "nn.MSELoss", "autograd", "torch.optim"),
            ("w0", "b0", "seed", "learning_rate", "epochs", "optimizer", "schedule"),
            WEIGHT_AND_BIAS,
        ),
        Variant(
            "torch_minibatch",
            "DataLoader mini-batches",
            _steps("nn.Linear in an nn.Module", "nn.MSELoss", "autograd", "torch.optim"),
            (
                *("w0", "b0", "seed", "learning_rate", "epochs", "optimizer", "schedule"),
                *("batch_size", "shuffle", "batch_seed"),
            ),
            WEIGHT_AND_BIAS,
        ),
    )
}

FOUR_WAYS = ("numpy_by_hand", "torch_autograd", "torch_optimizer", "torch_module")
