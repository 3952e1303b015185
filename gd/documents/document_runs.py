"""The twelve trainings that the five notebooks print, and their replay, line by line."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from gd.documents.printed import PRINTED
from gd.problem import Problem
from gd.settings import Settings
from gd.training import train

_EPOCH = re.compile(r"epoch *:? *(\d+)", re.IGNORECASE)
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


@dataclass(frozen=True)
class DocumentRun:
    """One training of a notebook.

    document     the notebook's file
    title        what it trained, in words
    variant, problem, settings   as `gd.train` takes them
    lines        what it printed: predictions and epochs, in order
    write        how it wrote an epoch: from its number, loss and w to a line
    first        the number it gave to the first epoch
    """

    document: str
    title: str
    variant: str
    problem: Problem
    settings: Settings
    lines: tuple[str, ...]
    write: Callable[[int, float, float], str]
    first: int


@dataclass(frozen=True)
class Line:
    """A printed line beside ours; `epoch` (from 1) is None for a prediction."""

    printed: str
    computed: str
    epoch: int | None

    @property
    def matches(self) -> bool:
        """Whether the two are the same, to the last digit."""
        return self.printed == self.computed

    @property
    def off(self) -> int:
        """The largest difference between two figures, in units of the last printed digit."""
        pairs = zip(_FIGURE.findall(self.printed), _FIGURE.findall(self.computed), strict=True)
        return max(abs(_units(printed, computed)) for printed, computed in pairs)


def replay(run: DocumentRun) -> tuple[Line, ...]:
    """Train as the notebook did, and write each line that it printed in its own format."""
    ours = train(run.variant, run.problem, run.settings)
    lines = []
    begun = False
    for printed in run.lines:
        number = _EPOCH.match(printed)
        if number:
            begun = True
            epoch = int(number[1]) - run.first + 1
            row = ours.history.iloc[epoch - 1]
            computed = run.write(int(number[1]), float(row["loss"]), float(row["w"]))
            lines.append(Line(printed, computed, epoch))
        else:
            # By its place, not by its label: notebook 000 says "before" after training too.
            value = ours.predict_after(5.0) if begun else ours.predict_before(5.0)
            label = printed.rpartition(" ")[0]
            lines.append(Line(printed, f"{label} {value:.3f}", None))
    return tuple(lines)


def _units(printed: str, computed: str) -> int:
    exponent = Decimal(printed).as_tuple().exponent
    assert isinstance(exponent, int)  # a figure is finite
    return round((Decimal(computed) - Decimal(printed)).scaleb(-exponent))


# How the notebooks write an epoch.


def _three_and_eight(epoch: int, loss: float, w: float) -> str:
    return f"epoch {epoch}: w = {w:.3f}, loss = {loss:.8f}"


def _capitalised(epoch: int, loss: float, w: float) -> str:
    return f"Epoch {epoch}: w = {w:.3f}, loss = {loss:.8f}"


def _with_comma(epoch: int, loss: float, w: float) -> str:
    return f"epoch {epoch}: w = {w:.3f}, loss = {loss:.8f},"


def _as_tensor(epoch: int, loss: float, w: float) -> str:
    tensor = f"tensor({loss:.4f}, grad_fn=<MseLossBackward0>)"
    return f"epoch  {epoch} : w =  {w!r}  loss =  {tensor}"


def _rounded(epoch: int, loss: float, w: float) -> str:
    return f"Epoch : {epoch} -> Loss : {round(loss, 3)} -> W : {round(w, 3)}"


def _rounded_in_float32(epoch: int, loss: float, w: float) -> str:
    """The loss rounded to 3 decimals in float32, then shown with the digits of a double."""
    rounded = float(np.round(np.float32(loss), 3))
    return f"Epoch : {epoch} -> Loss : {rounded} -> W : {round(w, 3)}"


_TO_4 = Problem([1, 2, 3, 4], [2, 4, 6, 8])
_TO_5 = Problem([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])
_OLD = Settings(arithmetic="numpy1")

# The two trainings of an nn.Linear began at random. Their starts are what `gd.recover_start` finds
# from the lines that they printed.
_TRAININGS = {
    "000_301a3bf22c38f904.txt": (
        ("numpy_by_hand", _TO_4, Settings(epochs=100, arithmetic="numpy1"), _three_and_eight),
        ("torch_autograd", _TO_4, Settings(epochs=10), _three_and_eight),
    ),
    "001_3d6161782f331294.txt": (
        ("numpy_by_hand", _TO_4, Settings(arithmetic="numpy1-sequential"), _three_and_eight),
        (
            "torch_module",
            _TO_4,
            Settings(0.01, 100, -0.6483198404312134, -0.5033023953437805),
            _as_tensor,
        ),
    ),
    "002_4c9403ac5eb60673.txt": (
        ("numpy_by_hand", _TO_4, _OLD, _capitalised),
        ("torch_autograd", _TO_4, Settings(epochs=100), _capitalised),
    ),
    "003_96221490e0b53edc.txt": (
        ("numpy_by_hand", _TO_5, Settings(epochs=10, arithmetic="numpy1"), _rounded_in_float32),
        ("torch_autograd", _TO_5, Settings(epochs=10), _rounded),
    ),
    "004_1fb8c5fcd60b5dde.txt": (
        ("numpy_by_hand", _TO_4, Settings(), _three_and_eight),
        ("torch_autograd", _TO_4, Settings(epochs=100), _three_and_eight),
        ("torch_optimizer", _TO_4, Settings(epochs=100), _three_and_eight),
        (
            "torch_module",
            _TO_4,
            Settings(0.1, 100, -0.08949077129364014, -0.753136396408081),
            _with_comma,
        ),
    ),
}

_TITLES = {
    "numpy_by_hand": "One weight, NumPy, the gradient summed by hand",
    "torch_autograd": "One weight, torch, gradient by autograd",
    "torch_optimizer": "One weight, torch, nn.MSELoss and torch.optim.SGD",
    "torch_module": "nn.Linear: weight and bias, from a random start",
}

RUNS: tuple[DocumentRun, ...] = tuple(
    DocumentRun(
        document,
        _TITLES[variant],
        variant,
        problem,
        settings,
        tuple(printed.splitlines()),
        write,
        first=0 if document.startswith("003") else 1,
    )
    for document, trainings in _TRAININGS.items()
    for (variant, problem, settings, write), printed in zip(
        trainings, PRINTED[document], strict=True
    )
)
