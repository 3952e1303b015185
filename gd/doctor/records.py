"""The lines of a log that belong to one epoch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gd.doctor.columns import Keyed, is_whole
from gd.doctor.figures import Format, Printed, find_format, plain
from gd.doctor.lines import Line, Token


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


def find_records(keyed: Keyed, roles: Mapping[str, str]) -> list[Record]:
    """The records of a log: a new one begins with an epoch, or where a role comes again."""
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
    return _complete(records)


def _complete(records: Sequence[Record]) -> list[Record]:
    """The records that have what most have: a loss, an epoch."""
    kept = [record for record in records if record.cells.keys() - {"epoch"}]
    for role in ("loss", "epoch"):
        having = [record for record in kept if role in record.cells]
        if 2 * len(having) > len(kept):
            kept = having
    return kept


def divide(records: Sequence[Record]) -> list[list[Record]]:
    """The trainings of a log: another one begins where the epochs fall."""
    trainings: list[list[Record]] = [[]]
    last: int | None = None
    for record in records:
        if record.epoch is not None:
            if last is not None and record.epoch < last:
                trainings.append([])
            last = record.epoch
        trainings[-1].append(record)
    return trainings


def last_of_each_epoch(records: Sequence[Record]) -> tuple[list[Record], int]:
    """The last record of each epoch, as a progress bar repeats it; and how many are left out."""
    kept: list[Record] = []
    for record in records:
        if kept and record.epoch is not None and record.epoch == kept[-1].epoch:
            kept.pop()
        kept.append(record)
    return kept, len(records) - len(kept)


def format_of(tokens: Sequence[Token]) -> Format:
    """How the numbers of a column are written."""
    wrapper = Counter(token.wrapper for token in tokens).most_common(1)[0][0]
    comma = next((token.comma for token in tokens if token.comma), "")
    return find_format([plain(token.text, token.comma) for token in tokens], wrapper, comma)


def printed(line: int, token: Token, form: Format) -> Printed:
    """A number of a line, and which numbers print so."""
    text = plain(token.text, token.comma)
    low, high = form.interval(text)
    return Printed(token.text, float(text), low, high, form, line, token.start, token.end)
