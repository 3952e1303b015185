"""A printed log, read: which number of which line is the epoch, the loss, the weight, the bias."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from gd.doctor.columns import Column, find_columns, with_names
from gd.doctor.figures import Format, Printed, plain
from gd.doctor.lines import Line, read_line
from gd.doctor.predictions import Prediction, find_predictions
from gd.doctor.records import Record, divide, find_records, format_of, last_of_each_epoch, printed
from gd.errors import InputError, quote

MAX_BYTES, MAX_LINES = 100_000, 2_000
_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_OTHER_DIVIDER = re.compile(r"[;\t|]")
_NODE = re.compile(r"grad_fn=<(\w{1,40})")
_LIST = re.compile(r"\s*+([\w ]{1,40}[=:])?\s*+\[([-+.,0-9aefinE\s]++)\]\s*+")
_LIST_NOTE = "It is a list: each of its numbers is taken for an epoch."
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

    def reread(self, number: int, text: str) -> dict[str, float]:
        """The figures, by role, in `text`, which is line `number` with other figures in it."""
        printed = dict(self.lines)[number]
        here = [(role, one) for role, one in self.figures().items() if one.line == number]
        here.sort(key=lambda item: item[1].start)
        values, place = {}, here[0][1].start if here else 0
        for (role, one), following in zip_longest(here, [other for _, other in here[1:]]):
            between = printed[one.end : following.start if following else None]
            end = text.find(between, place) if following else len(text) - len(between)
            values[role] = float(plain(text[place:end], one.format.comma))
            place = end + len(between)
        return values


@dataclass(frozen=True)
class Log:
    """A training's printed log, as `read_log` took it.

    rows            in the order of the lines; none where no column is a loss, a weight or a bias
    columns         what was taken for what
    before, after   the predictions printed before and after the rows, by their place
    other           the lines from which nothing was read: number and text
    notes           what is ambiguous and how it was taken, a sentence each
    trainings       how many trainings the text has; this is one of them
    node            what made the loss, as torch prints it: "MseLossBackward0"; "" where it does not

    Whether w is printed after its update or before, a log does not say: `gd.doctor.diagnose` does.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    before: Prediction | None
    after: Prediction | None
    other: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]
    trainings: int
    node: str


def read_log(text: str, corrections: Mapping[str, str] | None = None, training: int = 0) -> Log:
    """Read what a notebook printed of a training. The text is never evaluated.

    corrections   what a column is, by its name (`Log.columns`), where it was taken for something
                  else: "epoch", "loss", "w", "b" or "ignore"
    training      which one, counted from 0, where the epochs start again in the text

    Raises `InputError`, which names the line, for more than 100,000 bytes, control characters and a
    text without any numbers; and for corrections of columns that the log does not have.

    >>> log = read_log("epoch 1: w = 1.200, loss = 30.00\\nepoch 2: w = 1.680, loss = 4.80")
    >>> [(row.epoch, row.loss.value, row.w.text) for row in log.rows]
    [(1, 30.0, '1.200'), (2, 4.8, '1.680')]
    """
    text, is_list = _unfold(text)
    lines = _lines(text)
    keyed = with_names(lines)
    columns = find_columns(keyed, corrections or {})
    records = find_records(keyed, {name: one.role for name, one in columns.items()})
    trainings = divide(records)
    if not 0 <= training < len(trainings):
        raise InputError("training", training, f"a number from 0 to {len(trainings) - 1}")
    before, after = find_predictions(lines, trainings, training)
    chosen, repeated = last_of_each_epoch(trainings[training])
    rows = _rows(chosen)
    read = {line.number for record in records for line in record.lines}
    read |= {line.number for line in lines if line.kind == "prediction"}
    nodes = (match[1] for match in map(_NODE.search, (line.text for line in lines)) if match)
    return Log(
        rows,
        tuple(columns.values()),
        before,
        after,
        tuple((line.number, line.text) for line in lines if line.number not in read),
        (*_notes(chosen, columns.values(), repeated), *[_LIST_NOTE] * is_list),
        len(trainings),
        next(nodes, ""),
    )


def _unfold(text: str) -> tuple[str, bool]:
    """A list of numbers, such as `print(losses)` gives, as a line for each; whether it was one."""
    found = _LIST.fullmatch(text) if len(text) <= MAX_BYTES else None
    if found is None:
        return text, False
    name, *numbers = found[1] or "", *found[2].replace(",", " ").split()
    return "\n".join(f"{name}{number}" for number in numbers), True


def _lines(text: str) -> list[Line]:
    """The lines that are not blank."""
    size = 0
    numbered = []
    if len(text) > 10 * MAX_BYTES:  # before anything is copied
        raise InputError("the log", len(text), f"no more than {MAX_BYTES:,} bytes")
    for number, line in enumerate(_LINE_END.split(text), start=1):
        size += len(line.encode("utf-8", "replace")) + 1
        if size > MAX_BYTES + 1:
            raise InputError(f"line {number:,}", line, f"no more than {MAX_BYTES:,} bytes up to it")
        control = _CONTROL_CHARACTER.search(line)
        if control:
            raise InputError(f"line {number:,}", control[0], "text without control characters")
        if line.strip():
            numbered.append((number, line))
            if len(numbered) > MAX_LINES:
                raise InputError(f"line {number:,}", line, f"no more than {MAX_LINES:,} before it")
    lines = [read_line(number, line) for number, line in numbered]
    unnamed = [line for line in lines if line.kind == "numbers" and not line.named]
    divided = sum("," in line.text and not _OTHER_DIVIDER.search(line.text) for line in unnamed)
    if 4 * divided > len(lines):
        lines = [read_line(number, line, commas_divide=True) for number, line in numbered]
    if not any(line.kind == "numbers" for line in lines):
        number, line = numbered[0] if numbered else (1, "")
        raise InputError(f"line {number:,}", line, _TAKES)
    return lines


def _rows(records: Sequence[Record]) -> tuple[Row, ...]:
    formats: dict[str, Format] = {}
    for role in ("loss", "w", "b"):
        tokens = [record.cells[role][1] for record in records if role in record.cells]
        if tokens:
            formats[role] = format_of(tokens)

    def figure(record: Record, role: str) -> Printed | None:
        cell = record.cells.get(role)
        return cell and printed(*cell, formats[role])

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
