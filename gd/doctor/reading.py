"""A printed log, read: which number of which line is the epoch, the loss, the weight, the bias."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gd.doctor.columns import Column, Keyed, find_columns, is_whole, with_names
from gd.doctor.figures import Format, Printed, find_format, plain
from gd.doctor.lines import Line, Token, read_line
from gd.errors import InputError, quote

MAX_BYTES = 100_000
_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_NODE = re.compile(r"grad_fn=<(\w{1,40})")
_TAKES = "lines with a loss or a weight, such as “epoch 1: w = 0.300, loss = 30.0”"


@dataclass(frozen=True)
class Row:
    """What was printed of one epoch.

    lines   the lines it was read from: number (from 1) and text
    epoch   as it was printed, None where it was not
    loss, w, b   None where they were not
    """

    lines: tuple[tuple[int, str], ...]
    epoch: int | None
    loss: Printed | None
    w: Printed | None
    b: Printed | None

    def figures(self) -> dict[str, Printed]:
        """The figures that were printed, by role: "loss", "w", "b"."""
        every = {"loss": self.loss, "w": self.w, "b": self.b}
        return {role: figure for role, figure in every.items() if figure}

    def reprint(self, values: Mapping[str, float]) -> tuple[tuple[int, str, str], ...]:
        """Each line: its number, as printed, and as it would read with other `values`, by role."""
        return tuple(
            (number, text, self._line(number, text, values)) for number, text in self.lines
        )

    def _line(self, number: int, text: str, values: Mapping[str, float]) -> str:
        here = {
            role: one
            for role, one in self.figures().items()
            if one.line == number and role in values
        }
        for role, one in sorted(here.items(), key=lambda item: -item[1].start):
            text = text[: one.start] + one.rewrite(values[role]) + text[one.end :]
        return text


@dataclass(frozen=True)
class Prediction:
    """A printed prediction f(x); x is None where only its value was printed."""

    x: float | None
    value: Printed


@dataclass(frozen=True)
class Log:
    """A training's printed log, as `read_log` took it.

    rows            in the order of the lines; none where no column is a loss, a weight or a bias
    columns         what was taken for what
    before, after   the predictions printed before and after the rows, by their place
    first_epoch     the number of the first epoch, 0 or 1; None where the log does not tell
    other           the lines from which nothing was read: number and text
    notes           what is ambiguous and how it was taken, a sentence each
    training, trainings   which of the trainings in the text this is, from 0, and how many there are
    node            what made the loss, as torch prints it: "MseLossBackward0"; "" where it does not

    Whether w is printed after its update or before, a log does not say: `gd.doctor.diagnose` does.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    before: Prediction | None
    after: Prediction | None
    first_epoch: int | None
    other: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]
    training: int
    trainings: int
    node: str


def read_log(text: str, corrections: Mapping[str, str] | None = None, training: int = 0) -> Log:
    """Read what a notebook printed of a training. The text is never evaluated.

    corrections   what a column is, by its name (`Log.columns`), where it was taken for something
                  else: "epoch", "loss", "w", "b" or "ignore"
    training      which one, counted from 0, where the epochs begin anew in the text

    Raises `InputError`, which names the line, for more than 100,000 bytes, control characters and a
    text without any numbers; and for corrections of columns that the log does not have.

    >>> log = read_log("epoch 1: w = 1.200, loss = 30.00\\nepoch 2: w = 1.680, loss = 4.80")
    >>> [(row.epoch, row.loss.value, row.w.text) for row in log.rows]
    [(1, 30.0, '1.200'), (2, 4.8, '1.680')]
    """
    lines = _lines(text)
    keyed = with_names(lines)
    columns = find_columns(keyed, corrections or {})
    records = _complete(_records(keyed, {name: one.role for name, one in columns.items()}))
    firsts = [0, *(n for n, (a, b) in enumerate(pairwise(records), 1) if _begins_anew(a, b))]
    if not 0 <= training < len(firsts):
        raise InputError("training", training, f"a number from 0 to {len(firsts) - 1}")
    chosen = records[firsts[training] : [*firsts, len(records)][training + 1]]
    spans = [(records[a].first, records[b - 1].last) for a, b in pairwise([*firsts, len(records)])]
    before, after = _predictions(lines, spans if records else [], training)
    chosen, repeated = _last_of_each_epoch(chosen)
    rows = _rows(chosen)
    used = {line.number for record in records for line in record.lines}
    return Log(
        rows,
        tuple(columns.values()),
        before,
        after,
        _first_epoch([row.epoch for row in rows if row.epoch is not None]),
        tuple(
            (line.number, line.text)
            for line in lines
            if line.number not in used and line.kind != "prediction"
        ),
        tuple(_notes(chosen, columns.values(), repeated)),
        training,
        len(firsts),
        next((match[1] for match in map(_NODE.search, (line.text for line in lines)) if match), ""),
    )


def _lines(text: str) -> list[Line]:
    """The lines that are not blank."""
    size = 0
    numbered = []
    for number, line in enumerate(_LINE_END.split(text), start=1):
        size += len(line.encode("utf-8", "replace")) + 1
        if size > MAX_BYTES + 1:
            raise InputError(f"line {number:,}", line, f"no more than {MAX_BYTES:,} bytes up to it")
        control = _CONTROL_CHARACTER.search(line)
        if control:
            raise InputError(f"line {number:,}", control[0], "text without control characters")
        if line.strip():
            numbered.append((number, line))
    lines = [read_line(number, line) for number, line in numbered]
    unnamed = [line for line in lines if line.kind == "numbers" and not line.named]
    if 2 * sum("," in line.text for line in unnamed) > len(lines) / 2:
        lines = [read_line(number, line, commas_divide=True) for number, line in numbered]
    if not any(line.kind == "numbers" for line in lines):
        number, line = numbered[0] if numbered else (1, "")
        raise InputError(f"line {number:,}", line, _TAKES)
    return lines


@dataclass
class Record:
    """The lines that belong to one epoch, and their numbers by role."""

    lines: list[Line]
    cells: dict[str, tuple[int, Token]]

    @property
    def first(self) -> int:
        """The number of its first line."""
        return self.lines[0].number

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.lines[-1].number

    @property
    def epoch(self) -> int | None:
        """As it was printed."""
        cell = self.cells.get("epoch")
        return int(float(cell[1].text)) if cell else None


def _records(keyed: Keyed, roles: Mapping[str, str]) -> list[Record]:
    """Lines until a number of a role comes again, or an epoch begins, are one record."""
    records: list[Record] = []
    for line, cells in keyed:
        here = {
            roles[name]: (line.number, token)
            for name, token in cells.items()
            if roles.get(name, "ignore") != "ignore" and (roles[name] != "epoch" or is_whole(token))
        }
        if not here:
            continue
        if records and "epoch" not in here and not here.keys() & records[-1].cells.keys():
            records[-1].lines.append(line)
            records[-1].cells.update(here)
        else:
            records.append(Record([line], here))
    return records


def _complete(records: Sequence[Record]) -> list[Record]:
    """The records that have what most have: a loss, an epoch."""
    kept = [record for record in records if record.cells.keys() - {"epoch"}]
    for role in ("loss", "epoch"):
        having = [record for record in kept if role in record.cells]
        if 2 * len(having) > len(kept):
            kept = having
    return kept


def _begins_anew(a: Record, b: Record) -> bool:
    return a.epoch is not None and b.epoch is not None and b.epoch < a.epoch


def _last_of_each_epoch(records: Sequence[Record]) -> tuple[list[Record], int]:
    """A bar of progress prints an epoch again and again; also how many were left out."""
    kept: list[Record] = []
    for record in records:
        if kept and record.epoch is not None and record.epoch == kept[-1].epoch:
            kept.pop()
        kept.append(record)
    return kept, len(records) - len(kept)


def _rows(records: Sequence[Record]) -> tuple[Row, ...]:
    formats: dict[str, Format] = {}
    for role in ("loss", "w", "b"):
        tokens = [record.cells[role][1] for record in records if role in record.cells]
        if tokens:
            formats[role] = _format(tokens)

    def figure(record: Record, role: str) -> Printed | None:
        cell = record.cells.get(role)
        return cell and _printed(*cell, formats[role])

    return tuple(
        Row(
            tuple((line.number, line.text) for line in record.lines),
            record.epoch,
            figure(record, "loss"),
            figure(record, "w"),
            figure(record, "b"),
        )
        for record in records
    )


def _format(tokens: Sequence[Token]) -> Format:
    wrapper = Counter(token.wrapper for token in tokens).most_common(1)[0][0]
    comma = next((token.comma for token in tokens if token.comma), "")
    return find_format([plain(token.text, token.comma) for token in tokens], wrapper, comma)


def _printed(line: int, token: Token, form: Format) -> Printed:
    text = plain(token.text, token.comma)
    low, high = form.interval(text)
    return Printed(token.text, float(text), low, high, form, line, token.start, token.end)


def _predictions(
    lines: Sequence[Line], spans: Sequence[tuple[int, int]], training: int
) -> tuple[Prediction | None, Prediction | None]:
    """The predictions before and after the lines of a training, by their place.

    Of two between trainings, the first is after the one; of one, its own words decide. A label is
    no guide where the place is: people print "before" after training, too.
    """
    found = [line for line in lines if line.kind == "prediction"]
    if not spans:
        return None, None
    first, last = spans[training]
    above = [line for line in found if line.number < first]
    below = [line for line in found if line.number > last]
    if training:
        above = [line for line in above if line.number > spans[training - 1][1]]
        above = above[1:] if len(above) > 1 or (above and "after" in above[0].text) else above
    if training + 1 < len(spans):
        below = [line for line in below if line.number < spans[training + 1][0]]
        below = below if len(below) > 1 or (below and "before" not in below[0].text) else []
    return _prediction(above[-1:]), _prediction(below[:1])


def _prediction(lines: Sequence[Line]) -> Prediction | None:
    for line in lines:
        *others, token = line.tokens
        x = float(plain(others[-1].text, others[-1].comma)) if others else None
        return Prediction(x, _printed(line.number, token, _format([token])))
    return None


def _first_epoch(epochs: Sequence[int]) -> int | None:
    """0 or 1; every 10th line from 10 on counts from 1, as "every 10th from 0" would begin at 0."""
    if not epochs:
        return None
    if epochs[0] in (0, 1):
        return epochs[0]
    steps = {b - a for a, b in pairwise(epochs)}
    return 1 if steps == {epochs[0]} else None


def _notes(records: Sequence[Record], columns: Iterable[Column], repeated: int) -> Iterator[str]:
    guessed = [column for column in columns if column.guessed]
    if guessed:
        listed = ", ".join(f"{quote(column.name)} {column.role}" for column in guessed)
        yield f"The lines do not say which number is what; a guess: {listed}."
    for record in records:
        for line, token in record.cells.values():
            if token.comma:
                as_read = plain(token.text, token.comma)
                yield f"Line {line:,}: {quote(token.text)} is read as {as_read}."
                return
    if repeated:
        yield f"Of lines with the same epoch, the last is read; {repeated:,} are left out."
