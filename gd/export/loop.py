"""A variant's own loop as a program has it: the settings of a run put in, nothing else changed."""

import ast
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from gd.export import source
from gd.run import Run
from gd.variants import VARIANTS, Variant, blocks
from gd.variants.arithmetic import DOT


@dataclass(frozen=True)
class Loop:
    """The code of a variant's file for the settings of one run.

    imports       the file's own imports, but those from `gd`
    definitions   the functions and classes that the program needs
    start         the statements before the loop
    text          the loop, with the `yield` of the engine
    values        what it yields: an expression for each column of `Run.history`
    settings      the names of the settings that it reads
    deals_batches   whether an epoch has several updates
    """

    imports: list[str]
    definitions: list[str]
    start: str
    text: str
    values: dict[str, str]
    settings: list[str]
    deals_batches: bool

    @property
    def prediction(self) -> str:
        """The expression of the prediction at all points."""
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.Assign) and source.segment(self.text, node)[:9] == "y_pred = ":
                return source.segment(self.text, node.value)
        raise LookupError("y_pred")

    @property
    def steps(self) -> dict[str, str]:
        """As `Variant.blocks`, for this run: the code by what it does."""
        return blocks(self.text)

    def recording(self, record: str) -> str:
        """The loop with the lines of `record` in the place of the `yield`.

        Assignments that nothing reads any more are left out.
        """
        tree = ast.parse(self.text)
        (place,) = (
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield)
        )
        text = source.edited(self.text, [(place, record)]).rstrip()
        return source.without_unread(text, source.names(record))


def loop_of(run: Run) -> Loop:
    """The loop of the variant of `run`, with its settings put in."""
    variant = VARIANTS[run.variant]
    known = variant.arguments(run.settings)
    text = source.specialised(source.body(variant.source, "train"), known)
    text, definitions = _without_tables(text, run)
    node = next(one for one in ast.parse(text).body if isinstance(one, ast.For))
    lines = text.splitlines()
    loop = "\n".join(lines[node.lineno - 1 : node.end_lineno])
    definitions += _own_definitions(variant, source.loaded(text))
    read = source.loaded(text, *definitions)
    return Loop(
        _imports(variant, read),
        definitions,
        "\n".join(lines[: node.lineno - 1]).strip(),
        _counted(loop, run.updates_per_epoch > 1),
        dict(zip(variant.columns, _yielded(loop), strict=True)),
        [name for name in variant.settings if name in read],
        run.updates_per_epoch > 1,
    )


def _counted(loop: str, updates: bool) -> str:
    """The loop with its epochs counted and, if asked for, its `updates`, both from 0."""
    loop = loop.replace("for _ in", "for epoch in", 1)
    if not updates:
        return loop
    batches = "for update, (x_batch, y_batch) in enumerate(batches, epoch * len(batches)):"
    return loop.replace("for x_batch, y_batch in batches:", batches)


def _without_tables(text: str, run: Run) -> tuple[str, list[str]]:
    """`text` with what the engine looks up put in, and the functions that it then needs."""
    settings, definitions = run.settings, []
    if "DOT[" in text:
        text = text.replace("dot = DOT[arithmetic]\n", "")
        definitions.append(_function("dot", DOT[settings.arithmetic]))
    if "make_optimizer(" in text:
        call = r"make_optimizer\(optimizer, (.+), learning_rate, schedule, \w+\)"
        text = re.sub(call, lambda found: optimizer_calls(run, found[1]), text)
        text = text.replace("updates = epochs * len(batches)\n", "")
    drawn = "" if settings.seed is None else "torch.manual_seed(seed)\n"
    text = text.replace("model = new_model(seed)", f"{drawn}model = LinearRegression()")
    return text, definitions


_SCHEDULERS = {  # as `gd.variants.optimizers` makes them
    "step": "StepLR(optim, step_size={quarter}, gamma=0.5)",
    "cosine": "CosineAnnealingLR(optim, T_max={updates})",
    "1/t": "LambdaLR(optim, lambda t: 1 / (1 + 10 * t / {updates}))",
}


def optimizer_calls(run: Run, parameters: str) -> str:
    """The calls of torch's own optimizer, and of its scheduler, that `make_optimizer` makes."""
    from gd.variants.optimizers import MAKERS  # noqa: PLC0415  (loads torch)

    variant = VARIANTS[run.variant]
    maker = MAKERS[variant.rule_name(run.settings)]
    maker = maker if isinstance(maker, partial) else partial(maker)
    options = "".join(f", {key}={value!r}" for key, value in maker.keywords.items())
    made = maker.func.__name__
    call = f"torch.optim.{made}({parameters}, lr=learning_rate{options})"
    if "schedule" not in variant.settings or run.settings.schedule == "constant":
        return call
    numbers = {"updates": run.updates, "quarter": -(-run.updates // 4)}
    scheduler = _SCHEDULERS[run.settings.schedule].format(**numbers)
    return (
        f"{call}\nscheduler = torch.optim.lr_scheduler.{scheduler}\n"
        "optim.register_step_post_hook(lambda *_: scheduler.step())"
    )


def _function(name: str, function: Callable[..., Any]) -> str:
    """The text of a function of the engine, called `name`, without its types."""
    text = inspect.getsource(function)
    node = source.find(text, ast.FunctionDef, function.__name__)
    lines = text.splitlines()[node.body[0].lineno - 1 :]
    arguments = ", ".join(one.arg for one in node.args.args)
    return "\n".join([f"def {name}({arguments}):", *lines])


def _own_definitions(variant: Variant, read: set[str]) -> list[str]:
    """The functions and classes that a loop reads, of its file and of variants that it imports."""
    files = [
        VARIANTS[name].source
        for name in re.findall(r"^from gd\.variants\.(\w+) import", variant.source, re.MULTILINE)
        if name in VARIANTS
    ]
    return [
        source.segment(file, node)
        for file in (*files, variant.source)
        for node in ast.parse(file).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in read
    ]


def _imports(variant: Variant, read: set[str]) -> list[str]:
    """The imports of a variant's file that code still reads."""
    lines = []
    for node in ast.parse(variant.source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [one for one in node.names if (one.asname or one.name) in read]
            if node.names:
                lines.append(ast.unparse(node))
    return lines


def _yielded(loop: str) -> list[str]:
    (found,) = (node for node in ast.walk(ast.parse(loop)) if isinstance(node, ast.Yield))
    assert isinstance(found.value, ast.Tuple)
    return [source.segment(loop, node) for node in found.value.elts]
