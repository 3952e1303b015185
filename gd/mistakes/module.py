"""Mistakes in `torch_module`: shapes, types, the model replaced, x and y in different orders."""

import numpy as np

from gd.analysis.formatting import format_short as short
from gd.mistakes.facts import after_epochs, few_points, last, level_targets, where
from gd.mistakes.mistake import Mistake
from gd.mistakes.results import Raised, WrongRun
from gd.problem import Problem
from gd.run import Run
from gd.theory import optimum

_POINTS = "    inputs, targets = torch.tensor(x).unsqueeze(1), torch.tensor(y).unsqueeze(1)\n"
_MODEL = "    model = new_model(seed).to(inputs.dtype)\n"
_SHUFFLE = """\
    order = torch.randperm(len(inputs), generator=torch.Generator().manual_seed(1))
    inputs = inputs[order]
"""


def _order(points: int) -> np.ndarray:
    import torch  # noqa: PLC0415  (only where a torch variant trains)

    return torch.randperm(points, generator=torch.Generator().manual_seed(1)).numpy()


def _shuffled(problem: Problem) -> Problem:
    return Problem(problem.x[_order(len(problem.x))], problem.y)


def _whole_targets(problem: Problem) -> Problem:
    return Problem(problem.x, np.trunc(problem.y))


def _line(problem: Problem) -> str:
    w, b = optimum(problem, bias=True)
    return f"w = {short(w)}, b = {short(b)}"


def _row_of_targets(_right: Run, wrong: WrongRun) -> str:
    points, level = len(wrong.problem.x), level_targets(wrong.problem)
    return (
        f"Predictions of shape ({points}, 1) minus targets of shape ({points},) are "
        f"{points**2:,} differences, each prediction with each target; torch warns, and goes on. "
        f"Their mean square is least for the line nearest to the mean target, {_line(level)}, "
        f"and not for {_line(wrong.problem)}."
    )


def _integer_inputs(_right: Run, wrong: Raised) -> str:
    return (
        f"`torch.tensor` of whole numbers holds int64, which torch calls Long; the layer's weight, "
        f"{short(wrong.before.start[0])}, is a Float. The layer multiplies only numbers of one "
        f"type, and refuses {where(wrong)}."
    )


def _integer_targets(_right: Run, wrong: WrongRun) -> str:
    lost = float(np.abs(wrong.problem.y - np.trunc(wrong.problem.y)).max())
    return (
        f"`MSELoss` turns whole targets into decimals before it subtracts, so nothing is refused. "
        f"What counts is what they lost in becoming whole, here up to {short(lost)}: the loss is "
        f"least at {_line(_whole_targets(wrong.problem))}, that of the points at "
        f"{_line(wrong.problem)}."
    )


def _old_model(_right: Run, wrong: WrongRun) -> str:
    return (
        f"The optimizer holds the weights of the first model, which no loss depends on any more. "
        f"The new model's gradients add up unused, `w.grad` to {short(last(wrong, 'grad_w'))} "
        f"{after_epochs(wrong)}, while its w is still {short(wrong.start[0])}."
    )


def _shuffled_once(_right: Run, wrong: WrongRun) -> str:
    points = len(wrong.problem.x)
    kept = int((_order(points) == np.arange(points)).sum())
    return (
        f"x is in a new order and y is not: {kept} of {points} points still have their own y. "
        f"The best line for these pairs is {_line(_shuffled(wrong.problem))}; that of the points "
        f"is {_line(wrong.problem)}."
    )


def _shuffled_each_epoch(_right: Run, wrong: WrongRun) -> str:
    later = wrong.columns["w"][len(wrong.history) // 2 :]
    low, high = (later.min(), later.max()) if len(later) else (wrong.start[0],) * 2
    return (
        f"Each epoch pairs x with y anew, and on average each x with the mean of y, "
        f"{short(float(wrong.problem.y.mean()))}: no slope is left to find. What chance leaves of "
        f"one pushes w about, in the second half of the epochs from {short(low)} to {short(high)}."
    )


MISTAKES = (
    Mistake(
        "row_of_targets",
        "Targets of shape (N,) for predictions of shape (N, 1)",
        "torch_module",
        _row_of_targets,
        "Give the targets the shape of the predictions: `targets.unsqueeze(1)`.",
        right=_POINTS,
        wrong="    inputs, targets = torch.tensor(x).unsqueeze(1), torch.tensor(y)\n",
        right_setup=few_points,
        wrong_setup=few_points,
        fits=level_targets,
        warns=True,
    ),
    Mistake(
        "integer_inputs",
        "x in whole numbers",
        "torch_module",
        _integer_inputs,
        "Write decimals, `[[1.0], [2.0]]`, or convert them: `inputs.float()`.",
        right=_POINTS + _MODEL,
        wrong="""\
    inputs, targets = torch.tensor(x).long().unsqueeze(1), torch.tensor(y).unsqueeze(1)
    model = new_model(seed).to(targets.dtype)
""",
    ),
    Mistake(
        "integer_targets",
        "y in whole numbers",
        "torch_module",
        _integer_targets,
        "Convert with `.float()`, and round nothing before it.",
        right=_POINTS,
        wrong="""\
    inputs, targets = torch.tensor(x).unsqueeze(1), torch.tensor(y).long().unsqueeze(1)
""",
        fits=_whole_targets,
    ),
    Mistake(
        "old_model",
        "The optimizer built before the model is replaced",
        "torch_module",
        _old_model,
        "Build the optimizer last, from the model that will be trained.",
        right=_MODEL
        + """\
    w, b = model.linear.weight, model.linear.bias
    if seed is None:
        nn.init.constant_(w, w0)
        nn.init.constant_(b, b0)
    criterion = nn.MSELoss()
    optim = make_optimizer(optimizer, model.parameters(), learning_rate, schedule, epochs)
""",
        wrong=_MODEL
        + """\
    criterion = nn.MSELoss()
    optim = make_optimizer(optimizer, model.parameters(), learning_rate, schedule, epochs)
"""
        + _MODEL
        + """\
    w, b = model.linear.weight, model.linear.bias
    if seed is None:
        nn.init.constant_(w, w0)
        nn.init.constant_(b, b0)
""",
    ),
    Mistake(
        "shuffled_once",
        "x shuffled, y not",
        "torch_module",
        _shuffled_once,
        "Put both in the same order: `inputs[order], targets[order]`.",
        right=_POINTS,
        wrong=_POINTS + _SHUFFLE,
        fits=_shuffled,
    ),
    Mistake(
        "shuffled_each_epoch",
        "x shuffled in each epoch, y not",
        "torch_module",
        _shuffled_each_epoch,
        "Draw one order an epoch, and take both in it: `inputs[order], targets[order]`.",
        right="""\
    for _ in range(epochs):
        # prediction
        y_pred = model(inputs)
""",
        wrong="""\
    shuffle = torch.Generator().manual_seed(1)
    for _ in range(epochs):
        # prediction
        order = torch.randperm(len(inputs), generator=shuffle)
        y_pred = model(inputs[order])
""",
        fits=level_targets,
    ),
)
