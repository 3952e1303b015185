"""What a training with a mistake gives: a run, or the error that ended it."""

from dataclasses import dataclass

from gd.run import Run


@dataclass(frozen=True, eq=False)
class WrongRun(Run):
    """A run with a mistake. It has the name of the variant that it is a mistake in.

    warnings   what torch warned of
    """

    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Raised:
    """A training that a mistake ended with an error.

    type, message   of the exception: "RuntimeError", and torch's own words
    epoch           in which it was raised, from 1; None before the first
    line, code      where: the line of the training, as `Listing` counts, and its text
    traceback       as Python prints it, of the mistake's file alone
    before          the run up to then
    """

    type: str
    message: str
    epoch: int | None
    line: int
    code: str
    traceback: str
    before: WrongRun

    @property
    def warnings(self) -> tuple[str, ...]:
        """What torch warned of before the error."""
        return self.before.warnings
