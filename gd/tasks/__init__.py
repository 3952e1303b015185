"""Tasks: goals that check themselves, written into a link."""

from gd.tasks.answer_table import main_task, remarks, same_as, state_of, table, to_csv
from gd.tasks.answers import MAX_LINKS, Row, read_links, read_parameters, read_task
from gd.tasks.checks import Result, all_met
from gd.tasks.encoding import (
    PARAMETERS,
    decode,
    encode,
    format_values,
    is_class_link,
    is_intact,
    link,
    overridden,
    parse_values,
)
from gd.tasks.exercise import Exercise, Prediction
from gd.tasks.exercises import EXERCISES, exercise_of
from gd.tasks.goals import Goal, format_goals, parse_goals
from gd.tasks.kinds import KINDS, Kind, Parameter
from gd.tasks.progress import Mark, Progress, format_progress, parse_progress, unite
from gd.tasks.replaying import Replay, replay
from gd.tasks.search import Answer, Search, reachable
from gd.tasks.task import PAGES, Task, check, usable
from gd.tasks.work import Work

__all__ = [
    "EXERCISES",
    "KINDS",
    "MAX_LINKS",
    "PAGES",
    "PARAMETERS",
    "Answer",
    "Exercise",
    "Goal",
    "Kind",
    "Mark",
    "Parameter",
    "Prediction",
    "Progress",
    "Replay",
    "Result",
    "Row",
    "Search",
    "Task",
    "Work",
    "all_met",
    "check",
    "decode",
    "encode",
    "exercise_of",
    "format_goals",
    "format_progress",
    "format_values",
    "is_class_link",
    "is_intact",
    "link",
    "main_task",
    "overridden",
    "parse_goals",
    "parse_progress",
    "parse_values",
    "reachable",
    "read_links",
    "read_parameters",
    "read_task",
    "remarks",
    "replay",
    "same_as",
    "state_of",
    "table",
    "to_csv",
    "unite",
    "usable",
]
