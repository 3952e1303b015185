"""Work that is done piece by piece, as `gd.Training` is: it shows how far it is, and can stop."""

from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.training import Training
from gd.variants import VARIANTS

T = TypeVar("T")
Pieces = Generator[int, None, T]  # yields the epochs of each piece done, returns the result


class Work(Generic[T]):
    """Advance it until it says False; then `result` is there.

    epochs   done so far; each update of mini-batches counts as one, as it takes as long
    """

    def __init__(self, pieces: Pieces[T]) -> None:
        self._pieces = pieces
        self.epochs = 0
        self.result: T | None = None

    def advance(self) -> bool:
        """Do the next piece; False once there is a result."""
        try:
            self.epochs += next(self._pieces)
        except StopIteration as done:
            if self.result is None:
                self.result = done.value
            return False
        return True

    def finish(self) -> T:
        """Do all that is left, and return the result."""
        while self.advance():
            pass
        assert self.result is not None
        return self.result


def training(
    variant: str,
    problem: Problem,
    settings: Settings,
    enough: Callable[[Run], bool] | None = None,
) -> Pieces[Run]:
    """Train to the end, or until a look at the run so far is `enough`."""
    work, before = Training(variant, problem, settings), 0
    batches = VARIANTS[variant].updates_per_epoch(settings, len(problem.x))
    going = True
    while going:
        going = work.advance()
        done = round(work.epochs * batches)
        yield done - before
        before = done
        going = going and not (enough and enough(work.run()))
    return work.run()
