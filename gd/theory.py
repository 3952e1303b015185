"""What is known of a problem before training."""

import numpy as np

from gd.problem import Problem


def optimum(problem: Problem, bias: bool) -> tuple[float, float]:
    """The least-squares answer (w, b): the line with the smallest mean squared error.

    With `bias`, of the lines w·x + b; without, of the lines w·x, and b is 0. Where the points
    leave it open (all x equal, or all 0), the answer with the smallest w² + b². In float64.
    """
    columns = [problem.x, np.ones_like(problem.x)] if bias else [problem.x]
    solution = np.linalg.lstsq(np.column_stack(columns), problem.y, rcond=None)[0]
    return float(solution[0]), float(solution[1]) if bias else 0.0
