"""The tables of the linked views of a run, as NumPy columns by name.

`scrubber_frames` has a row for each state that the scrubber stops at. A `frame` holds the numbers
of a view that do not move, in the order that the module of its chart gives: first the ends of its
axes, which the view keeps whatever the scrubber shows.
"""

from dataclasses import astuple, dataclass

import numpy as np

from gd import theory
from gd.analysis.states import full_losses, settled, states
from gd.charts.downsampling import downsample
from gd.charts.style import Scale
from gd.problem import Problem, Vector
from gd.run import Columns, Run
from gd.theory.schedules import rate_factors
from gd.variants.batches import batch

FIRST_STATES = 31  # the scrubber stops at each of these, however long the run is
MAX_STATES = 400  # that it stops at
MARGIN = 0.08  # around what a view shows, as a fraction of its size
LARGEST = 1e250  # that a view of a curve shows
MAX_MARKED, MAX_POINTS_MARKED = 10, 200  # points of a batch, of all, up to which it is marked
DRAWN_DTYPE = "float32"  # of numbers that are only drawn


@dataclass(frozen=True)
class Box:
    """The part of the plane that a view shows."""

    left: float
    right: float
    bottom: float
    top: float

    def frame(self, *numbers: float) -> Columns:
        """The dataset of a view's fixed numbers: the box, and further `numbers`. Column: v."""
        return {"v": np.array([*astuple(self), *numbers], dtype=np.float64)}


def take_rows(table: Columns, chosen: np.ndarray) -> Columns:
    """Some rows of `table`, by their indices or by a boolean mask."""
    return {name: values[chosen] for name, values in table.items()}


def select_columns(table: Columns, *names: str) -> Columns:
    """Some columns of `table`."""
    return {name: table[name] for name in names}


def scrubber_frames(run: Run) -> Columns:
    """The states that the scrubber stops at.

    All states of a run of fewer than 400 updates; of a longer run the first ones, those that
    draw its curves on a linear and on a log axis, and the last. Columns: epoch, loss, w,
    b, grad_w, grad_b, and to_w, to_b, the next state's weights, NaN in the last row. Of
    mini-batches, `loss` is that on all points, and `batch` that of the batch that comes next.
    """
    table = states(run)
    if run.updates_per_epoch > 1:
        table["batch"] = np.append(table["loss"][:-1], np.nan)
        table["loss"] = full_losses(run)
    rows = len(table["epoch"])
    # the smallest type that fits: the epochs are sent with every view
    table["epoch"] = table["epoch"].astype(np.min_scalar_type(rows - 1))
    for name in "wb":
        table[f"to_{name}"] = np.append(table[name][1:], np.nan)
    if rows <= MAX_STATES:
        return table
    curves = [np.nan_to_num(table[name]) for name in ("loss", "w", "b")]
    spaced = np.geomspace(FIRST_STATES, rows - 1, MAX_STATES // 4).astype(int)
    kept = downsample(table["epoch"], curves, MAX_STATES - FIRST_STATES - len(spaced))
    chosen = np.union1d(np.union1d(kept, spaced), np.arange(FIRST_STATES))
    return take_rows(table, chosen)


def is_far(x: Vector, test_x: float) -> bool:
    """Whether a view of the points and `test_x` would show all points as a single spot."""
    reach = 4 * (x.max() - x.min() or max(abs(x[0]), 1.0))
    return not x.min() - reach <= test_x <= x.max() + reach


def fit_box(run: Run, held: Problem | None = None) -> Box:
    """The box of the view of the points: all of them, and the part of the lines near them."""
    x, y = run.problem.x, run.problem.y
    if held:
        x, y = np.append(x, held.x), np.append(y, held.y)
    left, right = _widened(x.min(), x.max(), 0.25)
    ends = np.array([left, right])
    best = _predict(theory.optimum(run.problem, run.has_bias), ends)
    low, high = _widened(min(y.min(), best.min()), max(y.max(), best.max()), 0.6)
    reached = np.concatenate([y, best, _predict(run.start, ends), _predict(run.end, ends)])
    reached = reached[np.isfinite(reached)].clip(low, high)
    return Box(left, right, *_widened(reached.min(), reached.max(), MARGIN))


def fit_frame(run: Run, held: Problem | None = None) -> Columns:
    """The frame of the view of the points: the lines before and after training, least squares."""
    best = theory.optimum(run.problem, run.has_bias)
    return fit_box(run, held).frame(*run.start, *run.end, *best)


def points(problem: Problem) -> Columns:
    """The points by ascending x, fewer where they are many. Columns: x, y."""
    order = np.argsort(problem.x, kind="stable")
    x, y = problem.x[order], problem.y[order]
    return take_rows({"x": x, "y": y}, downsample(x, [y]))


def batches(run: Run, table: Columns) -> np.ndarray | None:
    """Of each state, the places in `points` of those that the next update takes: "0 3".

    None where a run has no batches, and where these are too large, or the points too many, to be
    marked at little cost. Of the last state "": no update comes next.
    """
    count, size = len(run.problem.x), run.settings.batch_size or 0
    if run.updates_per_epoch == 1 or size > MAX_MARKED or count > MAX_POINTS_MARKED:
        return None
    place = np.argsort(np.argsort(run.problem.x, kind="stable"))
    return np.array(
        [
            ""
            if state >= run.updates
            else " ".join(map(str, place[batch(run.settings, count, int(state) + 1)]))
            for state in table["epoch"]
        ]
    )


def fits_log(table: Columns) -> bool:
    """Whether a log scale can show any loss of `table`."""
    return bool(((table["loss"] > 0) & np.isfinite(table["loss"])).any())


def loss_frame(run: Run, table: Columns, scale: Scale, *others: Vector) -> Columns:
    """The frame of the view of the loss: its axes, and the state from which nothing changes.

    The axes hold the losses of `table` and `others`, and those of batches but for the smallest.

    That state is followed by 0 where it is the loss that is exactly 0, and by 1 otherwise; it is
    NaN where there is none. The log scale takes a table that `fits_log`.
    """
    finite = _drawable(np.concatenate([table["loss"], *others]))
    if "batch" in table:
        finite = np.append(finite, _most(_drawable(table["batch"]), finite))
    if scale == "log":
        positive = np.log10(finite[finite > 0])
        low, high = positive.min(), positive.max()
        short = max(0.0, 1 - (high - low)) / 2  # of a decade: less has no ticks
        bottom, top = 10 ** np.array(_widened(low - short, high + short, MARGIN))
    else:
        bottom, top = 0.0, (1 + MARGIN) * finite.max(initial=0.0) or 1.0
    losses = states(run)["loss"] if run.updates_per_epoch == 1 else full_losses(run)
    zero_from = int(np.flatnonzero(losses != 0)[-1]) + 1 if losses.any() else 0
    still = settled(run)
    ends_at_zero = zero_from < len(losses) and (still is None or zero_from <= still)
    noted = zero_from if ends_at_zero else still
    box = Box(*_epochs(run), float(bottom), float(top))
    return box.frame(np.nan if noted is None else noted, 0 if ends_at_zero else 1)


def _most(batches: Vector, others: Vector) -> Vector:
    """The losses of `batches` that a view shows: none far below those of `others`.

    A batch whose points lie near the line has almost no loss.
    """
    least = others[others > 0].min(initial=np.inf)
    return batches[batches > least / 100]


def rates_of(run: Run, table: Columns) -> Vector:
    """The learning rate of the update after each state of `table`; of the last, that before it."""
    factors = rate_factors(run.settings.schedule, run.updates)
    places = np.minimum(table["epoch"].astype(int), run.updates - 1)
    return run.settings.learning_rate * factors[places]


def curves_frame(run: Run, curves: list[Vector], best: tuple[float, ...]) -> Columns:
    """The frame of a view of `curves` by epoch and of the value `best` for each."""
    values = _drawable(np.concatenate([*curves, best]))
    return Box(*_epochs(run), *_widened(values.min(), values.max(), MARGIN)).frame(*best)


def _drawable(values: Vector) -> Vector:
    """The finite values, and any beyond `LARGEST` as that: with a margin they stay finite."""
    values = values[np.isfinite(values)].clip(-LARGEST, LARGEST)
    return np.where((values > 0) & (values < 1 / LARGEST), 1 / LARGEST, values)


def _epochs(run: Run) -> tuple[float, float]:
    return 0.0, float(len(run.history) or 1)


def _predict(weights: tuple[float, float], x: Vector) -> Vector:
    """w·x + b."""
    with np.errstate(over="ignore", invalid="ignore"):
        return weights[0] * x + weights[1]


def _widened(low: float, high: float, fraction: float) -> tuple[float, float]:
    """The interval with `fraction` of its length added at each end."""
    by = fraction * (high - low) or max(abs(low), 1.0) * MARGIN
    return low - by, high + by
