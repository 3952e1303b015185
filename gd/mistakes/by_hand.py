"""Mistakes in what is written by hand: the gradient, its sign, the label of a printed line."""

from dataclasses import replace

from gd.analysis.formatting import format_short as short
from gd.mistakes.facts import after_epochs, factor
from gd.mistakes.mistake import Mistake
from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.theory import optimum


def _mean(problem: Problem, settings: Settings) -> tuple[Problem, Settings]:
    return problem, replace(settings, gradient="mean", arithmetic="numpy2")


def _sum(problem: Problem, settings: Settings) -> tuple[Problem, Settings]:
    return problem, replace(settings, gradient="sum", arithmetic="numpy2")


def _sum_for_mean(right: Run, wrong: Run) -> str:
    points, best = len(wrong.problem.x), optimum(wrong.problem, bias=False)[0]
    return (
        f"A dot product is a sum already, and the mean of that one number is the number itself: "
        f"each step is {points} times the gradient of the loss. An epoch multiplies the distance "
        f"of w to {short(best)} by {short(factor(right, 'sum'))}, where the mean of the gradient "
        f"multiplies it by {short(factor(right, 'mean'))}."
    )


def _sign_turned(right: Run, wrong: Run) -> str:
    best = optimum(wrong.problem, bias=False)[0]
    down, up = factor(right, "mean"), 2 - factor(right, "mean")
    return (
        f"The gradient points uphill, and w follows it: an epoch multiplies the distance of w to "
        f"{short(best)} by {short(up)}, where the right sign multiplies it by {short(down)}. "
        f"{after_epochs(wrong).capitalize()} w is {short(wrong.end[0])}."
    )


def _label_before(_right: Run, wrong: Run) -> str:
    return (
        f"The line runs after the loop, when w has gone from {short(wrong.start[0])} to "
        f"{short(wrong.end[0])}: a label does not turn back time. The training is the same, and "
        f"both predictions are those of the trained weight."
    )


MISTAKES = (
    Mistake(
        "sum_for_mean",
        "The sum of the gradients taken for their mean",
        "numpy_by_hand",
        _sum_for_mean,
        "Divide the dot product by the number of points.",
        right="""\
        # gradient: a dot product is a sum, so without the division it is N times dL/dw
        grad = dot(2 * x, error)
        if gradient == "mean":
            grad = grad / len(x)
""",
        wrong="""\
        # gradient
        grad = dot(2 * x, error).mean()
""",
        right_setup=_mean,
        wrong_setup=_sum,
    ),
    Mistake(
        "sign_turned",
        "The sign of the step turned",
        "numpy_by_hand",
        _sign_turned,
        "Subtract the gradient: the loss falls against it.",
        right="        w = w - learning_rate * grad\n",
        wrong="        w = w + learning_rate * grad\n",
        right_setup=_mean,
        wrong_setup=_mean,
    ),
    Mistake(
        "label_before",
        "“Before training” printed after it",
        "numpy_by_hand",
        _label_before,
        "Predict before the loop, and keep that number.",
        right="""\
    # before
    yield log.prediction("before", x, float(w * number(x) + b))

    # training
    yield from log.lines(run, every)
    w, b = map(number, run.end)

""",
        wrong="""\
    # training
    yield from log.lines(run, every)
    w, b = map(number, run.end)

    # before
    yield log.prediction("before", x, float(w * number(x) + b))

""",
        right_setup=_mean,
        wrong_setup=_mean,
        is_printed=True,
    ),
)
