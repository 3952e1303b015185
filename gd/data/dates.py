"""Dates as people and spreadsheets write them, all down a column in one way."""

import re
from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from gd.errors import InputError

Days = npt.NDArray[np.float64]
_SECONDS_A_DAY = 86_400

# What a date looks like, and how pandas may read it. Where it has two ways, only one may fit.
_TIME = r"(?:[ T]\d\d?:\d\d(?::\d\d(?:\.\d{1,6})?)?)?"
_WRITTEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    (rf"\d{{4}}-\d\d-\d\d{_TIME}(?:Z|[+-]\d\d:?\d\d)?", ("ISO8601",)),
    (r"\d{4}-\d\d", ("%Y-%m",)),
    (rf"\d{{4}}/\d\d?/\d\d?{_TIME}", ("%Y/%m/%d",)),
    (rf"\d\d?\.\d\d?\.\d{{4}}{_TIME}", ("%d.%m.%Y",)),
    (r"\d\d\.\d\d\.\d\d", ("%d.%m.%y",)),
    (rf"\d\d?/\d\d?/\d{{4}}{_TIME}", ("%d/%m/%Y", "%m/%d/%Y")),
    (rf"\d\d?/\d\d?/\d\d{_TIME}", ("%d/%m/%y", "%m/%d/%y")),
    (r"\d\d?-\d\d?-\d{4}", ("%d-%m-%Y", "%m-%d-%Y")),
    (r"\d\d? [A-Za-z]{3,9} \d{4}", ("%d %b %Y", "%d %B %Y")),
    (r"\d\d?-[A-Za-z]{3,9}-\d{4}", ("%d-%b-%Y", "%d-%B-%Y")),
    (r"\d\d?-[A-Za-z]{3}-\d\d", ("%d-%b-%y",)),
    (r"[A-Za-z]{3,9} \d\d?, \d{4}", ("%b %d, %Y", "%B %d, %Y")),
    (r"[A-Za-z]{3,9} \d{4}", ("%b %Y", "%B %Y")),
)
_PATTERNS = [(re.compile(pattern, re.ASCII), ways) for pattern, ways in _WRITTEN]
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f")


def parse_dates(cells: Sequence[str]) -> tuple[datetime, Days] | None:
    """The earliest of the dates, and all of them in days from it; None where one is no date.

    A time of day counts as a fraction; without a day, the first of the month is meant.

    Raises `InputError` for a column such as 3/4/2024, in which days and months cannot be told.

    >>> parse_dates(["2024-02-28", "2024-03-01 12:00"])
    (datetime.datetime(2024, 2, 28, 0, 0), array([0. , 2.5]))
    >>> parse_dates(["13/4/2024", "1/5/2024"])[1]
    array([ 0., 18.])
    """
    ways = next((ways for one, ways in _PATTERNS if cells and one.fullmatch(cells[0])), ())
    pattern = next((one for one, found in _PATTERNS if found is ways), None)
    if pattern is None or not all(map(pattern.fullmatch, set(cells))):
        return None
    readings: list[pd.DatetimeIndex] = []
    for way in ways:
        read = _read(cells, way)
        if read is not None and not any(read.equals(one) for one in readings):
            readings.append(read)
    if len(readings) > 1:
        place = int(np.argmax(readings[0] != readings[1]))
        either = " or ".join(in_words(one[place]) for one in readings)
        raise InputError("", cells[place], f"dates that read only one way (not {either})")
    if not readings:
        return None
    seconds = (readings[0] - readings[0].min()).total_seconds().to_numpy(np.float64)
    return readings[0].min().to_pydatetime(), seconds / _SECONDS_A_DAY


def _read(cells: Sequence[str], way: str) -> pd.DatetimeIndex | None:
    texts = [cell.replace("T", " ") for cell in cells] if way != "ISO8601" else list(cells)
    for clock in _CLOCKS if "%d" in way else ("",):
        wanted = way if way == "ISO8601" else way + clock
        try:
            read = pd.to_datetime(texts, format=wanted, utc=True, errors="raise")
        except (ValueError, OverflowError):
            continue
        return pd.DatetimeIndex(read).tz_localize(None)
    return None


def in_words(moment: date) -> str:
    """A date for a sentence: 5 January 2024.

    >>> in_words(date(2024, 1, 5))
    '5 January 2024'
    """
    return f"{moment.day} {moment:%B %Y}"
