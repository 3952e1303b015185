"""Work that is done piece by piece, as `gd.Training` is: it shows how far it is, and can stop."""

from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.training import Training

T = TypeVar("T")
Pieces = Generator[float, None, T]  # yields the epochs of each piece done, returns the result


class Work(Generic[T]):
    """Advance it until it says False; then `result` is there.

    epochs   done so far
    """

    def __init__(self, pieces: Pieces[T]) -> None:
        self._pieces = pieces
        self.epochs = 0.0
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
    enough: Callable[[float], bool] = lambda _: False,
) -> Pieces[Run]:
    """Train, or stop once `enough` says so of the number of epochs trained."""
    work, before = Training(variant, problem, settings), 0.0
    going = True
    while going and not enough(before):
        going = work.advance()
        yield work.epochs - before
        before = work.epochs
    return work.run()
