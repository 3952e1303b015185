"""The mistakes by name, in the order of the page: those first that need the least torch."""

from dataclasses import replace

from gd.errors import InputError
from gd.mistakes import autograd, by_hand, module, optimizer, setups
from gd.mistakes.mistake import Mistake

_ALL = (
    *by_hand.MISTAKES,
    *setups.MISTAKES,
    *autograd.MISTAKES,
    *optimizer.MISTAKES,
    *module.MISTAKES,
)
MISTAKES: dict[str, Mistake] = {mistake.name: mistake for mistake in _ALL}

_GRADIENT = """\
        # gradient: into w.grad and b.grad
        loss.backward()
        grad_w, grad_b = w.grad.item(), b.grad.item()

"""
_STEP = """\
        # update
        optim.step()

"""
_ZERO = """\
        # zero: backward adds to w.grad and b.grad, it does not replace them
        optim.zero_grad()

"""


def _twin(name: str, variant: str, right: str, wrong: str) -> Mistake:
    new = f"{name}_{variant}"
    return replace(MISTAKES[name], name=new, variant=variant, right=right, wrong=wrong)


# The same mistakes in another variant, where they print other numbers.
TWINS: dict[str, Mistake] = {
    mistake.name: mistake
    for mistake in (
        _twin("no_zero_grad", "torch_module", _ZERO, ""),
        _twin("step_before_backward", "torch_module", _GRADIENT + _STEP, _STEP + _GRADIENT),
        _twin(
            "stale_gradient",
            "torch_module",
            _GRADIENT + _STEP + _ZERO,
            _STEP + "        # zero\n        optim.zero_grad()\n\n" + _GRADIENT,
        ),
        _twin(
            "loss_summed",
            "torch_module",
            "    criterion = nn.MSELoss()\n",
            '    criterion = nn.MSELoss(reduction="sum")\n',
        ),
        _twin(
            "sign_turned",
            "torch_autograd",
            "            w -= learning_rate * w.grad\n",
            "            w += learning_rate * w.grad\n",
        ),
    )
}


def find(name: str) -> Mistake:
    """The mistake called `name`, of `MISTAKES` or `TWINS`. Raises `InputError` if none is."""
    mistake = MISTAKES.get(name) or TWINS.get(name)
    if mistake is None:
        raise InputError("mistake", name, f"one of {', '.join([*MISTAKES, *TWINS])}")
    return mistake
