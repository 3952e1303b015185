"""The statements that predict and print, and those that end a diverging training."""

import ast
import math
from textwrap import indent

from gd.analysis import log
from gd.analysis.formatting import format_number
from gd.data.scaling import Scaled
from gd.export import source
from gd.export.loop import Loop
from gd.export.points import WIDTH
from gd.run import Run
from gd.variants import VARIANTS

SHOWN = f'''\
def shown(value):
    """A prediction as text, in words where it is too large for the numbers."""
    if np.isfinite(value):
        return f"{{value:.3f}}"
    return "{format_number(-math.inf)}" if value < 0 else "{format_number(math.inf)}"'''


def test_input(run: Run, scaled: Scaled | None) -> str:
    """`test_x` as the variant takes it, in the units that it was trained in."""
    asked = "(test_x - x_mean) / x_sd" if scaled else "test_x"
    if VARIANTS[run.variant].uses_torch:
        return f"test_input = torch.tensor([{asked}], dtype=inputs.dtype)"
    return f"test_input = np.{run.settings.dtype}({asked})"


def predict(run: Run, loop: Loop, scaled: Scaled | None) -> str:
    """`prediction = …`: the loop's own expression at `test_input`, in the units of the points."""
    text = loop.prediction
    tree = ast.parse(text, mode="eval").body
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    points = max(names, key=lambda node: node.col_offset)  # as in model(inputs), w * x
    text = source.edited(text, [(points, "test_input")])
    torch = VARIANTS[run.variant].uses_torch
    if isinstance(tree, ast.BinOp) and (torch or scaled):
        text = f"({text})"
    item = ".item()" if torch else ""
    return f"prediction = {'y_mean + y_sd * ' if scaled else ''}{text}{item}"


def print_prediction(moment: str, finite: bool) -> str:
    """The line of f(x) `moment` training; `finite` is whether all of them are."""
    value = "prediction:.3f" if finite else "shown(prediction)"
    template = log.PREDICTION.replace("{moment}", moment)
    return f"print({source.f_string(template, x='test_x', value=value)})"


def print_epoch(loop: Loop, every: int) -> str:
    """The line of every `every`-th epoch."""
    template = log.EPOCH_WITH_BIAS if "b" in loop.values else log.EPOCH
    text = source.f_string(template, epoch="epoch + 1", **loop.values)
    line, inside = f"print({text})", 4 if every == 1 else 8
    if inside + len(line) > WIDTH:  # as formatters break it
        line = f"print(\n    {text}\n)"
    return line if every == 1 else f"if epoch % {every} == 0:\n{indent(line, '    ')}"


def check(run: Run, loop: Loop, predict: str) -> str:
    """What ends the training before an epoch whose numbers are not finite, as the engine does."""
    ended = log.DIVERGED.replace("{dtype}", run.settings.dtype)
    return (
        f"if not np.isfinite([{', '.join(loop.values.values())}]).all():\n"
        f"    print({source.f_string(ended, epoch='epoch + 1')})\n"
        f"    break\n{predict}"
    )
