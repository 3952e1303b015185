"""The mistakes by name."""

from gd.mistakes import by_hand
from gd.mistakes.mistake import Mistake

MISTAKES: dict[str, Mistake] = {mistake.name: mistake for mistake in (*by_hand.MISTAKES,)}
