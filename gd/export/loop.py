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
    """

    imports: list[str]
    definitions: list[str]
    start: str
    text: str
    values: dict[str, str]
    settings: list[str]

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
        loop.replace("for _ in", "for epoch in", 1),
        dict(zip(variant.columns, _yielded(loop), strict=True)),
        [name for name in variant.settings if name in read],
    )


def _without_tables(text: str, run: Run) -> tuple[str, list[str]]:
    """`text` with what the engine looks up put in, and the functions that it then needs."""
    settings, definitions = run.settings, []
    if "DOT[" in text:
        text = text.replace("dot = DOT[arithmetic]\n", "")
        definitions.append(_function("dot", DOT[settings.arithmetic]))
    if "make_optimizer(" in text:
        call, name = r"make_optimizer\(optimizer, (.+), learning_rate\)", settings.optimizer
        text = re.sub(call, lambda found: optimizer_call(name, found[1]), text)
    drawn = "" if settings.seed is None else "torch.manual_seed(seed)\n"
    text = text.replace("model = new_model(seed)", f"{drawn}model = LinearRegression()")
    return text, definitions


def optimizer_call(name: str, parameters: str) -> str:
    """The call of torch's own optimizer that `make_optimizer` makes."""
    from gd.variants.optimizers import MAKERS  # noqa: PLC0415  (loads torch)

    maker = MAKERS[name]
    maker = maker if isinstance(maker, partial) else partial(maker)
    options = "".join(f", {key}={value!r}" for key, value in maker.keywords.items())
    made = maker.func.__name__
    return f"torch.optim.{made}({parameters}, lr=learning_rate{options})"


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
