"""What a program reports of a training."""

from dataclasses import dataclass

from gd.analysis import log
from gd.problem import Problem
from gd.run import Run
from gd.settings import check_integer, check_real
from gd.training import MAX_UPDATES

NAMES = ("x", "y")


@dataclass(frozen=True)
class Report:
    """What a program prints besides the training itself, and what its heading says.

    test_x   where to predict, in the units of `points`
    every    every how many epochs (mini-batches: updates) to print one; None: about ten lines
    points   the points in their own units where the run was trained on them standardised
             (`gd.data.scaling.standardise`): the program standardises them, too
    names    what x and y are called
    link     the address of the app with these settings

    Raises `InputError` for a `test_x` that is not finite and an `every` below 1.
    """

    test_x: float = 5.0
    every: int | None = None
    points: Problem | None = None
    names: tuple[str, str] = NAMES
    link: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "test_x", check_real("test_x", self.test_x))
        if self.every is not None:
            every = check_integer("every", self.every, 1, MAX_UPDATES)
            object.__setattr__(self, "every", every)

    def interval(self, run: Run) -> int:
        """Every how many updates of `run` one is printed."""
        return self.every or log.usual_every(run)


USUAL = Report()
