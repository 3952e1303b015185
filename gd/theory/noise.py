"""How far mini-batches make the weights wander: the stationary covariance of SGD on a quadratic.

The gradient of a batch is linear in the distance δ = θ - θ* to the optimum: H_B·δ + g_B, with the
batch's own Hessian H_B and its gradient g_B at the optimum. On average over random batches these
are H and 0: a step is expected to follow the gradient of all points. The step itself,

    δ ← (I - ηH_B)·δ - η·g_B,

keeps adding noise, of covariance η²·C/B, that the next steps shrink. Where the two balance, δ has a
covariance Σ that stays. For batches drawn independently of each other it solves

    Σ = E[(I - ηH_B) Σ (I - ηH_B)] + η²·C_B,        linear in Σ, and exact.

A DataLoader draws without replacement: within an epoch the batches' gradients add up to 0, so that
the noise of one takes back that of the others. Of two batches of an epoch, E[g g'ᵀ] = -C/(N - 1).
With these terms, Σ is exact but for what the *curvatures* of an epoch's batches take back: small as
long as ηH_B is. In order, nothing is random: the weights go round a cycle, which is computed.

Sources: S. Mandt, M. Hoffman, D. Blei, "Stochastic Gradient Descent as Approximate Bayesian
Inference", JMLR 2017; K. Mishchenko, A. Khaled, P. Richtárik, "Random Reshuffling", NeurIPS 2020.
"""

from dataclasses import dataclass

import numpy as np

from gd import theory
from gd.problem import Problem, Vector
from gd.settings import Settings

STILL = 1e-12  # what an update must take of a distance, so that its direction counts as moving


@dataclass(frozen=True, eq=False)
class _Points:
    """The points in the directions of H's eigenvectors, k of them (2, or 1 without a bias).

    curvature     λ, shape (k,)
    axes          the eigenvectors, the columns of a (k, k) matrix
    features      zᵢ, so that the Hessian of a point is 2·zᵢzᵢᵀ, shape (N, k)
    gradients     2·zᵢ·(error of the best line), shape (N, k)
    """

    curvature: Vector
    axes: Vector
    features: Vector
    gradients: Vector

    @classmethod
    def of(cls, problem: Problem, bias: bool) -> "_Points":
        curvature, axes = theory.eigen(problem, bias)
        w, b = theory.optimum(problem, bias)
        features = np.column_stack([problem.x, np.ones_like(problem.x)])[:, : len(axes)] @ axes
        error = w * problem.x + b - problem.y
        # of a line through all points nothing but rounding is left
        error[np.abs(error) <= 1e-12 * np.abs(problem.y).max()] = 0.0
        return cls(curvature, axes, features, 2 * features * error[:, None])

    @property
    def covariance(self) -> Vector:
        """C, that of a point's gradient at the optimum, shape (k, k)."""
        return self.gradients.T @ self.gradients / len(self.gradients)

    def hessians(self, size: int) -> Vector:
        """E[H_B ⊗ H_B] for `size` points drawn without replacement, shape (k², k²), symmetric."""
        count, k = self.features.shape
        pairs = (self.features[:, :, None] * self.features[:, None, :]).reshape(count, k * k)
        squared = np.diag(np.outer(self.curvature, self.curvature).ravel())
        return squared + _share(count, size) * (4 * pairs.T @ pairs / count - squared)

    def second_moment(self, rate: float, size: int) -> Vector:
        """E[(I - ηH_B) ⊗ (I - ηH_B)], as `hessians`."""
        return np.diag(1 - rate * self.twice) + rate**2 * self.hessians(size)

    @property
    def twice(self) -> Vector:
        """The diagonal of H ⊗ I + I ⊗ H, shape (k²,)."""
        return (self.curvature[:, None] + self.curvature).ravel()


def _share(count: int, size: int) -> float:
    """The variance of the mean of `size` of `count` numbers, as a part of their variance."""
    return (count - size) / (size * (count - 1)) if count > 1 else 0.0


def gradient_covariance(problem: Problem, bias: bool = True) -> Vector:
    """C: the covariance of a single point's gradient at the optimum, over the points; (k, k).

    0 where the line goes through all points: there every point agrees that nothing is to be done.
    """
    points = _Points.of(problem, bias)
    return points.axes @ points.covariance @ points.axes.T


@np.errstate(all="ignore")
def mean_square_limit(problem: Problem, batch_size: int, bias: bool = True) -> float:
    """The rate from which on the mean square of the distance to the optimum grows for ever.

    For batches drawn independently. E[(I - ηH_B) ⊗ (I - ηH_B)] shrinks every covariance as long as
    H ⊗ I + I ⊗ H - η·E[H_B ⊗ H_B] is positive. With all points it is 2/λmax, with fewer it is
    less; ∞ where nothing moves.
    """
    points = _Points.of(problem, bias)
    moving = points.twice >= np.finfo(np.float64).tiny
    scale = np.sqrt(points.twice[moving])
    squared = points.hessians(batch_size)[np.ix_(moving, moving)] / np.outer(scale, scale)
    if not moving.any() or not np.isfinite(squared).all():
        return np.inf if not moving.any() else 0.0
    return 1 / float(np.linalg.eigvalsh(squared)[-1])


@np.errstate(all="ignore")  # what overflows has no covariance
def stationary_covariance(problem: Problem, settings: Settings, bias: bool = True) -> Vector | None:
    """Σ = E[δδᵀ]: how far w and b stay from the optimum however long SGD goes on, shape (k, k).

    The average over the updates of an epoch, after so many epochs that the start is forgotten, with
    the constant rate and the batches of `settings`. Zeros for batches of all points. None where it
    does not exist: the rate is too large, so that the mean square of the distance grows for ever.

    In order, it is right to rounding. For shuffled batches, at rates of up to 0.3/λmax, its square
    roots are right to 2 % with 20 points or more, and to 15 % with 8. The columns are (w, b)'s.
    """
    points, rate = _Points.of(problem, bias), settings.learning_rate
    count = len(problem.x)
    size = settings.batch_size or count
    if size >= count:
        found = np.zeros_like(points.axes)
    elif settings.shuffle:
        found = _shuffled(points, rate, size)
    else:
        found = _in_order(points, rate, size)
    if found is None or not np.isfinite(found).all():
        return None
    return points.axes @ found @ points.axes.T


def _shuffled(points: _Points, rate: float, size: int) -> Vector | None:
    count, k = points.features.shape
    noise, whole, rest = rate**2 * points.covariance.ravel(), count // size, count % size
    moment = points.second_moment(rate, size)
    if not np.isfinite(moment).all():
        return None
    factors, basis = np.linalg.eigh(moment)  # E[M ⊗ M] = basis · diag(factors) · basisᵀ
    moving = np.abs(1 - factors) > STILL
    if (np.abs(factors[moving]) >= 1).any():
        return None
    powers = factors ** np.arange(whole + 1)[:, None]  # after 0 to n updates of an epoch
    # the noise of an epoch's updates so far, as if each were drawn by itself …
    added = np.vstack([np.zeros(k * k), np.cumsum(powers[:-1], axis=0)]) * (basis.T @ noise)
    grown = count / (size * (count - 1)) * added @ basis.T
    # … less what they take back: -C/(N - 1) for each two, and for each with itself
    steps = (1 - rate * points.curvature) ** np.arange(whole + 1)[:, None]
    total = np.vstack([np.zeros(k), np.cumsum(steps[:-1], axis=0)])
    grown -= (total[:, :, None] * total[:, None, :]).reshape(-1, k * k) * noise / (count - 1)
    last, end, sum_of_maps = grown[-1], (basis * powers[-1]) @ basis.T, powers[1:].sum(axis=0)
    sum_of_maps = (basis * sum_of_maps) @ basis.T
    summed = grown[1:].sum(axis=0)
    if rest:
        moment = points.second_moment(rate, rest)
        steps_taken = 1 + (1 - rate * points.curvature) * total[-1]
        last = moment @ (basis @ added[-1]) / size + noise / rest
        last = (count * last - np.outer(steps_taken, steps_taken).ravel() * noise) / (count - 1)
        end = moment @ end
        summed, sum_of_maps = summed + last, sum_of_maps + end
    # Σ at the start of an epoch is Σ at its end
    at_start = _fixed_point(end, last)
    return ((sum_of_maps @ at_start + summed) / (whole + bool(rest))).reshape(k, k)


def _fixed_point(maps: Vector, shift: Vector) -> Vector:
    """δ = maps·δ + shift; 0 in a direction that does not move."""
    return np.linalg.pinv(np.eye(len(shift)) - maps, rcond=STILL) @ shift


def _in_order(points: _Points, rate: float, size: int) -> Vector | None:
    """The cycle that an epoch goes round: the δ that its updates lead back to, and all between."""
    count, k = points.features.shape
    starts = np.arange(0, count, size)
    sizes = np.diff(starts, append=count)[:, None]
    pairs = (points.features[:, :, None] * points.features[:, None, :]).reshape(count, k * k)
    hessians = 2 * np.add.reduceat(pairs, starts) / sizes
    maps = np.eye(k) - rate * hessians.reshape(-1, k, k)
    shifts = -rate * (np.add.reduceat(points.gradients, starts) / sizes)
    # update after update, δ ← map·δ + shift: of 2, 4, 8, … at a time, each step on all of them
    lag = 1
    while lag < len(maps):
        shifts[lag:] += np.einsum("nij,nj->ni", maps[lag:], shifts[:-lag])
        maps[lag:] = maps[lag:] @ maps[:-lag]
        lag *= 2
    if not np.isfinite(maps[-1]).all() or np.abs(np.linalg.eigvals(maps[-1])).max() > 1 + STILL:
        return None
    path = maps @ _fixed_point(maps[-1], shifts[-1]) + shifts
    return path.T @ path / len(path)


def forgets_start(
    problem: Problem, settings: Settings, start: tuple[float, float], covariance: Vector
) -> float:
    """Updates after which a tenth of the cloud's size, or less, is left of the start's distance.

    The expected distance shrinks as that of all points does, (1 - ηλ)ᵗ·δ₀. ∞ if it never does, as
    where there is no cloud: compared with nothing, something is always left.

    covariance   Σ, from `stationary_covariance`
    """
    bias = len(covariance) == 2
    curvature, axes = theory.eigen(problem, bias)
    size = np.sqrt(np.diag(axes.T @ covariance @ axes).clip(0))
    distance = np.abs(theory.from_optimum(problem, start, bias))
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.log(0.1 * size / distance) / np.log(
            np.abs(1 - settings.learning_rate * curvature)
        )
    left[distance <= 0.1 * size] = 0.0
    return float(np.ceil(np.where(left >= 0, left, np.inf).max()))
