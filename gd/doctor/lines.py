"""The numbers of a line of a log, each with the name that stands before it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from gd.doctor import roles

_MAX_LENGTH, _MAX_NUMBERS = 1_000, 20  # of a line; a longer one is no line of a log

# What holds numbers that are none of the log: a prompt, a date, a time, <MseLossBackward0 …>,
# arguments, colours of a terminal, and an index: w[0][0].
_BLANKED = re.compile(
    r"\b(?:Out|In) ?\[[0-9]{0,6}\]:"
    r"|[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}(?:T(?=[0-9]))?"
    r"|(?<![\d.:,\w])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,6})?)?(?![\d.,\w])"
    r"|<[A-Za-z]\w{0,40}(?: [^<>]{0,60})?>"
    r"|\b(?:dtype|device|requires_grad|grad_fn) ?= ?[\w.'\":]{1,40}"
    r"|\x1b\[[0-9;]{0,12}m"
    r"|(?:(?<=\b[wWbB])|(?<=eight)|(?<=ias))(?:\[[0-9]{1,3}\]){1,3}"
)
_NUMBER = re.compile(
    r"(?<![\w.])[+\-−]?(?:(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?"
    r"|(?:nan|inf|infinity)\b)(?!\w|\.[0-9])",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})++(?:\.[0-9]++)?(?![\w,])")
_DECIMAL_COMMA = re.compile(r"[0-9]++,[0-9]++(?:[eE][+-]?[0-9]++)?(?![\w.,])")
_OF = re.compile(r" ?/ ?[0-9]++|\s{0,3}\bof [0-9]++")  # 3/20
_UNIT = re.compile(r" ?%|[ ]?(?:ms|us|µs|s|sec|secs|seconds?|min|minutes?|GB|MB|KB|kB|px)\b")
_COUNTED = re.compile(r" (?:epoch|iteration|iter|step)s?\b", re.IGNORECASE)  # after 100 iterations
_WORD = re.compile(r"[^\W\d]\w*+(?:[./]\w++)*+")
_OTHER = re.compile(
    r"warning|traceback|[a-z]error:|\bfile \"|\{[^{}]{0,80}:\.?[0-9]*[a-z]\}"
    r"|^\s{0,20}(?:(?:print|import|from|def|while|return|class|if|for \w+ in)\b|#|@|!|\$|%)"
    r"|^\W*(?:final|best|total|initial|starting|shape|size|seed|using|device|python|version)\b"
    r"|\b(?:saved?|saving|checkpoint|elapsed|samples|features|params|parameters)\b",
    re.IGNORECASE,
)
_PREDICTION = re.compile(
    r"\bpredict|^\W*[fy](?:_hat|hat)? ?\([^()]{1,20}\) ?(?:=|:|->|≈)", re.IGNORECASE
)


@dataclass(frozen=True)
class Token:
    """A number of a line.

    name     the words before it that name it, "" if there are none
    text     as printed; `comma` says what a comma in it stands for, "" where there is none
    wrapper  "tensor", "array", "float32", "float64" or ""
    of       whether a total follows: 3/20
    """

    name: str
    text: str
    start: int
    end: int
    comma: str
    wrapper: str
    of: bool


@dataclass(frozen=True)
class Line:
    """A line of a log that is not blank.

    kind    "numbers" (with names or without), "prediction", or "other": nothing is read from it
    """

    number: int
    text: str
    kind: str
    tokens: tuple[Token, ...]

    @property
    def named(self) -> bool:
        """Whether any of its numbers has a name."""
        return any(token.name for token in self.tokens)


def read_line(number: int, text: str, commas_divide: bool = False) -> Line:
    """The numbers of a line; `commas_divide` where 1,200 is two cells of a table.

    >>> [(one.name, one.text) for one in read_line(1, "epoch 3/20: loss = tensor(0.5)").tokens]
    [('epoch', '3'), ('loss', '0.5')]
    """
    if len(text) > _MAX_LENGTH or _OTHER.search(text):
        return Line(number, text, "other", ())
    blanked = _BLANKED.sub(lambda match: " " * len(match[0]), text)
    tokens = _tokens(blanked, commas_divide)
    if not tokens or len(tokens) > _MAX_NUMBERS:
        return Line(number, text, "other", ())
    if _PREDICTION.search(blanked) and "loss" not in blanked.lower():
        return Line(number, text, "prediction", tuple(tokens))
    return Line(number, text, "numbers", tuple(tokens))


@lru_cache(maxsize=4096)
def _named(gap: str) -> tuple[tuple[str, ...], str, str]:
    """What stands before a number: the names, the wrapper, and the last word."""
    words = _WORD.findall(gap)
    wrapper = next((roles.WRAPPERS[w] for w in map(str.lower, words) if w in roles.WRAPPERS), "")
    return tuple(roles.names(words)), wrapper, words[-1].lower() if words else ""


def _tokens(text: str, commas_divide: bool) -> list[Token]:
    tokens: list[Token] = []
    pending: list[str] = []  # names that wait for a number: "loss after iteration 100: 0.5"
    place = 0
    while len(tokens) <= _MAX_NUMBERS and (match := _NUMBER.search(text, place)):
        start = match.start()
        end, comma = (match.end(), "") if commas_divide else _with_commas(text, match)
        names, wrapper, last = _named(text[place:start])
        of, counted = _OF.match(text, end), _COUNTED.match(text, end)
        place = of.end() if of else end
        if counted and last in ("after", "at"):
            names, place = (*names, "iteration"), counted.end()
        if _UNIT.match(text, place):
            pending = []
            continue
        pending = list(names) or pending
        name = pending.pop() if pending else ""
        tokens.append(Token(name, text[start:end], start, end, comma, wrapper, bool(of)))
    return tokens


def _with_commas(text: str, match: re.Match[str]) -> tuple[int, str]:
    """Where a number ends that may have commas, and what they stand for."""
    digits = match.start() + (match[0][0] in "+-−")
    for comma, pattern in (("group", _GROUPED), ("decimal", _DECIMAL_COMMA)):
        longer = pattern.match(text, digits)
        if longer:
            return longer.end(), comma
    return match.end(), ""
