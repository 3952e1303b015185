"""Words that a newcomer does not know, each in a sentence."""

MEANINGS = {
    "epoch": "One pass over all points. Here each epoch makes one update.",
    "update": "One change of the weights, from the gradient and the learning rate.",
    "learning rate": "How far an update moves the weights for a given gradient: lr, or η.",
    "loss": "How wrong the line is: the mean of the squared errors.",
    "gradient": (
        "How fast the loss rises as a weight grows. It points uphill, so training goes the "
        "other way."
    ),
    "least squares": (
        "The line with the smallest possible loss. For a line a formula gives it without training."
    ),
    "R²": (
        "The share of the variation of y that the line explains: 1 is perfect, 0 no better than "
        "the mean of y, below 0 is worse than that."
    ),
    "bias": "The b of w·x + b: the height of the line at x = 0.",
    "standardise": (
        "Subtract the mean and divide by the standard deviation, for x and for y. Then one "
        "learning rate suits any units."
    ),
    "overflow": (
        "A number leaves the range of its precision, in float32 about 3.4·10³⁸, and becomes "
        "infinite."
    ),
    "float32 step": (
        "The gap from a float32 number to the next, a ten-millionth of its size or so; also ulp, "
        "unit in the last place. Rounding loses what is smaller."
    ),
    "seed": "The number that random draws begin with. The same seed draws the same numbers.",
}
