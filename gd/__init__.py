"""Fit a line by gradient descent, four ways: the engine of the app. It knows no Streamlit."""

import importlib
import os
from types import ModuleType
from typing import TYPE_CHECKING

from gd import documents, export, mistakes, tasks, theory
from gd.data.table import read_table
from gd.documents.recovery import recover_start
from gd.errors import InputError
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.training import Training, train
from gd.variants import FOUR_WAYS, VARIANTS, Variant

if TYPE_CHECKING:
    from gd import doctor

# Where a CPU can multiply and add in one rounding instead of two, torch does, and the last digit of
# a run would depend on the machine. Torch reads this when it first computes; its plain kernels are
# as fast on a few points, and take up to twice as long on 100,000. See
# `torch.backends.cpu.get_cpu_capability`.
os.environ.setdefault("ATEN_CPU_CAPABILITY", "default")

__all__ = [
    "FOUR_WAYS",
    "VARIANTS",
    "InputError",
    "Problem",
    "Run",
    "Settings",
    "Training",
    "Variant",
    "doctor",
    "documents",
    "export",
    "mistakes",
    "read_table",
    "recover_start",
    "tasks",
    "theory",
    "train",
]


def __getattr__(name: str) -> ModuleType:
    """`gd.doctor`, imported when first asked for: few need it, and it is a large room."""
    if name == "doctor":
        return importlib.import_module("gd.doctor")
    raise AttributeError(f"module 'gd' has no attribute {name!r}")
