"""What a diagnosis says, in plain English."""

from gd import theory
from gd.analysis.formatting import format_number
from gd.doctor.explanations import Explanation, factor
from gd.mistakes import MISTAKES
from gd.variants import VARIANTS

_LOSSES = {
    "mse": "the mean of the squared errors",
    "half": "half the mean of the squared errors",
    "sum": "the sum of the squared errors",
    "half_sum": "half the sum of the squared errors",
}
_ARITHMETICS = {
    "numpy1": "NumPy 1 printed this",
    "numpy1-sequential": "NumPy 1 printed this, its dot product added up term by term in float32",
}
_MISTAKES = {
    "no_zero_grad": "zero_grad is missing: every gradient is added to those before it",
    "sign_turned": "The sign of the step is turned: w goes up the slope",
    "stale_gradient": "step() comes before backward(): each step takes the gradient of the epoch "
    "before",
    "step_before_backward": "step() comes after zero_grad() and before backward(): the weights "
    "never move",
    "loss_rewrapped": "The loss was made a new tensor, which knows nothing of the weights: they "
    "never move",
    "old_model": "The optimizer was built before the model was replaced: the weights never move",
    "integer_targets": "The targets were turned into whole numbers",
}


def cause(explanation: Explanation) -> str:
    """The explanation in a sentence or a few."""
    said = [_first(explanation)]
    settings = explanation.settings
    if explanation.variant == "numpy_by_hand" and settings.dtype == "float32":
        said += [_ARITHMETICS[settings.arithmetic]] if settings.arithmetic != "numpy2" else []
    said += _beyond_the_limit(explanation)
    said += _shown(explanation)
    return " ".join(f"{sentence}." for sentence in said)


def _first(explanation: Explanation) -> str:
    points, rate = len(explanation.problem.x), f"learning rate {format_number(explanation.rate)}"
    loss, gradient = explanation.loss, explanation.gradient
    who = f"{_by(explanation)}, {rate}{_start(explanation)}"
    if explanation.mistake not in (None, "sum_for_mean", "loss_summed"):
        return _mistaken(explanation.mistake, points, who)
    if (loss, gradient) == ("mse", "mse"):
        return f"This is the right training: {who}"
    if (loss, gradient) == ("mse", "sum"):
        return f"Your gradient is the sum over {points:,} points, not their mean ({who})"
    if loss == gradient:
        return f"Your loss is {_LOSSES[loss]} ({who}){_same_steps(explanation)}"
    if (loss, gradient) == ("mse", "half"):
        return f"Your gradient is half that of the loss: the factor 2 is missing ({who})"
    return f"Your loss is {_LOSSES[loss]}, and the gradient is that of {_LOSSES[gradient]} ({who})"


def _same_steps(explanation: Explanation) -> str:
    """The rate that takes the same steps for the mean; "" where the optimizer rescales them."""
    if explanation.settings.optimizer in ("Adagrad", "RMSprop", "Adam"):
        return ""
    ours = explanation.rate * factor(explanation.loss, len(explanation.problem.x))
    return f": for their mean, the same steps need {format_number(ours)}"


def _mistaken(name: str, points: int, who: str) -> str:
    if name in _MISTAKES:
        return f"{_MISTAKES[name]} ({who})"
    if name in ("column_minus_row", "row_of_targets"):
        return (
            f"The targets have the shape (N,) and the predictions (N, 1): the loss is the mean of "
            f"all {points**2:,} pairs ({who})"
        )
    return f"{MISTAKES[name].title}. {MISTAKES[name].mend.removesuffix('.')}"  # an error


def _by(explanation: Explanation) -> str:
    """Who trained: the variant, its optimizer where it is not the plain one, its precision."""
    variant, settings = VARIANTS[explanation.variant], explanation.settings
    words = variant.title
    if "optimizer" in variant.settings:
        words += f" with {settings.optimizer}"
    return words + (" in float64" if settings.dtype == "float64" else "")


def _start(explanation: Explanation) -> str:
    settings, variant = explanation.settings, VARIANTS[explanation.variant]
    if settings.seed is not None and "seed" in variant.settings:
        return f", started by torch.manual_seed({settings.seed})"
    if not settings.w0 and not settings.b0:
        return ""
    bias = f", b = {settings.b0:.7g}" if variant.has_bias else ""
    return f", from w = {settings.w0:.7g}{bias}"


def _beyond_the_limit(explanation: Explanation) -> list[str]:
    """That the rate is too large, of a training to which the theory applies."""
    variant, settings = VARIANTS[explanation.variant], explanation.settings
    if not variant.is_plain(settings, len(explanation.problem.x)) or explanation.mistake not in (
        None,
        "sum_for_mean",
    ):
        return []
    gradient = variant.gradient(settings)
    rates = theory.learning_rates(explanation.problem, variant.has_bias, gradient)
    if settings.learning_rate <= rates.stability_limit:
        return []
    limit = rates.stability_limit * explanation.rate / settings.learning_rate
    return [f"That learning rate is too large: above {limit:.4g} each epoch makes the error larger"]


def _shown(explanation: Explanation) -> list[str]:
    """What the log does otherwise than the notebooks."""
    view = explanation.view
    if view.weights == view.loss:
        return ["Loss and weights are printed of one moment, both before or both after the update"]
    return []


def diagnosis(best: Explanation | None, reprinted: int, given: int, points_given: bool) -> str:
    """What the best explanation found says of the log; that it is none where it is not."""
    if best is not None and reprinted == given:
        return cause(best)
    points = "these points" if points_given else "the points x = 1, 2, 3, 4 and y = 2x"
    said = [f"Nothing here reprints this log with {points}."]
    if not points_given:
        said.append("If yours were others, give them.")
    if best is not None:
        said.append(f"The nearest reprints {reprinted} of {given} lines: {_first(best)}.")
    return " ".join(said)
