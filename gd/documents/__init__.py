"""The twelve trainings that the five notebooks print, and their replay, line by line."""

from gd.documents.document_runs import RUNS, DocumentRun, Line, replay

__all__ = ["RUNS", "DocumentRun", "Line", "replay"]
