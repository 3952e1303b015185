"""What can be taken from a run and used elsewhere: programs, tables, pictures."""

from gd.export.points import points_csv
from gd.export.script import script

__all__ = ["points_csv", "script"]
