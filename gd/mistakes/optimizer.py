"""Mistakes in `torch_optimizer`: the order of an epoch, and the loss cut off from the weight."""

import numpy as np

from gd.analysis.formatting import format_short as short
from gd.mistakes.facts import after_epochs, last, loss_at, where
from gd.mistakes.mistake import Mistake
from gd.mistakes.results import Raised, WrongRun
from gd.run import Run
from gd.theory import learning_rates, optimum

_GRADIENT = """\
        # gradient: into w.grad
        loss.backward()
        grad = w.grad.item()

"""
_STEP = """\
        # update
        optim.step()

"""
_ZERO = """\
        # zero: backward adds to w.grad, it does not replace it
        optim.zero_grad()

"""
_LOSS = """\
        # loss
        loss = criterion(y_pred, targets)

"""


def _no_zero_grad(_right: Run, wrong: WrongRun) -> str:
    total, w = last(wrong, "grad_w"), np.append(wrong.start[0], wrong.columns["w"])
    own = total - (wrong.columns["grad_w"][-2] if len(wrong.history) > 1 else 0)
    return (
        f"`backward` adds each gradient to those before it: in the last epoch `w.grad` is "
        f"{short(total)}, of which that epoch's own gradient is {short(own)}. The old ones go on "
        f"pushing w: it has been from {short(w.min())} to "
        f"{short(w.max())}, and {short(optimum(wrong.problem, wrong.has_bias)[0])} fits best."
    )


def _step_before_backward(_right: Run, wrong: WrongRun) -> str:
    return (
        f"`zero_grad` comes between `backward` and the next `step`, which therefore never finds a "
        f"gradient. Each epoch computes it, {short(last(wrong, 'grad_w'))}, and throws it away: "
        f"{after_epochs(wrong)} w is still {short(wrong.start[0])}."
    )


def _stale_gradient(right: Run, wrong: WrongRun) -> str:
    text = (
        f"`step` finds the gradient of the epoch before, taken where w was then; in the first "
        f"epoch there is none, and w stays {short(wrong.start[0])}. "
    )
    if wrong.settings.optimizer != "SGD":
        return text + (
            f"{after_epochs(wrong).capitalize()} w is {short(wrong.end[0])}, where the right order "
            f"has come to {short(right.end[0])}."
        )
    rates, rate = learning_rates(wrong.problem, wrong.has_bias), wrong.settings.learning_rate
    # a distance d to the optimum follows dₜ₊₁ = dₜ - ηλ·dₜ₋₁
    late = max((np.abs(np.roots([1, -1, rate * one])).max() for one in rates.curvature), default=1)
    return text + (
        f"In the long run an epoch multiplies the distance to the best line by "
        f"{short(float(late))}, the right order by {short(rates.factor(rate))}; and it shrinks "
        f"only at rates below {short(rates.critical_rate)}, in the right order below "
        f"{short(rates.stability_limit)}."
    )


def _loss_summed(right: Run, wrong: WrongRun) -> str:
    points, loss = len(wrong.problem.x), loss_at(wrong)
    text = (
        f"The first loss is {short(points * loss)}, {points} times the mean of {short(loss)}, and "
        f"so is every gradient. "
    )
    if wrong.settings.optimizer in ("Adagrad", "RMSprop", "Adam"):
        return text + (
            f"{wrong.settings.optimizer} divides by the size of the gradients that it saw: "
            f"{after_epochs(wrong)} w is {short(wrong.end[0])}, with the mean "
            f"{short(right.end[0])}."
        )
    rate = wrong.settings.learning_rate
    return text + (
        f"The steps are those of the mean at a rate of {short(points * rate)} in place of "
        f"{short(rate)}."
    )


def _loss_item(_right: Run, wrong: Raised) -> str:
    return (
        f"`.item()` makes a Python number of the loss, {short(loss_at(wrong.before))}, and a "
        f"number does not know what it was computed from. It has no `backward`, as Python says "
        f"{where(wrong)}."
    )


def _loss_tensor(_right: Run, wrong: Raised) -> str:
    return (
        f"`torch.tensor` copies the value of the loss, {short(loss_at(wrong.before))}, without the "
        f"way back to `w`; torch warns of it. The copy requires no gradient, so `backward` fails "
        f"{where(wrong)}."
    )


def _loss_rewrapped(_right: Run, wrong: WrongRun) -> str:
    return (
        f"`requires_grad=True` silences the error and not its cause: the copy begins a graph of "
        f"its own, and `w.grad` stays None. `step` passes over such weights without a word: "
        f"{after_epochs(wrong)} w is still {short(wrong.start[0])} and the loss "
        f"{short(last(wrong, 'loss'))}."
    )


MISTAKES = (
    Mistake(
        "no_zero_grad",
        "`zero_grad` forgotten",
        "torch_optimizer",
        _no_zero_grad,
        "Call `optim.zero_grad()` once in each epoch.",
        right=_ZERO,
        wrong="",
    ),
    Mistake(
        "loss_summed",
        'The loss summed: `reduction="sum"`',
        "torch_optimizer",
        _loss_summed,
        "Leave the mean, torch's default, or divide the rate by the number of points.",
        right="    criterion = nn.MSELoss()\n",
        wrong='    criterion = nn.MSELoss(reduction="sum")\n',
    ),
    Mistake(
        "step_before_backward",
        "`step` before `backward`",
        "torch_optimizer",
        _step_before_backward,
        "Call `backward`, then `step`, then `zero_grad`.",
        right=_GRADIENT + _STEP,
        wrong=_STEP + _GRADIENT,
    ),
    Mistake(
        "stale_gradient",
        "`step` and `zero_grad` before `backward`",
        "torch_optimizer",
        _stale_gradient,
        "Call `backward` before `step`, so that the step follows the gradient of its own epoch.",
        right=_GRADIENT + _STEP + _ZERO,
        wrong=_STEP + "        # zero\n        optim.zero_grad()\n\n" + _GRADIENT,
    ),
    Mistake(
        "loss_item",
        "The loss as a number: `.item()`",
        "torch_optimizer",
        _loss_item,
        "Call `backward` on the tensor, and `.item()` only to print.",
        right=_LOSS,
        wrong="""\
        # loss
        loss = criterion(y_pred, targets).item()

""",
    ),
    Mistake(
        "loss_tensor",
        "The loss copied: `torch.tensor(…)`",
        "torch_optimizer",
        _loss_tensor,
        "Leave out `torch.tensor`: the loss is a tensor already.",
        right=_LOSS,
        wrong="""\
        # loss
        loss = torch.tensor(criterion(y_pred, targets))

""",
        warns=True,
    ),
    Mistake(
        "loss_rewrapped",
        "The loss copied, with `requires_grad=True`",
        "torch_optimizer",
        _loss_rewrapped,
        "Call `backward` on the loss itself, not on a copy.",
        right=_LOSS + _GRADIENT,
        wrong="""\
        # loss
        loss = criterion(y_pred, targets).item()
        loss = torch.tensor(loss, requires_grad=True)

        # gradient: into w.grad
        loss.backward()
        grad = 0.0 if w.grad is None else w.grad.item()

""",
    ),
)
