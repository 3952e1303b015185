"""The columns of a log: the numbers that have a name, or a place in the line, in common."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gd.doctor.figures import plain
from gd.doctor.lines import Line, Token
from gd.doctor.roles import ROLES, rank, role_of
from gd.errors import InputError, quote

_DIVIDER = re.compile(r"[,;\t|]")
_WHOLE = re.compile(r"[0-9]{1,9}(?:\.0*)?")
_MAX_COLUMNS = 12  # shown and used: those of most lines

Cells = dict[str, Token]  # of a line, by the name of their column
Keyed = list[tuple[Line, Cells]]


@dataclass(frozen=True)
class Column:
    """Numbers with a name, or a place among those without, in common.

    name      as printed, in small letters; "number 2 of 3" where the line has no names
    role      "epoch", "loss", "w", "b" or "ignore"
    guessed   whether the role is a guess from the numbers, for want of a known name
    count     how many numbers it has
    example   the first of them, as printed
    """

    name: str
    role: str
    guessed: bool
    count: int
    example: str


def with_names(lines: Sequence[Line]) -> Keyed:
    """The lines with numbers, each number by the name of its column."""
    header: list[str] = []
    keyed: Keyed = []
    for line in lines:
        if line.kind == "other":
            header = _header(line.text) or header
        elif line.kind == "numbers":
            keyed.append((line, _cells(line, header)))
    return keyed


def _header(text: str) -> list[str]:
    """The names that a line without numbers gives to the columns below it."""
    divided = _DIVIDER.search(text)
    parts = re.split(rf"[{divided[0]}]", text.strip().strip("|")) if divided else text.split()
    names = [" ".join(part.strip(" '\"*`#:[]()").lower().split()) for part in parts]
    if len(set(names)) < len(names) or len(names) > _MAX_COLUMNS or max(map(len, names)) > 40:
        return []
    return names if any(role_of(name) != "ignore" for name in names) else []


def _cells(line: Line, header: Sequence[str]) -> Cells:
    cells: Cells = {}
    unnamed = [token for token in line.tokens if not token.name]
    names = {id(token): f"number {n} of {len(unnamed)}" for n, token in enumerate(unnamed, 1)}
    if header and not line.named and 0 <= len(unnamed) - len(header) <= 1:
        above = ["index"] * (len(unnamed) - len(header)) + list(header)
        names = {id(token): name for token, name in zip(unnamed, above, strict=True)}
    times: Counter[str] = Counter()
    for token in line.tokens:
        name = names.get(id(token)) or " ".join(token.name.lower().split())
        times[name] += 1
        cells[f"{name} ({times[name]})" if times[name] > 1 else name] = token
    return cells


def is_whole(token: Token) -> bool:
    """Whether a number may count epochs."""
    return bool(_WHOLE.fullmatch(token.text))


def find_columns(keyed: Keyed, corrections: Mapping[str, str]) -> dict[str, Column]:
    """The columns, by name, with their roles as found and then as corrected."""
    tokens: dict[str, list[Token]] = defaultdict(list)
    for _, cells in keyed:
        for name, token in cells.items():
            tokens[name].append(token)
    roles = _by_name(tokens)
    named = set(roles)
    _guess(tokens, roles)
    for name, role in corrections.items():
        if name not in tokens:
            raise InputError("corrections", name, "the name of a column of the log")
        if role not in ROLES:
            raise InputError(f"the role of {quote(name)}", role, ", ".join(ROLES))
        roles = {one: taken for one, taken in roles.items() if taken != role or one in corrections}
        roles[name] = role
        named.add(name)
    twice = Counter(role for role in corrections.values() if role != "ignore").most_common(1)
    if twice and twice[0][1] > 1:
        raise InputError(f"the role {twice[0][0]}", twice[0][1], "a single column")
    return {name: _column(name, roles, named, tokens[name]) for name in _shown(tokens, roles)}


def _column(name: str, roles: Mapping[str, str], named: set[str], tokens: list[Token]) -> Column:
    role = roles.get(name, "ignore")
    guessed = role != "ignore" and name not in named
    return Column(name, role, guessed, len(tokens), tokens[0].text)


def _shown(tokens: Mapping[str, list[Token]], roles: Mapping[str, str]) -> list[str]:
    """The names of the columns: those that have a role, and those with the most numbers."""
    most = sorted(
        tokens, key=lambda name: (roles.get(name, "ignore") == "ignore", -len(tokens[name]))
    )
    kept = set(most[:_MAX_COLUMNS])
    return [name for name in tokens if name in kept]


def _by_name(tokens: Mapping[str, list[Token]]) -> dict[str, str]:
    """The roles of the columns with a known name: of several for one role, the most usual name."""
    found: dict[str, str] = {}
    for role in ROLES[:-1]:
        names = [name for name in tokens if role_of(name) == role]
        if role == "epoch":
            names = [name for name in names if _counts(tokens[name])]
        most = max((len(tokens[name]) for name in names), default=0)
        often = [name for name in names if 2 * len(tokens[name]) >= most]
        if often:
            found[min(often, key=rank)] = role
    return found


def _counts(tokens: Sequence[Token]) -> bool:
    """Whether the numbers may be those of epochs: whole, and most greater than the one before."""
    whole = [int(float(token.text)) for token in tokens if is_whole(token)]
    rising = sum(a < b for a, b in pairwise(whole))
    falling = sum(a > b for a, b in pairwise(whole))
    return 2 * len(whole) > len(tokens) and falling <= rising


def _guess(tokens: Mapping[str, list[Token]], roles: dict[str, str]) -> None:
    """Add roles for columns without a name, from their numbers."""
    most = max(map(len, tokens.values()), default=0)
    free = [name for name in tokens if name.startswith("number ") or name == "index"]
    free = [name for name in free if 2 * len(tokens[name]) >= most]
    if "epoch" not in roles.values():
        for name in free[:1]:
            alone = len(tokens) == 1 or not all(token.text.isdecimal() for token in tokens[name])
            varied = len(tokens[name]) == 1 or len({token.text for token in tokens[name]}) > 1
            if not alone and varied and _counts(tokens[name]):
                roles[name] = "epoch"
    if set(roles.values()) & {"loss", "w", "b"}:
        return
    free = [name for name in free if name not in roles and name != "index"]
    values = {
        name: [float(plain(token.text, token.comma)) for token in tokens[name]] for name in free
    }
    losses = [name for name in free if _like_a_loss(values[name])] or free[:1]
    others = [name for name in free if name not in losses[:1]]
    roles.update(zip([*losses[:1], *others], ("loss", "w", "b"), strict=False))


def _like_a_loss(values: Sequence[float]) -> bool:
    """Whether the numbers are nowhere negative and, but for a few, fall."""
    rising = sum(b > a for a, b in pairwise(values))
    return min(values) >= 0 and rising * 4 <= len(values) - 1 and values[-1] < values[0]
