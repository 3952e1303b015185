"""Fit a line by gradient descent, four ways: the engine of the app. It knows no Streamlit."""

from gd.errors import InputError
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.training import Training, train
from gd.variants import VARIANTS, Variant

__all__ = ["VARIANTS", "InputError", "Problem", "Run", "Settings", "Training", "Variant", "train"]
