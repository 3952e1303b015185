"""The predictions that a log prints before and after its training."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gd.doctor.figures import Printed, plain
from gd.doctor.lines import Line
from gd.doctor.records import Record, format_of, printed


@dataclass(frozen=True)
class Prediction:
    """A printed prediction f(x); x is None where only its value was printed."""

    x: float | None
    value: Printed


def find_predictions(
    lines: Sequence[Line], trainings: Sequence[Sequence[Record]], training: int
) -> tuple[Prediction | None, Prediction | None]:
    """The predictions before and after the lines of a training, by their place.

    Of two between trainings, the first belongs to the one above; of a single one, its own words
    decide. Elsewhere the label is no guide: people print "before" after training, too.
    """
    spans = [(records[0].first, records[-1].last) for records in trainings if records]
    if not spans:
        return None, None
    first, last = spans[training]
    previous = spans[training - 1][1] if training else 0
    following = spans[training + 1][0] if training + 1 < len(spans) else math.inf
    found = [line for line in lines if line.kind == "prediction"]
    above = [line for line in found if previous < line.number < first]
    below = [line for line in found if last < line.number < following]
    if training and len(above) == 1 and "after" in above[0].text:
        above = []
    if following < math.inf and len(below) == 1 and "before" in below[0].text:
        below = []
    return _prediction(above[-1] if above else None), _prediction(below[0] if below else None)


def _prediction(line: Line | None) -> Prediction | None:
    if line is None:
        return None
    *others, token = line.tokens
    x = float(plain(others[-1].text, others[-1].comma)) if others else None
    return Prediction(x, printed(line.number, token, format_of([token])))
