"""What is known of a problem before training."""

from gd.theory.convergence import (
    Rates,
    excess,
    expected,
    from_optimum,
    learning_rates,
    step_count,
    trajectory,
)
from gd.theory.quadratic import eigen, hessian, loss, optimum

__all__ = [
    "Rates",
    "eigen",
    "excess",
    "expected",
    "from_optimum",
    "hessian",
    "learning_rates",
    "loss",
    "optimum",
    "step_count",
    "trajectory",
]
