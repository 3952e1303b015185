"""The doctor: what a notebook printed, read, and the training that prints the same."""

from gd.doctor.reading import Log, read_log

__all__ = ["Log", "read_log"]
