"""Mistakes in `torch_autograd`: the weight, its update, the shapes."""

from gd.analysis.formatting import format_short as short
from gd.mistakes.facts import after_one_step, few_points, level_targets, loss_at, where
from gd.mistakes.mistake import Mistake
from gd.mistakes.results import Raised, WrongRun
from gd.run import Run
from gd.theory import optimum

_UPDATE = """\
        # update: no part of what autograd differentiates
        with torch.no_grad():
            w -= learning_rate * w.grad
"""
_WEIGHT = "    w = torch.tensor(w0, dtype=inputs.dtype, requires_grad=True)\n"


def _update_in_graph(_right: Run, wrong: Raised) -> str:
    return (
        f"`w -= …` overwrites the weight that the gradient is taken for, while torch records what "
        f"is done with it: it refuses {where(wrong)}. The step would have led from "
        f"{short(wrong.before.start[0])} to {short(after_one_step(wrong.before))}."
    )


def _new_weight_no_grad(_right: Run, wrong: Raised) -> str:
    return (
        f"`w - …` is a new tensor, {short(after_one_step(wrong.before))}, and since then the name "
        f"`w` means this one: made under `no_grad`, it requires no gradient, and its `.grad` is "
        f"None. The gradient stays with the old tensor, so {where(wrong)} there is nothing to zero."
    )


def _new_weight(_right: Run, wrong: Raised) -> str:
    return (
        f"`w - …` is a new tensor, {short(after_one_step(wrong.before))}, computed from the old "
        f"one: no leaf, and only leaves are given a `.grad`, which torch warns of. So "
        f"{where(wrong)} `w.grad` is None, and there is nothing to zero."
    )


def _requires_grad_forgotten(_right: Run, wrong: Raised) -> str:
    return (
        f"Nothing that the loss of {short(loss_at(wrong.before))} was computed from requires a "
        f"gradient, so torch has recorded no way back to `w`. It says so {where(wrong)}, where "
        f"`backward` would begin."
    )


def _integer_weight(_right: Run, wrong: Raised) -> str:
    return (
        f"`torch.tensor({int(wrong.before.start[0])})` holds a whole number, int64, and no slope "
        f"is defined between whole numbers. Torch refuses {where(wrong)}."
    )


def _columns_minus_row(_right: Run, wrong: WrongRun) -> str:
    points, (w, _) = len(wrong.problem.x), optimum(level_targets(wrong.problem), bias=False)
    best, level = optimum(wrong.problem, bias=False)[0], float(wrong.problem.y.mean())
    return (
        f"({points}, 1) minus ({points},) is ({points}, {points}): each prediction minus each "
        f"target, {points**2:,} differences, and no word of it. Their mean square is least where "
        f"the predictions come nearest to the mean target, {short(level)}: at w = {short(w)}, "
        f"while the points ask for {short(best)}."
    )


MISTAKES = (
    Mistake(
        "update_in_graph",
        "The update without `no_grad`, in place",
        "torch_autograd",
        _update_in_graph,
        "Put the update under `torch.no_grad()`.",
        right=_UPDATE,
        wrong="""\
        # update
        w -= learning_rate * w.grad
""",
    ),
    Mistake(
        "new_weight_no_grad",
        "`w = w - …` in place of `w -= …`, under `no_grad`",
        "torch_autograd",
        _new_weight_no_grad,
        "Change the weight in place: `w -= learning_rate * w.grad`.",
        right=_UPDATE,
        wrong="""\
        # update
        with torch.no_grad():
            w = w - learning_rate * w.grad
""",
    ),
    Mistake(
        "new_weight",
        "`w = w - …` in place of `w -= …`, without `no_grad`",
        "torch_autograd",
        _new_weight,
        "Change the weight in place, under `torch.no_grad()`: `w -= learning_rate * w.grad`.",
        right=_UPDATE,
        wrong="""\
        # update
        w = w - learning_rate * w.grad
""",
        warns=True,
    ),
    Mistake(
        "requires_grad_forgotten",
        "`requires_grad` forgotten",
        "torch_autograd",
        _requires_grad_forgotten,
        "Make the weight with `requires_grad=True`.",
        right=_WEIGHT,
        wrong="    w = torch.tensor(w0, dtype=inputs.dtype)\n",
    ),
    Mistake(
        "integer_weight",
        "A whole number as the first weight",
        "torch_autograd",
        _integer_weight,
        "Start with a decimal point, `0.0`, or give `dtype=torch.float32`.",
        right=_WEIGHT,
        wrong="    w = torch.tensor(int(w0), requires_grad=True)\n",
    ),
    Mistake(
        "column_minus_row",
        "Predictions of shape (N, 1) minus targets of shape (N,)",
        "torch_autograd",
        _columns_minus_row,
        "Give both the same shape, and check it: `assert y_pred.shape == targets.shape`.",
        right="    inputs, targets = torch.tensor(x), torch.tensor(y)\n",
        wrong="    inputs, targets = torch.tensor(x).unsqueeze(1), torch.tensor(y)\n",
        right_setup=few_points,
        wrong_setup=few_points,
        fits=level_targets,
    ),
)
