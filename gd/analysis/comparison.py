"""Two runs compared: how far apart they are, and which differences between them explain it."""

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd.analysis.differences import (
    Characteristics,
    Difference,
    characteristics,
    differences,
)
from gd.errors import InputError
from gd.problem import Vector
from gd.run import Run
from gd.theory import rounding
from gd.variants import VARIANTS

MATHEMATICS = ("gradient", "learning rate", "optimizer", "schedule", "bias", "batches", "start")
ROUNDINGS = ("who computes", "arithmetic", "precision")


@dataclass(frozen=True)
class MaxDifference:
    """The largest difference between two runs in one weight.

    size    how far apart they are, at `epoch`
    ulps    the same in units in the last place of float32 (`rounding.ulp_distance`)
    bound   how much of it rounding alone can explain (`rounding.error_bound`), None if not known
    """

    size: float
    epoch: int
    ulps: int
    bound: float | None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two runs on the same points, at the end of each epoch that both have.

    a, b         the runs
    reasons      what makes their mathematics differ (`MATHEMATICS`)
    roundings    what can make only their rounding differ (`ROUNDINGS`)
    by_epoch     columns epoch; w, b: the sizes of the differences; distance: √(Δw² + Δb²);
                 rounding: how much of it rounding alone can explain, NaN where nothing is proven
    bound        how far apart rounding alone can bring w and b, shape (epochs, 2): two runs of the
                 same mathematics never exceed it; None where nothing is proven
    """

    a: Run
    b: Run
    reasons: tuple[Difference, ...]
    roundings: tuple[Difference, ...]
    by_epoch: pd.DataFrame
    bound: Vector | None

    @property
    def epochs(self) -> int:
        """The epochs that both runs have."""
        return len(self.by_epoch)

    @property
    def w(self) -> MaxDifference:
        """The largest difference between the weights."""
        return self._largest("w")

    @property
    def bias(self) -> MaxDifference | None:
        """The largest difference between the biases, an absent one being 0; None if both are."""
        if not (self.a.has_bias or self.b.has_bias):
            return None
        return self._largest("b")

    @property
    def identical(self) -> bool:
        """Whether w and b are the same bit for bit, in every epoch."""
        return not self._sizes.any()

    @property
    def within_rounding(self) -> bool:
        """Whether it is proven that rounding alone can explain the difference of every epoch."""
        return self.bound is not None and bool((self._sizes <= self.bound).all())

    @property
    def verdict(self) -> str:
        """What A and B do, in words: "are the same …", "differ, because of …" or "… by rounding".

        They are the same "to rounding" only where a bound proves it.
        """
        if not self.epochs:
            return "have no epoch in common"
        if self.identical:
            return "are the same, bit for bit"
        if self.within_rounding:
            return "are the same, to rounding"
        if self.reasons:
            return f"differ, because of {_joined(self.reasons)}"
        return "differ by rounding alone"

    @property
    def remark(self) -> str:
        """A sentence about differences without effect; empty if there are none."""
        if self.epochs and self.reasons and (self.identical or self.within_rounding):
            have = "together have" if len(self.reasons) > 1 else "has"
            effect = "no effect" if self.identical else "no effect that exceeds rounding"
            return f"Here {_joined(self.reasons)} {have} {effect}."
        gradients = {VARIANTS[r.variant].gradient(r.settings) for r in (self.a, self.b)}
        if len(gradients) > 1 and len(self.a.problem.x) == 1:
            return "With one point, the sum of the gradients is their mean."
        return ""

    @property
    def _sizes(self) -> Vector:
        return np.column_stack([self.by_epoch["w"], self.by_epoch["b"]])

    def _largest(self, name: str) -> MaxDifference:
        if not self.epochs:
            return MaxDifference(0.0, 0, 0, None)
        place = int(self.by_epoch[name].to_numpy().argmax())
        ends = (float(run.epoch_ends[name][place]) for run in (self.a, self.b))
        bound = None if self.bound is None else float(self.bound[place, "wb".index(name)])
        size = float(self.by_epoch[name].iloc[place])
        return MaxDifference(size, place + 1, int(rounding.ulp_distance(*ends)), bound)


def compare(a: Run, b: Run) -> Comparison:
    """Compare two runs on the same points. Raises `InputError` for runs on different ones.

    >>> import gd
    >>> points = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    >>> settings = gd.Settings(), gd.Settings(gradient="mean")
    >>> compare(*(gd.train("numpy_by_hand", points, one) for one in settings)).verdict
    'differ, because of the gradient (sum against mean)'
    """
    if a.problem != b.problem:
        raise InputError("The second run", "other points", "the points of the first")
    epochs = min(len(run.epoch_ends["epoch"]) for run in (a, b))
    one, other = (np.array([run.epoch_ends[name][:epochs] for name in "wb"]) for run in (a, b))
    bounds = [rounding.error_bound(run) for run in (a, b)]
    proven = [bound[:epochs] for bound in bounds if bound is not None]
    bound = proven[0] + proven[1] if len(proven) == 2 else None
    with np.errstate(over="ignore"):
        sizes = np.minimum(np.abs(one - other), sys.float_info.max)
        by_epoch = pd.DataFrame(
            {
                "epoch": np.arange(1.0, epochs + 1),
                "w": sizes[0],
                "b": sizes[1],
                "distance": np.minimum(np.hypot(*sizes), sys.float_info.max),
                "rounding": np.nan if bound is None else np.hypot(*bound.T),
            }
        )
    found = {d.name: d for d in differences(*_characteristics(a, b))}
    if len(a.problem.x) == 1:
        found.pop("gradient", None)
    return Comparison(
        a,
        b,
        tuple(found[name] for name in MATHEMATICS if name in found),
        tuple(found[name] for name in ROUNDINGS if name in found),
        by_epoch,
        bound,
    )


def _characteristics(*runs: Run) -> list[Characteristics]:
    """The characteristics of runs, with the starts that they had.

    Each run rounds its start to its precision: starts that only float64 can distinguish are equal.
    """
    single = "float32" in {run.settings.dtype for run in runs}
    found = []
    for run in runs:
        with np.errstate(over="ignore"):
            start = np.array(run.start, np.float32 if single else np.float64) + 0.0  # no -0
        w, b = start.tolist()
        found.append({**characteristics(run.variant, run.settings), "start": (w, b, None)})
    return found


def _joined(differences: tuple[Difference, ...]) -> str:
    texts = [f"the {difference}" for difference in differences]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if texts[1:] else texts)
