"""The rules of torch's optimizers, with torch's own defaults.

With the gradient g of update t, counted from 1, a rule updates what it remembers of the gradients,
and then each weight:  θ ← θ - η·direction.

Source: the algorithms that https://docs.pytorch.org/docs/stable/optim.html gives
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Values = Any  # a number, or an array of them: the rules take both


@dataclass(frozen=True)
class Memory:
    """What an optimizer remembers of the gradients, from m = 0:  m ← decay·m + weight·g.

    letter     what it is called
    squared    g² stands in place of g
    corrected  the direction takes m̂ = m/(1 - decayᵗ), which does not lean towards the first 0
    """

    letter: str
    decay: float
    weight: float
    squared: bool = False
    corrected: bool = False

    def term(self, gradient: Values) -> Values:
        """What is added for a gradient: weight·g, or weight·g²."""
        return self.weight * gradient * gradient if self.squared else self.weight * gradient

    def update(self, value: Values, gradient: Values) -> Values:
        """The memory with `gradient` from its `value` without it."""
        return self.decay * value + self.term(gradient)

    def correction(self, epoch: int) -> float:
        """What the direction divides the memory by: 1 - decayᵗ, or 1."""
        return 1 - self.decay**epoch if self.corrected else 1.0


@dataclass(frozen=True)
class Rule:
    """An optimizer.

    direction = g where it remembers nothing;
    v, or g + decay·v (`nesterov`), where it has no `epsilon`;
    g/(√s + epsilon), or m/(√s + epsilon) if it remembers m, where it has one
    """

    memories: tuple[Memory, ...]
    nesterov: bool = False
    epsilon: float | None = None

    def update(self, values: Sequence[Values], gradient: Values) -> list[Values]:
        """The memories with `gradient` from their `values` without it."""
        pairs = zip(self.memories, values, strict=True)
        return [memory.update(value, gradient) for memory, value in pairs]

    def correct(self, values: Sequence[Values], epoch: int) -> list[Values]:
        """What the direction takes of the memories after an epoch."""
        pairs = zip(self.memories, values, strict=True)
        return [value / m.correction(epoch) if m.corrected else value for m, value in pairs]

    def direction(self, gradient: Values, memories: Sequence[Values]) -> Values:
        """What the learning rate multiplies, from the gradient and the corrected memories."""
        if not self.memories:
            return gradient
        if self.epsilon is not None:
            average = memories[0] if len(memories) > 1 else gradient
            return average / (np.sqrt(memories[-1]) + self.epsilon)
        return gradient + self.memories[0].decay * memories[0] if self.nesterov else memories[0]


_VELOCITY = Memory("v", decay=0.9, weight=1.0)

RULES: dict[str, Rule] = {
    "SGD": Rule(()),
    "momentum": Rule((_VELOCITY,)),
    "Nesterov": Rule((_VELOCITY,), nesterov=True),
    "Adagrad": Rule((Memory("s", 1.0, 1.0, squared=True),), epsilon=1e-10),
    "RMSprop": Rule((Memory("s", 0.99, 0.01, squared=True),), epsilon=1e-8),
    "Adam": Rule(
        (
            Memory("m", 0.9, 0.1, corrected=True),
            Memory("s", 0.999, 0.001, squared=True, corrected=True),
        ),
        epsilon=1e-8,
    ),
}
