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
    """The line of every `every`-th update; full-batch, of the epoch."""
    template, counter = log.EPOCH_WITH_BIAS if "b" in loop.values else log.EPOCH, "epoch"
    if loop.deals_batches:
        template, counter = log.with_update(template), "update"
    text = source.f_string(template, epoch="epoch + 1", update="update + 1", **loop.values)
    depth = 1 + ("batches" in loop.text) + (every > 1)
    line = _print(text, depth)
    return line if every == 1 else f"if {counter} % {every} == 0:\n{indent(line, '    ')}"


def _print(text: str, depth: int) -> str:
    """The call that prints an expression, broken as formatters do where it is too wide."""
    line = f"print({text})"
    if 4 * depth + len(line) <= WIDTH:
        return line
    room = WIDTH - 4 * (depth + 1)
    if len(text) > room:  # in two strings, which Python joins
        place = text.rindex(", ", 0, room) + 2
        first, rest = text[:place], text[place:]
        text = f'{first}"\n    {"f" if "{" in rest else ""}"{rest}'
    return f"print(\n    {text}\n)"


def check(run: Run, loop: Loop, predict: str) -> str:
    """What ends the training before an epoch whose numbers are not finite, as the engine does."""
    ended = log.DIVERGED.replace("{dtype}", run.settings.dtype)
    ended = log.with_update(ended) if loop.deals_batches else ended
    inner = "batches" in loop.text
    stop = "batches = []  # which ends the other epochs, too\n    break" if inner else "break"
    said = _print(source.f_string(ended, epoch="epoch + 1", update="update + 1"), 2 + inner)
    return (
        f"if not np.isfinite([{', '.join(loop.values.values())}]).all():\n"
        f"{indent(said, '    ')}\n"
        f"    {stop}\n{predict}"
    )
