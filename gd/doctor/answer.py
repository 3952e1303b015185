"""What the doctor answers."""

from dataclasses import dataclass

from gd.doctor import sentences
from gd.doctor.explanations import Explanation
from gd.doctor.replays import Compared
from gd.problem import Problem
from gd.settings import Settings


@dataclass(frozen=True)
class Found:
    """An explanation, and each line of the log as it prints it."""

    explanation: Explanation
    lines: tuple[Compared, ...]

    @property
    def reprinted(self) -> int:
        """How many lines come out exactly."""
        return sum(line.matches for line in self.lines)

    @property
    def cause(self) -> str:
        """What the explanation says, a sentence."""
        return sentences.cause(self.explanation)


@dataclass(frozen=True)
class Diagnosis:
    """What printed a log.

    cause     in plain English
    problem   the points with which it was found
    given     how many lines of the log carry figures
    best      what reprints most of them; None where nothing is near
    others    what else reprints as many lines, the most usual first
    """

    cause: str
    problem: Problem
    given: int
    best: Found | None
    others: tuple[Found, ...]

    @property
    def variant(self) -> str | None:
        """Its name in `gd.VARIANTS`."""
        return self.best.explanation.variant if self.best else None

    @property
    def settings(self) -> Settings | None:
        """As `gd.train` takes them: ours, whatever loss the log's learning rate is for."""
        return self.best.explanation.settings if self.best else None

    @property
    def mistake(self) -> str | None:
        """Its name in `gd.mistakes.MISTAKES`; None where the training is right."""
        return self.best.explanation.mistake if self.best else None

    @property
    def reprinted(self) -> int:
        """How many lines come out exactly."""
        return self.best.reprinted if self.best else 0

    @property
    def explained(self) -> bool:
        """Whether every line comes out."""
        return self.reprinted == self.given

    @property
    def lines(self) -> tuple[Compared, ...]:
        """Each line of the log beside the same of the training."""
        return self.best.lines if self.best else ()

    @property
    def first_difference(self) -> Compared | None:
        """The first line that comes out otherwise, or None."""
        return next((line for line in self.lines if not line.matches), None)
