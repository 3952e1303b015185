"""Two runs beside each other: how far apart they are, why, and which difference does what."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd import rounding
from gd.differences import Difference, Stage, Traits, differences, stages, traits
from gd.errors import InputError
from gd.run import Run
from gd.variants import VARIANTS

MATHEMATICS = ("gradient", "learning rate", "optimizer", "bias", "start")
ROUNDINGS = ("who computes", "arithmetic", "precision")

__all__ = ["Apart", "Comparison", "Difference", "Stage", "compare", "stages"]


@dataclass(frozen=True)
class Apart:
    """The largest distance between two runs in one weight: its size, its epoch, and there the
    units in the last place of float32 (`rounding.ulps`)."""

    size: float
    epoch: int
    ulps: int


@dataclass(frozen=True, eq=False)
class Comparison:
    """How two runs on the same points compare, over the epochs that both have.

    a, b         the runs
    reasons      what makes their mathematics differ (`MATHEMATICS`)
    roundings    what can make only their rounding differ (`ROUNDINGS`)
    by_epoch     columns epoch, w, b: the sizes of the differences; rounding: how far (w, b) can be
                 apart by rounding alone (`rounding.bound`)
    """

    a: Run
    b: Run
    reasons: tuple[Difference, ...]
    roundings: tuple[Difference, ...]
    by_epoch: pd.DataFrame

    @property
    def epochs(self) -> int:
        """The epochs that both runs have."""
        return len(self.by_epoch)

    @property
    def w(self) -> Apart:
        """How far apart the weights ever are."""
        return self._apart("w")

    @property
    def bias(self) -> Apart | None:
        """How far apart the biases ever are, an absent one counting as 0; None if both lack it."""
        if not any(VARIANTS[run.variant].has_bias for run in (self.a, self.b)):
            return None
        return self._apart("b")

    @property
    def identical(self) -> bool:
        """Whether w and b are the same bit for bit, in every epoch."""
        return not self.by_epoch[["w", "b"]].to_numpy().any()

    @property
    def explained_by_rounding(self) -> bool:
        """Whether the runs differ in no epoch by more than rounding can make of it.

        By what is proven of plain gradient descent. Of two runs with another optimizer and the
        same mathematics nothing is proven, but nothing else than rounding is left.
        """
        plain = all(VARIANTS[r.variant].is_plain(r.settings) for r in (self.a, self.b))
        if not plain and not self.reasons:
            return True
        size = np.hypot(self.by_epoch["w"], self.by_epoch["b"])
        return bool((size <= self.by_epoch["rounding"]).all())

    @property
    def verdict(self) -> str:
        """What A and B do, in words: "are the same", "… to rounding" or "differ, because …"."""
        if not self.epochs:
            return "have no epoch in common"
        if self.identical:
            return "are the same, bit for bit"
        if self.explained_by_rounding:
            return "are the same, to rounding"
        if not self.reasons:
            return "differ, because of something that is neither mathematics nor rounding"
        return f"differ, because of {_listed(self.reasons)}"

    @property
    def remark(self) -> str:
        """What has no effect though it differs, as a sentence; empty if there is nothing such."""
        if self.epochs and self.reasons and self.explained_by_rounding:
            together = " together" if len(self.reasons) > 1 else ""
            verb = "have" if together else "has"
            text = _listed(self.reasons)
            return f"Here {text}{together} {verb} no effect that exceeds rounding."
        gradients = {VARIANTS[r.variant].gradient(r.settings) for r in (self.a, self.b)}
        if len(gradients) > 1 and len(self.a.problem.x) == 1:
            return "With one point, the sum of the gradients is their mean."
        return ""

    def _apart(self, name: str) -> Apart:
        if not self.epochs:
            return Apart(0.0, 0, 0)
        place = int(self.by_epoch[name].to_numpy().argmax())
        ends = (float(run.history[name].iloc[place]) for run in (self.a, self.b))
        size = float(self.by_epoch[name].iloc[place])
        return Apart(size, place + 1, int(rounding.ulps(*ends)))


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
    epochs = min(len(a.history), len(b.history))
    with np.errstate(over="ignore"):
        one, other = (run.history[["w", "b"]].to_numpy()[:epochs] for run in (a, b))
        sizes = np.abs(one - other)
    by_epoch = pd.DataFrame(
        {
            "epoch": np.arange(1.0, epochs + 1),
            "w": sizes[:, 0],
            "b": sizes[:, 1],
            "rounding": rounding.bound(a, b),
        }
    )
    found = {d.name: d for d in differences(*_traits_of(a, b))}
    if len(a.problem.x) == 1:
        found.pop("gradient", None)
    return Comparison(
        a,
        b,
        tuple(found[name] for name in MATHEMATICS if name in found),
        tuple(found[name] for name in ROUNDINGS if name in found),
        by_epoch,
    )


def _traits_of(*runs: Run) -> list[Traits]:
    """The traits of runs, with the starts that they had.

    Each run rounds its start to its precision: starts that only float64 can tell apart are one.
    """
    single = "float32" in {run.settings.dtype for run in runs}
    found = []
    for run in runs:
        w, b = (float(np.float32(one)) if single else one for one in run.start)
        found.append({**traits(run.variant, run.settings), "start": (w + 0.0, b + 0.0, None)})
    return found


def _listed(differences: tuple[Difference, ...]) -> str:
    texts = [f"the {difference}" for difference in differences]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if texts[1:] else texts)
