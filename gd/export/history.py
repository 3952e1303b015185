"""The history of a run as a CSV file."""

import numpy as np
import pandas as pd

from gd.analysis.states import states
from gd.run import Run
from gd.variants import VARIANTS

ABOUT = (
    "# A row a state: epoch 0 is the start. loss and gradient are those at the weights of their "
    "own row"
)


def history_csv(run: Run, standardised: bool = False) -> str:
    """The states of `run`, a row each, after a comment that says so.

    Columns: epoch (0 to N), loss, w, grad_w and, with a bias, b, grad_b; all digits of a float64.
    What is not finite is an empty cell. `pandas.read_csv(file, comment="#")` reads it.

    >>> from gd import Problem, Settings, train
    >>> run = train("torch_autograd", Problem([1, 2], [2, 4]), Settings(epochs=1))
    >>> print(*history_csv(run).splitlines()[1:], sep="\\n")
    epoch,loss,w,grad_w
    0,10.0,0.0,-10.0
    1,9.024999618530273,0.09999999403953552,-9.5
    """
    variant = VARIANTS[run.variant]
    about = ABOUT
    if variant.gradient(run.settings) == "sum":
        about += "; the gradient is the sum over the points"
    if standardised:
        about += "; all in standard units of x and y"
    columns = states(run)
    table = pd.DataFrame({name: columns[name] for name in ("epoch", *variant.columns)})
    rows = table.replace([np.inf, -np.inf], np.nan).to_csv(index=False, lineterminator="\n")
    return f"{about}\n{rows}"
