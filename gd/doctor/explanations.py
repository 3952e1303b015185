"""What may have printed a log: the ways to write a training, each with how unusual it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gd.doctor.dynamics import Dynamics
from gd.doctor.evidence import View
from gd.doctor.fitting import Fit
from gd.doctor.mistaken import LOOPS
from gd.doctor.ordinary import oddness
from gd.errors import InputError
from gd.mistakes import MISTAKES
from gd.problem import Problem
from gd.settings import Settings

# How a loss is taken of the squared errors, and how unusual it is with which gradient: that of
# itself, or one that was written by hand for another.
_WAYS = {
    ("mse", "mse"): 0.0,
    ("mse", "sum"): 0.5,
    ("half", "half"): 1.5,
    ("sum", "sum"): 1.5,
    ("mse", "half"): 2.5,
    ("half_sum", "half_sum"): 3.0,
    ("mse", "half_sum"): 3.0,
    ("half", "mse"): 6.0,
    ("sum", "mse"): 6.0,
    ("half", "sum"): 6.0,
    ("half_sum", "sum"): 7.0,
    ("half", "half_sum"): 7.0,
    ("sum", "half_sum"): 7.0,
}
_OPTIMIZERS = {
    "SGD": 0.0,
    "Adam": 1.5,
    "momentum": 2.0,
    "RMSprop": 2.5,
    "Adagrad": 3.0,
    "Nesterov": 3.0,
    "accumulate": 2.0,
    "delayed": 4.0,
}
_NUMPY = (
    ("numpy2", "float32", 0.0),
    ("numpy2", "float64", 0.3),
    ("numpy1", "float32", 0.5),
    ("numpy1-sequential", "float32", 1.0),
)


@dataclass(frozen=True)
class Explanation:
    """A training that may have printed the log.

    variant, problem, settings   as `gd.train` takes them
    mistake    its name in `gd.mistakes.MISTAKES`, with which it trains; None if it is right
    loss       which loss it prints: "mse", "half", "sum" or "half_sum"
    gradient   of which loss it follows the gradient
    rate       the learning rate as it stands in such a notebook: for its own loss
    view       which state each line shows
    unusual    how unusual it is: 0 for the plainest
    """

    variant: str
    problem: Problem
    settings: Settings
    mistake: str | None
    loss: str
    gradient: str
    rate: float
    view: View
    unusual: float


def factor(loss: str, points: int) -> float:
    """The loss as a multiple of the mean squared error.

    >>> [factor(loss, 4) for loss in ("mse", "half", "sum", "half_sum")]
    [1.0, 0.5, 4.0, 2.0]
    """
    return {"mse": 1.0, "half": 0.5, "sum": float(points), "half_sum": points / 2}[loss]


def factors(points: int) -> dict[float, str]:
    """The losses by their factors; where two have the same, the more usual one."""
    names = {factor(loss, points): loss for loss in ("half_sum", "sum", "half", "mse")}
    return dict(sorted(names.items(), key=lambda item: item[1] != "mse"))


def explanations(fit: Fit, epochs: int, view_oddness: float, node: str) -> Iterator[Explanation]:
    """The trainings that a fit stands for: all that are the same in exact arithmetic.

    epochs         to train
    view_oddness   how unusual the view is
    node           what made the loss, as torch prints it, or ""
    """
    dynamics, points = fit.dynamics, len(fit.dynamics.problem.x)
    for (loss, gradient), way_oddness in _WAYS.items():
        if factors(points).get(fit.view.factor) != loss:
            continue
        if loss != gradient and (dynamics.optimizer != "SGD" or dynamics.mistake):
            continue
        if dynamics.mistake and loss != "mse":
            continue
        scale = factor(gradient, points) if dynamics.linear else 1.0
        rate = float(f"{fit.rate / scale:.15g}")
        so_far = way_oddness + view_oddness + oddness(rate) + _OPTIMIZERS[dynamics.optimizer]
        so_far += start_oddness(fit.start) if fit.seed is None else 1.5
        for variant, mistake, changes, engine_oddness in _engines(dynamics, loss, gradient):
            by_sum = changes.get("gradient") == "sum"
            ours = rate * (1.0 if mistake in LOOPS else scale / (points if by_sum else 1))
            start = {} if fit.seed is not None else dict(zip(("w0", "b0"), fit.start, strict=False))
            try:
                settings = Settings(learning_rate=ours, epochs=epochs, **start)
                settings = replace(settings, seed=fit.seed, **changes)
            except InputError:  # a start beyond float32, say
                continue
            yield Explanation(
                variant,
                dynamics.given or dynamics.problem,
                settings,
                mistake,
                loss,
                gradient,
                rate,
                fit.view,
                so_far + engine_oddness + _against(node, variant),
            )


def mistaken_explanation(name: str, problem: Problem, unusual: float) -> Explanation:
    """The mistake `name`, with the settings that nothing else is said of."""
    view, settings = View(-1, 0), Settings()
    variant, rate = MISTAKES[name].variant, settings.learning_rate
    return Explanation(variant, problem, settings, name, "mse", "mse", rate, view, unusual)


def start_oddness(start: tuple[float, ...]) -> float:
    """How unusual a start is: 0 for zeros."""
    if not any(start):
        return 0.0
    if len(start) == 2 and max(map(abs, start)) <= 1 and any(s != round(s, 2) for s in start):
        return 2.0  # as nn.Linear draws them
    return 1.0 + sum(min(oddness(abs(s)), 4.0) for s in start if s)


def _engines(
    dynamics: Dynamics, loss: str, gradient: str
) -> Iterator[tuple[str, str | None, dict[str, str], float]]:
    """The variants that train like this: name, mistake, settings, how unusual."""
    optimizer = dynamics.optimizer
    by_hand = loss != gradient
    if dynamics.mistake:
        yield MISTAKES[dynamics.mistake].variant, dynamics.mistake, {}, 1.0
    elif dynamics.bias:
        yield "torch_module", None, {"optimizer": optimizer}, 0.7 + by_hand
        yield "torch_module", None, {"optimizer": optimizer, "dtype": "float64"}, 2.0
    else:
        if not by_hand:
            if optimizer == "SGD":
                yield "torch_autograd", None, {}, 0.3
            summed = "loss_summed" if loss == "sum" else None
            yield "torch_optimizer", summed, {"optimizer": optimizer}, 0.5
            if not summed:
                changes = {"optimizer": optimizer, "dtype": "float64"}
                yield "torch_optimizer", None, changes, 3.0
        if optimizer == "SGD":
            mistake = "sum_for_mean" if (loss, gradient) == ("mse", "sum") else None
            by = "sum" if gradient in ("sum", "half_sum") else "mean"
            for arithmetic, dtype, unusual in _NUMPY:
                changes = {"gradient": by, "arithmetic": arithmetic, "dtype": dtype}
                yield "numpy_by_hand", mistake, changes, unusual + 0.6 * (not by_hand)


def _against(node: str, variant: str) -> float:
    """How much speaks against a variant where torch printed the node that made the loss."""
    if not node:
        return 0.0
    if variant == "numpy_by_hand":
        return 6.0
    return 1.0 * (("MseLoss" in node) == (variant == "torch_autograd"))
