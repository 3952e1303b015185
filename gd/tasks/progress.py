"""How far somebody is with the exercises, in a word for a link.

`1BAb` says of the first exercise that the second choice was guessed and that it is solved; of the
second that the first was guessed and that it is solved; of the third that the second was guessed.
It is what its owner says: whoever reads this can write it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gd.errors import InputError
from gd.tasks.exercises import EXERCISES

VERSION = "1"  # another one where the order of the exercises changes, or their choices
_GUESSES, _SOLVED, _NOTHING = "abcd", "S", "-"


@dataclass(frozen=True)
class Mark:
    """How far an exercise is: the index of the choice that was guessed, and whether it is solved.

    >>> Mark(2).letter, Mark(2, solved=True).letter, Mark(solved=True).letter, Mark().letter
    ('c', 'C', 'S', '-')
    """

    guess: int | None = None
    solved: bool = False

    @property
    def letter(self) -> str:
        """The letter for a link."""
        if self.guess is None:
            return _SOLVED if self.solved else _NOTHING
        letter = _GUESSES[self.guess]
        return letter.upper() if self.solved else letter


Progress = Mapping[str, Mark]  # by exercise


def format_progress(progress: Progress) -> str:
    """The word for a link; empty if nothing was done.

    >>> format_progress({"largest_rate": Mark(1, solved=True)})
    '1-B'
    """
    letters = "".join(progress.get(name, Mark()).letter for name in EXERCISES).rstrip(_NOTHING)
    return letters and VERSION + letters


def parse_progress(text: str) -> dict[str, Mark]:
    """What `format_progress` wrote. Raises `InputError`."""
    count = len(EXERCISES)
    found = re.fullmatch(rf"{VERSION}([a-dA-DS-]{{1,{count}}})", text)
    marks = dict(zip(EXERCISES, map(_mark, found[1] if found else ""), strict=False))
    if not found or any(
        mark.guess is not None and mark.guess >= len(EXERCISES[name].prediction.choices)
        for name, mark in marks.items()
    ):
        takes = (
            f"{VERSION} and a sign for each of up to {count} exercises, the letter of one of its "
            "choices (a capital if solved), S or -, as in 1BA-cS"
        )
        raise InputError("Progress", text, takes)
    return {name: mark for name, mark in marks.items() if mark != Mark()}


def _mark(letter: str) -> Mark:
    guess = _GUESSES.find(letter.lower())
    return Mark(None if guess < 0 else guess, letter.isupper())


def unite(progress: Progress, other: Progress) -> dict[str, Mark]:
    """What both say: solved where one says so; of two guesses, that of `progress`.

    >>> unite({"largest_rate": Mark(2)}, {"largest_rate": Mark(1, solved=True)})
    {'largest_rate': Mark(guess=2, solved=True)}
    """
    names = (name for name in EXERCISES if name in progress or name in other)
    return {name: _both(progress.get(name, Mark()), other.get(name, Mark())) for name in names}


def _both(mark: Mark, other: Mark) -> Mark:
    guess = other.guess if mark.guess is None else mark.guess
    return Mark(guess, mark.solved or other.solved)
