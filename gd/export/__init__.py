"""A run to take along: programs that do the same without `gd`, and its numbers."""

from gd.export.distributed import distributed
from gd.export.history import history_csv
from gd.export.notebook import notebook
from gd.export.points import points_csv
from gd.export.report import Report
from gd.export.script import script

__all__ = ["Report", "distributed", "history_csv", "notebook", "points_csv", "script"]
