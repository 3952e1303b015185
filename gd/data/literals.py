"""Points written as code or as JSON: assignments, lists of numbers, records."""

import ast
import json
import re
from itertools import chain
from typing import Any

from gd.data.framing import MAX_COLUMNS
from gd.data.grid import Grid
from gd.data.number_lists import split_numbers
from gd.errors import InputError, quote

_MAX_CODE = 1_000_000  # characters: Python's parser takes a hundred times their memory

_NAMED_LIST = re.compile(r"\s*+(?:>>> |\.\.\. )?([^\W\d]\w*+)\s*+(?:=|<-|:)(?!=)(.*+)")
# An assignment, or a list or a call that stands alone, at the beginning of a line.
_CODE = re.compile(
    r"^(?:>>> ?|In \[\d+\]: )?(?:[^\W\d]\w*+(?:, *+[^\W\d]\w*+)*+ *+=(?!=)|[\w.]*+[\[(])",
    re.MULTILINE,
)
_PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?|In \[\d+\]: )", re.MULTILINE)
# What takes a list and gives an array, and methods that only reshape or convert it.
_MAKERS = {
    "array", "asarray", "tensor", "as_tensor", "Tensor", "FloatTensor", "DoubleTensor", "Series",
    "DataFrame", "list", "tuple", "float32", "float64", "from_numpy",
}  # fmt: skip
_METHODS = {
    "reshape", "view", "unsqueeze", "squeeze", "flatten", "ravel", "astype", "float", "double",
    "to", "numpy", "tolist",
}  # fmt: skip

Cells = list[str]


class _UnreadableError(Exception):
    """An expression that is no list of numbers."""


def read_literals(text: str, name: str) -> Grid | None:
    """The columns that a piece of Python or JSON gives, or lines such as “x: 1 2 3”.

    Read are lists of numbers with a name each, also in `np.array` and the like, lists of rows, and
    JSON records. Nothing is evaluated. None for any other text.

    Raises `InputError` for code without two equally long lists.

    >>> read_literals("x = [1, 2]\\ny = np.array([3, 4.5])", "text").rows
    [('1', '3'), ('2', '4.5')]
    """
    try:
        return _read(text, name)
    except RecursionError:  # lists in lists in lists
        return None


def _read(text: str, name: str) -> Grid | None:
    if text.lstrip()[:1] in ("[", "{"):
        found = _json(text)
        if found is not None:
            return _grid(found, name)
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    matches = [_NAMED_LIST.fullmatch(line) for line in lines]
    if 1 < len(lines) < 20 and all(matches):
        named = [(match[1], match[2].strip().removesuffix(";")) for match in matches if match]
        # In R, c( stands before a list.
        numbers = {one: split_numbers(cells.removeprefix("c")) for one, cells in named}
        if len(numbers) == len(named) and all(numbers.values()):
            return _columns({one: cells for one, cells in numbers.items() if cells}, name)
    if not _CODE.search(text[:100_000]) or len(text) > _MAX_CODE:
        return None
    try:
        module = ast.parse(_PROMPT.sub("", text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return _python(module, name)


def _json(text: str) -> Any:
    read = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).decode
    try:
        return read(text)
    except (ValueError, RecursionError):
        pass
    try:  # a record a line
        return [read(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


def _python(module: ast.Module, name: str) -> Grid | None:
    """The columns that a program's literals give; None where it has none at all."""
    named: list[tuple[str, ast.expr]] = []
    for statement in module.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            named += _assigned(statement.targets[0], statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            named += _assigned(statement.target, statement.value)
        elif isinstance(statement, ast.Expr):
            named += _assigned(ast.Tuple([]), statement.value)
    if not named:
        return None
    columns: dict[str, Cells] = {}
    refused = ""
    for place, (one, node) in enumerate(named):
        try:
            value = _flat(_value(node))
        except _UnreadableError as error:
            refused = refused or (str(error) if one else "")
            continue
        if isinstance(value, dict) or (isinstance(value, list) and _nested(value)):
            return _grid(value, name)
        if isinstance(value, list) and value:
            columns[one or ("x", "y", f"column {place + 1}")[min(place, 2)]] = value
    if len(columns) < 2:
        if not columns and not refused:
            return None
        got = refused or " ".join(ast.unparse(module.body[0]).split())
        raise InputError(
            quote(name), got, "two lists of numbers, such as x = [1, 2] and y = [3, 5]"
        )
    return _columns(columns, name)


def _assigned(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        return [(target.id, value)]
    values = value.elts if isinstance(value, ast.Tuple) else [value]
    if isinstance(target, ast.Tuple) and target.elts:
        if len(values) != len(target.elts):
            return []
        return list(chain(*map(_assigned, target.elts, values)))
    if all(isinstance(one, (ast.List, ast.Tuple, ast.Dict, ast.Call)) for one in values):
        return [("", one) for one in values]
    return []


def _value(node: ast.expr) -> Any:
    """Cells of text, in lists and dicts as in the expression."""
    found: Any = None
    match node:
        case ast.List() | ast.Tuple():
            found = [_value(one) for one in node.elts]
        case ast.Dict():
            keys = [str(_value(key)) if key else "" for key in node.keys]
            found = dict(zip(keys, map(_value, node.values), strict=True))
        case ast.Attribute(attr="T"):
            found = _value(node.value)
        case ast.Call(func=ast.Attribute(value=ast.Call() | ast.List() as made, attr=method)):
            found = _value(made) if method in _METHODS else None
        case ast.Call(func=ast.Attribute(attr=maker) | ast.Name(id=maker), args=[first, *_]):
            found = _value(first) if maker in _MAKERS else None
        case _:
            found = _scalar(node)
    if found is None:
        raise _UnreadableError(ast.unparse(node))
    return found


def _scalar(node: ast.expr) -> str | None:
    """The cell that a number, a text or a missing value makes."""
    match node:
        case ast.Constant(value=None) | ast.Attribute(attr="nan") | ast.Name(id="nan"):
            return ""
        case ast.Constant(value=bool() | int() | float() | str()):
            return str(node.value).strip()
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=ast.Constant(value=value)):
            sign = "-" if isinstance(node.op, ast.USub) else ""
            return f"{sign}{value}" if isinstance(value, int | float) else None
    return None


def _nested(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, (list, dict)) for one in value)


def _flat(value: Any) -> Any:
    """A column or a row of numbers, [[1], [2]] or [[1, 2]], as a plain list."""
    while _nested(value) and all(isinstance(one, list) for one in value):
        if len(value) > 1 and any(len(one) != 1 for one in value):
            break
        value = list(chain(*value))
    return value


def _grid(value: Any, name: str) -> Grid:
    """The columns of records, of lists by name, or of rows."""
    if isinstance(value, dict):
        inner = list(value.values())
        if len(inner) == 1 and _nested(inner[0]):  # {"data": [...]}
            return _grid(inner[0], name)
        if not any(isinstance(one, list | dict) for one in inner):  # a single record
            return _grid([value], name)
        lists = {key: one.values() if isinstance(one, dict) else one for key, one in value.items()}
        lists = {key: list(one) for key, one in lists.items() if not isinstance(one, str | None)}
        return _columns({key: list(map(_cell, one)) for key, one in lists.items()}, name)
    value = _flat(value)
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        keys = list(dict.fromkeys(chain(*value)))
        if len(keys) > MAX_COLUMNS:  # each takes a cell in every row
            raise InputError(quote(name), len(keys), f"2 to {MAX_COLUMNS:,} columns")
        return _columns({key: [_cell(one.get(key)) for one in value] for key in keys}, name)
    if _nested(value) and all(isinstance(one, list) for one in value):
        width = len(value[0])
        for number, row in enumerate(value, 1):
            if len(row) != width or width < 2:
                takes = f"{max(2, width)} numbers, as the first row has"
                raise InputError(f"row {number:,}", len(row), takes)
        return Grid(list(range(1, len(value) + 1)), [tuple(map(_cell, row)) for row in value])
    raise InputError(quote(name), _cell(value), "two or more columns")


def _cell(value: Any) -> str:
    return "" if value is None else value.strip() if isinstance(value, str) else str(value)


def _columns(columns: dict[str, Cells], name: str) -> Grid:
    """Columns with their names, checked to be equally long. Beside x and y, others may differ."""
    if not 2 <= len(columns) <= MAX_COLUMNS:
        raise InputError(quote(name), len(columns), f"2 to {MAX_COLUMNS:,} columns")
    pair = [one for one in ("x", "y") if one in columns]
    names = pair if len(pair) == 2 else list(columns)[:2]
    length = len(columns[names[0]])
    if len(columns[names[1]]) != length:
        takes = f"as many numbers as {quote(names[0])}, which has {length:,}"
        raise InputError(quote(names[1]), len(columns[names[1]]), takes)
    kept = {key: cells for key, cells in columns.items() if len(cells) == length}
    return Grid(list(range(1, length + 1)), list(zip(*kept.values(), strict=True)), list(kept))
