"""The mistakes by name, in the order of the page: those first that need the least torch."""

from gd.mistakes import autograd, by_hand, module, optimizer, setups
from gd.mistakes.mistake import Mistake

_ALL = (
    *by_hand.MISTAKES,
    *setups.MISTAKES,
    *autograd.MISTAKES,
    *optimizer.MISTAKES,
    *module.MISTAKES,
)
MISTAKES: dict[str, Mistake] = {mistake.name: mistake for mistake in _ALL}
