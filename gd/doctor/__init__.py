"""The doctor: what a notebook printed, read, and the training that prints the same."""

from gd.doctor.answer import Diagnosis, Found
from gd.doctor.diagnosis import Diagnosing, diagnose
from gd.doctor.explanations import Explanation
from gd.doctor.reading import Log, read_log
from gd.doctor.replays import Compared

__all__ = [
    "Compared",
    "Diagnosing",
    "Diagnosis",
    "Explanation",
    "Found",
    "Log",
    "diagnose",
    "read_log",
]
