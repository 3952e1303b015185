"""What is known of a problem before training."""

from gd.theory.convergence import (
    Rates,
    excess_loss,
    expected,
    from_optimum,
    gradient_scale,
    learning_rates,
    trajectory,
)
from gd.theory.quadratic import eigen, hessian, loss, losses_of_lines, optimum

__all__ = [
    "Rates",
    "eigen",
    "excess_loss",
    "expected",
    "from_optimum",
    "gradient_scale",
    "hessian",
    "learning_rates",
    "loss",
    "losses_of_lines",
    "optimum",
    "trajectory",
]
