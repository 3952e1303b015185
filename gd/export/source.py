"""Python source as text, edited where its syntax tree says: comments and layout stay."""

import ast
from collections.abc import Iterable, Mapping
from string import Formatter
from textwrap import dedent, indent
from typing import Any

Edit = tuple[ast.stmt | ast.expr, str]  # a node, and the text that takes its place


def find(source: str, kind: type[ast.AST], name: str) -> Any:
    """The definition of `name`, a function or class at the top of `source`."""
    for node in ast.parse(source).body:
        if isinstance(node, kind) and getattr(node, "name", None) == name:
            return node
    raise LookupError(name)


def segment(source: str, node: ast.expr | ast.stmt) -> str:
    """The text of a node."""
    return ast.get_source_segment(source, node) or ""


def body(source: str, function: str) -> str:
    """The statements of a function after its docstring, and the comments between them."""
    node = find(source, ast.FunctionDef, function)
    lines = source.splitlines()[node.body[0].end_lineno : node.end_lineno]
    return dedent("\n".join(lines))


def loaded(*texts: str) -> set[str]:
    """The names that code reads."""
    return {
        node.id
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def names(text: str) -> set[str]:
    """The names in code, read or set."""
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def edited(text: str, edits: Iterable[Edit]) -> str:
    """`text` with nodes replaced: a statement by lines, or by "", which takes its line away."""
    data = text.encode()
    starts = [0]  # of the lines: the tree counts in bytes
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node, new in sorted(edits, key=_place, reverse=True):
        column, lines = node.col_offset, new
        if isinstance(node, ast.stmt):
            column, lines = 0, indent(new, " " * node.col_offset)
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        end += new == ""  # the end of the line, too
        data = data[: starts[node.lineno - 1] + column] + lines.encode() + data[end:]
    return data.decode()


def _place(edit: Edit) -> tuple[int, int]:
    return edit[0].lineno, edit[0].col_offset


def specialised(text: str, known: Mapping[str, Any]) -> str:
    """`text` with each `if` on nothing but `known` names replaced by the branch that is taken."""
    edits = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.If) and loaded(segment(text, node.test)) <= known.keys():
            taken = eval(segment(text, node.test), {}, dict(known))  # the project's own code
            edits.append((node, _branch(text, node, bool(taken))))
    return edited(text, edits)


def _branch(text: str, node: ast.If, taken: bool) -> str:
    lines = text.splitlines()
    end = node.body[-1].end_lineno
    if taken:
        return dedent("\n".join(lines[node.lineno : end]))
    if not node.orelse:
        return ""
    return dedent("\n".join(lines[node.orelse[0].lineno - 1 : node.end_lineno]))


def without_unread(text: str, kept: set[str]) -> str:
    """`text` without its assignments to names that it does not read, except those `kept`."""
    kept = kept | loaded(text)
    nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Assign))
    return edited(text, [(one, "") for one in nodes if not _targets(one) & kept])


def _targets(node: ast.Assign) -> set[str]:
    """The names in what is assigned to: x, a for x, a[0] = …"""
    return {one.id for to in node.targets for one in ast.walk(to) if isinstance(one, ast.Name)}


def f_string(template: str, **expressions: str) -> str:
    """An f-string that writes what `template.format` does, its fields replaced by expressions."""
    parts = []
    for literal, field, spec, _ in Formatter().parse(template):
        parts.append(literal)
        if field:
            parts.append(f"{{{expressions[field]}{f':{spec}' if spec else ''}}}")
    return f'f"{"".join(parts)}"'
