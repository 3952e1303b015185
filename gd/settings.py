"""The settings of a training: everything but its points."""

import math
import numbers
import operator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gd.errors import InputError

MAX_EPOCHS = 50_000
MAX_BATCH = 100_000  # all points of the largest problem
MIN_SEED, MAX_SEED = -(2**63), 2**64 - 1  # what torch.manual_seed takes

GRADIENTS = ("sum", "mean")
ARITHMETICS = ("numpy2", "numpy1", "numpy1-sequential")
OPTIMIZERS = ("SGD", "momentum", "Nesterov", "Adagrad", "RMSprop", "Adam")
DTYPES = ("float32", "float64")
SCHEDULES = ("constant", "step", "cosine", "1/t")


@dataclass(frozen=True)
class Settings:
    """The settings of a training. Each variant uses those that apply to it (`Variant.settings`).

    learning_rate   η > 0, the factor of the gradient in an update
    epochs          passes over the points, 1 to 50,000; full-batch, each is one update
    w0, b0          the start: weight and bias before the first update
    seed            `torch_module` starts as `torch.manual_seed(seed); nn.Linear(1, 1)` would;
                    None starts it at w0, b0
    gradient        `numpy_by_hand`: "sum" over the points, as the notebooks compute it,
                    or their "mean", the gradient of the loss
    arithmetic      `numpy_by_hand` in float32: whose rules of rounding (`gd.variants.arithmetic`)
    optimizer       the variants with `torch.optim`: which of torch's optimizers
    dtype           "float32" as in the notebooks, or "float64"
    schedule        the variants with `torch.optim`: how the rate falls from update to update
                    (`gd.theory.schedules`)
    batch_size      `torch_minibatch`: the points of an update, 1 to N (a training checks it);
                    None takes all
    shuffle         `torch_minibatch`: whether each epoch deals the points out in a new order
    batch_seed      `torch_minibatch`: of the generator that shuffles

    Raises `InputError` for anything out of its range.
    """

    learning_rate: float = 0.01
    epochs: int = 20
    w0: float = 0.0
    b0: float = 0.0
    seed: int | None = None
    gradient: str = "sum"
    arithmetic: str = "numpy2"
    optimizer: str = "SGD"
    dtype: str = "float32"
    schedule: str = "constant"
    batch_size: int | None = None
    shuffle: bool = False
    batch_seed: int = 0

    def __post_init__(self) -> None:
        checked: dict[str, Any] = {
            "gradient": _choice("gradient", self.gradient, GRADIENTS),
            "arithmetic": _choice("arithmetic", self.arithmetic, ARITHMETICS),
            "optimizer": _choice("optimizer", self.optimizer, OPTIMIZERS),
            "dtype": _choice("dtype", self.dtype, DTYPES),
            "learning_rate": _learning_rate(self.learning_rate),
            "epochs": check_integer("epochs", self.epochs, 1, MAX_EPOCHS),
            "w0": check_representable("w0", self.w0, self.dtype),
            "b0": check_representable("b0", self.b0, self.dtype),
            "schedule": _choice("schedule", self.schedule, SCHEDULES),
            "batch_seed": check_integer("batch_seed", self.batch_seed, MIN_SEED, MAX_SEED),
        }
        if not isinstance(self.shuffle, bool):
            raise InputError("shuffle", self.shuffle, "True or False")
        if self.batch_size is not None:
            checked["batch_size"] = check_integer("batch_size", self.batch_size, 1, MAX_BATCH)
        if self.seed is not None:
            checked["seed"] = check_integer("seed", self.seed, MIN_SEED, MAX_SEED)
        for name, value in checked.items():
            object.__setattr__(self, name, value)


def check_real(field: str, value: object, maximum: float = math.inf) -> float:
    """`value` as a finite float of at most `maximum` in size, or an `InputError`."""
    takes = (
        "a finite number"
        if math.isinf(maximum)
        else f"a number from -{maximum:.7g} to {maximum:.7g}"
    )
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise InputError(field, value, takes)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or abs(number) > maximum:
        raise InputError(field, value, takes)
    return number


def check_representable(field: str, value: object, dtype: str) -> float:
    """`value` as a finite float that `dtype` does not make infinite or 0, or an `InputError`."""
    limits = np.finfo(dtype)
    number = check_real(field, value, float(limits.max))
    if number and not limits.dtype.type(number):
        takes = f"0, or numbers of at least {limits.smallest_subnormal:.7g} in size"
        raise InputError(field, value, f"{takes}, the least that {dtype} holds")
    return number


def check_integer(field: str, value: Any, minimum: int, maximum: int) -> int:
    """`value` as an int from `minimum` to `maximum`, or an `InputError`."""
    takes = f"a whole number from {minimum:,} to {maximum:,}"
    try:
        number = operator.index(value)
    except TypeError:
        raise InputError(field, value, takes) from None
    if isinstance(value, bool) or not minimum <= number <= maximum:
        raise InputError(field, value, takes)
    return number


def _learning_rate(value: object) -> float:
    number = check_real("learning_rate", value)
    if number <= 0:
        raise InputError("learning_rate", value, "a finite number above 0")
    return number


def _choice(field: str, value: object, choices: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise InputError(field, value, f"one of {', '.join(choices)}")
    return value
